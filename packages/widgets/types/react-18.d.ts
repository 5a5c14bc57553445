// Types of the elements in JSX, for React 18: `import type {} from '@homecoming/widgets/react-18';`
// React 18 sets attributes only. Set properties and listen to events through a ref.
import type { ElementMarkup } from '@homecoming/widgets';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

type Element<Tag extends keyof ElementMarkup> = HTMLElementTagNameMap[Tag];

/** Those whose value can be a text. */
type Attributes<Markup> = {
  [
    Name in keyof Markup as string extends Exclude<Markup[Name], undefined>
      ? Name
      : Exclude<Markup[Name], undefined> extends string | number
        ? Name
        : Extract<Markup[Name], string> extends never
          ? never
          : Name
  ]: Extract<Markup[Name], string | number | undefined>;
};

type Props<Tag extends keyof ElementMarkup> = DetailedHTMLProps<HTMLAttributes<Element<Tag>>, Element<Tag>> &
  Attributes<ElementMarkup[Tag]>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'hc-alumni-search': Props<'hc-alumni-search'>;
      'hc-sign-in': Props<'hc-sign-in'>;
      'hc-profile': Props<'hc-profile'>;
    }
  }
}

// Types of the elements in JSX, for React 19: `import type {} from '@homecoming/widgets/react';`
import type { ElementEvents, ElementMarkup } from '@homecoming/widgets';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

type Element<Tag extends keyof ElementMarkup> = HTMLElementTagNameMap[Tag];

type Handlers<Events> = {
  [Name in keyof Events & string as `on${Name}`]?: ((event: Events[Name]) => void) | undefined;
};

type Props<Tag extends keyof ElementMarkup> = DetailedHTMLProps<HTMLAttributes<Element<Tag>>, Element<Tag>> &
  ElementMarkup[Tag] &
  Handlers<ElementEvents[Tag]>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'hc-alumni-search': Props<'hc-alumni-search'>;
      'hc-sign-in': Props<'hc-sign-in'>;
      'hc-profile': Props<'hc-profile'>;
    }
  }
}

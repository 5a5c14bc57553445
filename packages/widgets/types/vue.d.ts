// Types of the elements in Vue's templates: `import type {} from '@homecoming/widgets/vue';`
import type { ElementEvents, ElementMarkup } from '@homecoming/widgets';
import type { HTMLAttributes, PublicProps } from 'vue';

type Camel<Text extends string> = Text extends `${infer Word}-${infer Rest}`
  ? `${Word}${Capitalize<Camel<Rest>>}`
  : Text;

/** Vue's tools know attributes and events by their names in camel case. */
type Attributes<Markup> = { [Name in keyof Markup & string as Camel<Name>]?: Markup[Name] };

type Handlers<Events> = {
  [Name in keyof Events & string as `on${Capitalize<Camel<Name>>}`]?: (event: Events[Name]) => void;
};

type Element<Tag extends keyof ElementMarkup> = new () => HTMLElementTagNameMap[Tag] & {
  $props: HTMLAttributes & PublicProps & Attributes<ElementMarkup[Tag]> & Handlers<ElementEvents[Tag]>;
};

declare module 'vue' {
  interface GlobalComponents {
    'hc-alumni-search': Element<'hc-alumni-search'>;
    'hc-sign-in': Element<'hc-sign-in'>;
    'hc-profile': Element<'hc-profile'>;
  }
}

// Types of the elements in Svelte's markup: `import type {} from '@homecoming/widgets/svelte';`
import type { ElementEvents, ElementMarkup } from '@homecoming/widgets';
import type { HTMLAttributes } from 'svelte/elements';

/** `onhc-search` as Svelte 5 writes it, and `on:hc-search` as Svelte 4 does. */
type Handlers<Events> = {
  [Name in keyof Events & string as `on${Name}` | `on:${Name}`]?: ((event: Events[Name]) => void) | undefined;
};

type Props<Tag extends keyof ElementMarkup> = HTMLAttributes<HTMLElementTagNameMap[Tag]> &
  ElementMarkup[Tag] &
  Handlers<ElementEvents[Tag]>;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'hc-alumni-search': Props<'hc-alumni-search'>;
    'hc-sign-in': Props<'hc-sign-in'>;
    'hc-profile': Props<'hc-profile'>;
  }
}

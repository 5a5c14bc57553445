import type { TokenStorageChoice } from '@homecoming/sdk';
import {
  type CSSResult,
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import type { RefusalStrings } from './advice/refusals';
import { isConfigured } from './configuration';
import { watchPolicy } from './diagnosis';
import { followPage, giveClient, type PageClient, pageClient } from './page-session';
import type { RefusalCode } from './problem';
import { mergeStrings, type PartialStrings } from './strings';
import { headingView } from './views/heading';
import { lockIcon } from './views/icons';

type AdviceModule = typeof import('./advice/advice');

const theme = /^(auto|light|dark)$/;
const storage = /^((local|session)Storage|memory)$/;

/** Where the service is, and who asks: what a client is made of. */
export interface Connection {
  readonly baseUrl: string;
  readonly key: string;
}

const isLevel = (level: unknown) => /^[1-6]$/.test(String(level));

/** What the elements have in common: how they reach the service, and what they say where they can't work. */
export abstract class HomecomingElement<Texts extends RefusalStrings> extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    api: {},
    publishableKey: { attribute: 'publishable-key' },
    key: {},
    storage: {},
    heading: {},
    headingLevel: { attribute: 'heading-level' },
    theme: { reflect: true },
    strings: { attribute: false },
    client: { attribute: false },
  };

  /** Where the service is for elements without an `api`; the loader puts its own origin here. */
  static defaultApi: string | undefined;

  declare api: string | undefined;
  declare publishableKey: string | undefined;
  /** The publishable key, by a name that only plain HTML can use: React and Vue keep `key` for themselves. */
  declare key: string | undefined;
  /** Where the session is kept; `localStorage` where no element of the page says otherwise. */
  declare storage: TokenStorageChoice | undefined;
  declare heading: string | undefined;
  /** The level of the element's heading, 1 to 6; those within it follow. 2 by default. */
  declare headingLevel: number | string | undefined;
  declare theme: 'auto' | 'light' | 'dark' | undefined;
  /** Texts in place of the built-in English ones, some or all. */
  declare strings: PartialStrings<Texts>;
  /** A client of the page's own: its session is that of every element of its institution. */
  declare client: PageClient | undefined;
  #stopFollowing: (() => void) | undefined;
  #advice: AdviceModule | 'unavailable' | undefined;

  constructor() {
    super();
    this.strings = {};
  }

  /** Where the service is. */
  protected get apiUrl(): string | undefined {
    return this.api || (this.constructor as typeof HomecomingElement).defaultApi;
  }

  /** `undefined` where the element's attributes are not enough, or wrong. */
  protected get connection(): Connection | undefined {
    const [baseUrl, key] = [this.apiUrl, this.#keyText];
    return isConfigured(baseUrl, key, location.protocol) ? { baseUrl: baseUrl!, key: key! } : undefined;
  }

  /** The page's own client: this element's, or another's where this one has neither client nor key. */
  protected get givenClient(): PageClient | undefined {
    return this.client ?? (this.#keyText ? undefined : pageClient());
  }

  get #keyText(): string | undefined {
    return this.publishableKey || this.key || undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    watchPolicy();
    this.#stopFollowing = followPage(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopFollowing?.();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('client') && this.client) giveClient(this.client);
    if (changed.has('theme') && this.theme && !theme.test(this.theme)) this.warnOf('theme', this.theme);
    if (changed.has('headingLevel') && this.headingLevel && !isLevel(this.headingLevel))
      this.warnOf('heading-level', String(this.headingLevel));
    if (changed.has('storage') && typeof this.storage === 'string' && !storage.test(this.storage)) {
      this.warnOf('storage', this.storage);
      this.storage = undefined;
    }
  }

  /** The level of the element's own heading, whether it shows one or the page does. */
  protected get level(): number {
    return isLevel(this.headingLevel) ? Number(this.headingLevel) : 2;
  }

  protected headingView(): TemplateResult | typeof nothing {
    return this.heading ? headingView(this.level, 'heading', this.heading) : nothing;
  }

  /** Tells the page's owner, in the console, of a value that the element doesn't know. */
  protected warnOf(attribute: string, value: string): void {
    void import('./advice/advice').then(
      ({ warnOfAttribute }) => warnOfAttribute(this.localName, attribute, value),
      () => {},
    );
  }

  /**
   * Only the page's owner can change what is wrong: says what it is. The texts are fetched once they are needed.
   *
   * @param code what is refused; `undefined` where the element's own attributes are wrong
   */
  protected adviceView(code?: RefusalCode): TemplateResult {
    if (!this.#advice) void this.#fetchAdvice();
    if (typeof this.#advice !== 'object') {
      return html`<p aria-busy=${this.#advice ? 'false' : 'true'}>${this.#advice && code}</p>`;
    }
    const strings = this.strings as PartialStrings<RefusalStrings>;
    return this.#advice.adviceView(this, {
      lit: { html, nothing },
      icon: lockIcon,
      merge: (builtIn) => mergeStrings(builtIn, strings),
      code,
      api: this.apiUrl,
      key: this.#keyText,
    });
  }

  async #fetchAdvice(): Promise<void> {
    this.#advice = await import('./advice/advice').catch(() => 'unavailable' as const);
    this.requestUpdate();
  }
}

/** Adds the styles of what is loaded late to an element, once. No `<style>`: the page's policy needs no exception. */
export function adopt(host: LitElement, styles: readonly CSSResult[]): void {
  const root = host.renderRoot as ShadowRoot;
  const sheets = styles.flatMap(({ styleSheet }) => styleSheet ?? []);
  const missing = sheets.filter((sheet) => !root.adoptedStyleSheets.includes(sheet));
  if (missing.length > 0) root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...missing];
}

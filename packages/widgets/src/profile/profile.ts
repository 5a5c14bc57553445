import { createMemberClient } from '@homecoming/sdk/me';
import { html, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { adopt, HomecomingElement } from '../shared/homecoming-element';
import { openSession } from '../shared/open-session';
import type { PageClient } from '../shared/page-session';
import { mergeStrings } from '../shared/strings';
import { AddressController } from './address-controller';
import { initialAddress } from './address-state';
import { addressAnnouncementOf, announcementOf } from './announcement';
import type { AllProfileStrings } from './english';
import {
  type HcProfileChangedEvent,
  type HcSignInWantedEvent,
  profileChangedEvent,
  signInWantedEvent,
} from './events';
import { nearest, newFaults, newPlace, shownOf, withAncestors } from './focus';
import type { ProfileClient, View } from './model';
import { ProfileController } from './profile-controller';
import { initialState, isTyped, phaseOf } from './profile-state';
import { type ProfileStrings, visitorEnglish } from './strings';
import { styles } from './styles/styles';
import { type AddressEvents, addressView } from './views/address';
import type { ClaimOptions } from './views/claim';
import { type EditorEvents, editorView } from './views/editor';
import { idOf } from './views/fields';
import { problemView, signedOutView } from './views/notices';
import { drawPortrait } from './views/photo';
import { viewSwitch } from './views/view-switch';

/** What few members look at is fetched once they do. */
const lateViews = {
  viewed: () => import('./views/viewed'),
  claim: () => import('./views/claim'),
};

type LateView = keyof typeof lateViews;
type LateModules = { [View in LateView]?: Awaited<ReturnType<(typeof lateViews)[View]>> };

/** Nobody waits longer in front of a form; a photo takes a while to get there. */
const patience = { maxRetries: 1, timeoutMs: 30_000, deadlineMs: 40_000 };

/**
 * The signed-in member's own profile: edited, with who sees which field; viewed as others see it; claimed where there is none yet.
 *
 * @summary One's own profile, and who sees what of it.
 * @tagname hc-profile
 *
 * @attribute {string} api - Where the service is; by default where the script came from.
 * @attribute {string} publishable-key - The institution's publishable key, `pk_live_…` or `pk_test_…`.
 * @attribute {string} key - The same, on plain HTML pages only.
 * @attribute {"localStorage" | "sessionStorage" | "memory"} storage - Where the session is kept, as `<hc-sign-in>` has it.
 * @attribute {string} sign-in-url - The page to sign in on; by default the `<hc-sign-in>` of this page.
 * @attribute {number} heading-level - The level of that heading, 1 to 6; 2 by default. Headings further in follow.
 * @attribute {string} heading - A heading above; none by default.
 * @attribute {"auto" | "light" | "dark"} theme - `auto` (the default) follows the page's `color-scheme`.
 *
 * @fires {HcProfileChangedEvent} hc-profile-changed - The profile was changed here; `detail` holds `profile`.
 * @fires {HcSignInWantedEvent} hc-sign-in-wanted - The button to sign in was pressed; cancelable.
 *
 * @slot - Shown until the element is ready, and for good where scripts don't run or can't be loaded.
 *
 * @csspart base - All of it.
 * @csspart heading - The heading.
 * @csspart views - The choice between editing and viewing.
 * @csspart view - One of that choice.
 * @csspart form - The form.
 * @csspart section - A part of the form.
 * @csspart section-title - Its title.
 * @csspart label - A field's label.
 * @csspart input - A text field.
 * @csspart fault - What is wrong with a field.
 * @csspart audience - Who sees a field.
 * @csspart audience-select - The choice of it.
 * @csspart photo - The photo and what can be done with it.
 * @csspart avatar - The photo itself.
 * @csspart bar - What stays in sight below: saving.
 * @csspart button - A button with a frame.
 * @csspart submit - The button that sends the form.
 * @csspart link - A button like a link.
 * @csspart notice - What is said in place of the profile, or when something is wrong.
 * @csspart card - The profile as others see it.
 * @csspart name - The name there.
 * @csspart verified - The mark of a degree that the institution has confirmed.
 *
 * @cssprop --hc-accent - Links, focus and the main button; needs a contrast of 4.5:1 with the surface.
 * @cssprop --hc-font - The font family; the page's by default.
 * @cssprop --hc-radius - The radius of corners; 8px by default.
 * @cssprop --hc-surface - The ground of fields and buttons.
 * @cssprop --hc-text - The text.
 * @cssprop --hc-muted - Secondary text; needs a contrast of 4.5:1 with the surface.
 * @cssprop --hc-border - Lines that divide.
 */
export class HcProfile extends HomecomingElement<AllProfileStrings> {
  static override readonly styles = styles;
  static override readonly properties: PropertyDeclarations = {
    signInUrl: { attribute: 'sign-in-url' },
  };

  declare signInUrl: string | undefined;

  readonly #controller = new ProfileController(this, {
    client: () => this.#client(),
    api: () => this.connection?.baseUrl,
    onChange: (profile) => this.dispatchEvent(profileChangedEvent({ profile })),
    onOther: () => this.#address.show('shown'),
  });
  readonly #address = new AddressController(this, () => this.#client());
  #texts: ProfileStrings = visitorEnglish;
  #own: ProfileClient | undefined;
  #late: LateModules = {};
  #unavailable: LateView | undefined;
  #current: ProfileClient | undefined;
  /** What had the focus before the rendering, and what is around it, from the inside. */
  #focused: readonly Element[] = [];
  #shown = shownOf(initialState, initialAddress);
  /** What is to have the focus once it is there. */
  #wanted: string | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('online', this.#onOnline);
    addEventListener('beforeunload', this.#onLeave);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('online', this.#onOnline);
    removeEventListener('beforeunload', this.#onLeave);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // What has the focus may be gone once it is rendered.
    this.#focused = withAncestors(this.hasUpdated ? this.shadowRoot?.activeElement : undefined);
    super.willUpdate(changed);
    if (changed.has('strings')) this.#texts = mergeStrings(visitorEnglish, this.strings);
    const client = this.#client();
    if (client === this.#current) return;
    this.#current = client;
    this.#controller.start();
  }

  protected override updated(): void {
    const { state } = this.#controller;
    const canvas = this.renderRoot.querySelector('canvas');
    if (canvas && state.picture) drawPortrait(canvas, state.picture);
    this.#moveFocus();
  }

  /** The focus goes to what is wrong, or to what has come in place of what had it; only that of a person who is at it. */
  #moveFocus(): void {
    const before = this.#shown;
    const now = shownOf(this.#controller.state, this.#address.state);
    const wanted = this.#wanted;
    this.#shown = now;
    this.#wanted = undefined;
    if (this.#focused.length === 0) return;
    const faults = newFaults(before, now);
    if (faults.length > 0) return this.#focusOn(`#${idOf(this.#firstOf(faults))}`);
    const place = wanted ?? newPlace(before, now);
    if (place) return this.#focusOn(place);
    const focused = this.shadowRoot?.activeElement;
    if (focused) {
      // What is said of a problem makes the bar taller, which must not hide where the person is (WCAG 2.4.11).
      if (now.problem && now.problem !== before.problem) focused.scrollIntoView({ block: 'nearest' });
      return;
    }
    const near = nearest(this.#focused);
    if (near) near.focus();
    else this.#focusOn('.place');
  }

  /** The first in the order of the form. */
  #firstOf(names: string[]): string {
    const order = [...this.renderRoot.querySelectorAll('[id]')].map(({ id }) => id);
    return names.sort((one, other) => order.indexOf(idOf(one)) - order.indexOf(idOf(other)))[0]!;
  }

  #focusOn(selector: string): void {
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  protected override render(): TemplateResult {
    const texts = this.#texts;
    return html`
      <div class="widget" part="base" lang=${texts.lang}>
        ${this.headingView()}
        <div class="place" tabindex="-1">${this.#bodyView()}</div>
        <p class="visually-hidden" role="status">${this.#announcement}</p>
      </div>
    `;
  }

  get #announcement(): string {
    const [texts, { state }] = [this.#texts, this.#controller];
    return addressAnnouncementOf(this.#address.state, state, texts) || announcementOf(state, texts);
  }

  #bodyView(): TemplateResult {
    const [texts, { state }] = [this.#texts, this.#controller];
    if (!this.#client()) return this.adviceView();
    if (state.problem?.kind === 'refused') return this.adviceView(state.problem.code);
    const retry = () => void this.#controller.load();
    switch (phaseOf(state)) {
      case 'unknown':
        return html`<div class="waiting" aria-busy="true"></div>`;
      case 'loading':
        return html`<div class="waiting" aria-busy="true">${texts.loading}</div>`;
      case 'signedOut':
        return signedOutView(texts, state, {
          url: this.signInUrl,
          hasButton: document.querySelector('hc-sign-in') !== null,
          onSignIn: () => this.#signIn(),
        });
      case 'problem':
        return problemView(texts, state.problem!, retry);
      case 'claim':
        return html`${this.#lateView('claim', () => this.#late.claim?.claimView(texts, state, this.#claimOptions))}
        ${this.#addressView()}`;
      default:
        return this.#profileView();
    }
  }

  #profileView(): TemplateResult {
    const [texts, { state }] = [this.#texts, this.#controller];
    const show = (view: typeof state.view) => void this.#controller.show(view);
    return html`
      ${viewSwitch(texts, state.view, show)}
      ${
        state.view === 'own'
          ? [editorView(texts, state, this.#editorEvents, this.level + 1), this.#addressView()]
          : this.#viewedView(state.view)
      }
    `;
  }

  #viewedView(view: Exclude<View, 'own'>): TemplateResult {
    const onRetry = () => void this.#controller.show(view);
    const options = { view, level: this.level + 1, onRetry };
    return this.#lateView('viewed', () =>
      this.#late.viewed?.viewedView(this.#texts, this.#controller.state, options),
    );
  }

  /** @param draw gives nothing until the view is there */
  #lateView(view: LateView, draw: () => TemplateResult | undefined): TemplateResult {
    if (this.#unavailable === view)
      return problemView(this.#texts, { kind: 'unreachable' }, () => void this.#fetchView(view));
    const drawn = draw();
    if (drawn) return drawn;
    void this.#fetchView(view);
    return html`<div class="waiting" aria-busy="true">${this.#texts.loading}</div>`;
  }

  async #fetchView(view: LateView): Promise<void> {
    try {
      const module = await lateViews[view]();
      this.#late = { ...this.#late, [view]: module };
      this.#unavailable = undefined;
      adopt(this, module.styles);
    } catch {
      this.#unavailable = view;
    }
    this.requestUpdate();
  }

  get #claimOptions(): ClaimOptions {
    return {
      onClaimField: (field, text) => this.#controller.enterClaim(field, text),
      onClaim: (event) => {
        event.preventDefault();
        const fields = [...(event.target as HTMLFormElement).querySelectorAll('input')];
        void this.#controller.claim(!fields.some(({ validity }) => validity.badInput));
      },
      onCheck: () => void this.#controller.load(),
      level: this.level + 1,
    };
  }

  #addressView(): TemplateResult {
    const email = this.#controller.state.member?.email ?? '';
    return addressView(this.#texts, this.#address.state, email, this.#addressEvents, this.level + 1);
  }

  readonly #addressEvents: AddressEvents = {
    onChangeAddress: () => this.#address.show('asking'),
    onKeepAddress: () => this.#address.show('shown'),
    onAddressField: (field, text) => this.#address.enter(field, text),
    onSendAgain: () => void this.#address.sendAgain(),
    onAddress: (event) => {
      event.preventDefault();
      void this.#address.submit();
    },
  };

  readonly #editorEvents: EditorEvents = {
    onText: (field, text) => this.#controller.enterText(field, text),
    onAudience: (field, audience) => this.#controller.chooseAudience(field, audience),
    onLink: (row, change) => this.#controller.enterLink(row, change),
    onAddLink: () => {
      this.#controller.addLink();
      this.#wanted = `#link-label-${this.#controller.state.draft!.links.length - 1}`;
    },
    onRemoveLink: (row) => {
      this.#controller.removeLink(row);
      this.#wanted = '#add-link';
    },
    onDiscard: () => this.#controller.discard(),
    onSubmit: (event) => {
      event.preventDefault();
      void this.#controller.save();
    },
    onChoosePhoto: (file) => void this.#controller.choosePhoto(file),
    onUsePhoto: () => void this.#controller.usePhoto(),
    onCancelPhoto: () => this.#controller.cancelPhoto(),
    onRemovePhoto: () => void this.#controller.removePhoto(),
  };

  /** The page's own way first; else the sign-in that is on the page. */
  #signIn(): void {
    const goesOn = this.dispatchEvent(signInWantedEvent());
    if (goesOn) document.querySelector<HTMLElement>('hc-sign-in')?.focus();
  }

  #client(): ProfileClient | undefined {
    const { connection, givenClient } = this;
    if (givenClient && isProfileClient(givenClient)) return givenClient;
    if (!connection) return undefined;
    const auth = givenClient?.auth ?? openSession(connection, this, this.storage);
    if (this.#own?.auth !== auth) this.#own = createMemberClient({ ...connection, auth, ...patience });
    return this.#own;
  }

  readonly #onOnline = () => {
    this.#controller.retryOffline();
    this.#address.forgetOffline();
  };

  /** The browser asks whether to leave what is not saved. */
  readonly #onLeave = (event: BeforeUnloadEvent) => {
    const { state } = this.#controller;
    if (isTyped(state) || state.picture) event.preventDefault();
  };
}

const isProfileClient = (client: PageClient): client is ProfileClient => client.me !== undefined;

declare global {
  interface HTMLElementTagNameMap {
    'hc-profile': HcProfile;
  }
  interface GlobalEventHandlersEventMap {
    'hc-profile-changed': HcProfileChangedEvent;
    'hc-sign-in-wanted': HcSignInWantedEvent;
  }
}

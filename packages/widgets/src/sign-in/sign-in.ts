import { createAuthClient } from '@homecoming/sdk/auth';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { HomecomingElement } from '../shared/homecoming-element';
import { openSession, patience } from '../shared/open-session';
import { mergeStrings } from '../shared/strings';
import { anyCodeIn, asciiDigits, longCodeLength } from '../shared/typed';
import { announcementOf } from './announcement';
import type { AllSignInStrings } from './english';
import { type HcSignedInEvent, type HcSignedOutEvent, signedInEvent, signedOutEvent } from './events';
import type { HostToken, SignInClient } from './model';
import type { Fault } from './problem';
import { SignInController } from './sign-in-controller';
import type { SignInState, Step } from './sign-in-state';
import { type SignInStrings, visitorEnglish } from './strings';
import { styles } from './styles/styles';
import { codeView, emailView, type FormEvents, passwordView } from './views/forms';
import { problemView } from './views/notices';
import { signedInView } from './views/signed-in';

/**
 * Signs a member in and out: by a mailed code, a password, the institution's sign-in providers, or the host site's word.
 *
 * @summary Sign-in form, and who is signed in.
 * @tagname hc-sign-in
 *
 * @attribute {string} api - Where the service is; by default where the script came from.
 * @attribute {string} publishable-key - The institution's publishable key, `pk_live_…` or `pk_test_…`.
 * @attribute {string} key - The same, on plain HTML pages only.
 * @attribute {"localStorage" | "sessionStorage" | "memory"} storage - Where the session is kept: `localStorage` (the
 *   default) in all tabs until signed out, `sessionStorage` as long as the tab, `memory` until the page is left. As a
 *   property also an object of the page's own.
 * @attribute {number} heading-level - The level of that heading, 1 to 6; 2 by default. Headings further in follow.
 * @attribute {string} heading - A heading above; none by default.
 * @attribute {"auto" | "light" | "dark"} theme - `auto` (the default) follows the page's `color-scheme`.
 *
 * @fires {HcSignedInEvent} hc-signed-in - Somebody is signed in; `detail` holds `member`, and whether they were `restored`.
 * @fires {HcSignedOutEvent} hc-signed-out - Nobody is any more; `detail.reason` says why.
 *
 * @slot - Shown until the element is ready, and for good where scripts don't run or can't be loaded.
 *
 * @csspart base - All of it.
 * @csspart heading - The heading.
 * @csspart form - The form.
 * @csspart label - A field's label.
 * @csspart input - A text field.
 * @csspart fault - What is wrong with a field.
 * @csspart button - A button with a frame.
 * @csspart provider - A button that leads to a sign-in provider.
 * @csspart submit - The button that sends the form.
 * @csspart sign-out - The button that signs out.
 * @csspart link - A button like a link.
 * @csspart resend - The one that sends another code.
 * @csspart notice - What is said when something is wrong.
 * @csspart member - Who is signed in.
 * @csspart avatar - Their photo, or an icon.
 * @csspart name - Their name.
 *
 * @cssprop --hc-accent - Links, focus and the main button; needs a contrast of 4.5:1 with the surface.
 * @cssprop --hc-font - The font family; the page's by default.
 * @cssprop --hc-radius - The radius of corners; 8px by default.
 * @cssprop --hc-surface - The ground of fields and buttons.
 * @cssprop --hc-text - The text.
 * @cssprop --hc-muted - Secondary text; needs a contrast of 4.5:1 with the surface.
 * @cssprop --hc-border - Lines that divide.
 */
export class HcSignIn extends HomecomingElement<AllSignInStrings> {
  static override readonly styles = styles;
  static override readonly properties: PropertyDeclarations = {
    hostToken: { attribute: false },
    passwordShown: { state: true },
  };

  /**
   * The short-lived JWT that the host site has signed for whoever is signed in there, or a function that gets one: the element then
   * signs them in by itself. `undefined` where nobody is.
   */
  declare hostToken: HostToken | undefined;
  declare private passwordShown: boolean;

  readonly #controller = new SignInController(this, {
    client: () => this.#client(),
    api: () => this.connection?.baseUrl,
    hostToken: () => this.hostToken,
    onChange: (state, before) => this.#tell(state, before),
  });
  #texts: SignInStrings = visitorEnglish;
  #own: SignInClient | undefined;
  #current: SignInClient | undefined;
  #hadFocus = false;
  /** What was shown, and what was wrong, at the last rendering. */
  #place = '';
  #fault: Fault | undefined;

  constructor() {
    super();
    this.passwordShown = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#controller.start();
    addEventListener('online', this.#onOnline);
    addEventListener('pageshow', this.#onPageShow);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('online', this.#onOnline);
    removeEventListener('pageshow', this.#onPageShow);
  }

  /** Puts the cursor into the first field. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('input, .button')?.focus(options);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // What has the focus may be gone once it is rendered.
    this.#hadFocus = this.hasUpdated && this.shadowRoot?.activeElement !== null;
    super.willUpdate(changed);
    if (changed.has('strings')) this.#texts = mergeStrings(visitorEnglish, this.strings);
    const client = this.#client();
    if (client !== this.#current) {
      this.#current = client;
      this.#controller.start();
    } else if (changed.has('hostToken')) {
      void this.#controller.signInByHost();
    }
  }

  /** The focus goes to what comes next, or to what is wrong; only that of a person who is at it. */
  protected override updated(): void {
    const { member, step, sendings, fault } = this.#controller.state;
    const place = member ? 'member' : `${step} ${sendings}`;
    const hasMoved = place !== this.#place;
    const isFaulty = fault !== undefined && fault !== this.#fault;
    this.#place = place;
    this.#fault = fault;
    if (!hasMoved && !isFaulty) return;
    const next = member ? '.who' : `#${fault?.field ?? (step === 'code' ? 'code' : 'email')}`;
    const element = this.renderRoot.querySelector<HTMLElement>(next);
    if (hasMoved && step === 'code' && element instanceof HTMLInputElement) element.value = '';
    if (!this.#hadFocus) return;
    element?.focus();
    if (isFaulty && element instanceof HTMLInputElement) element.select();
  }

  protected override render(): TemplateResult {
    const texts = this.#texts;
    return html`
      <div class="widget" part="base" lang=${texts.lang}>
        ${this.headingView()} ${this.#bodyView()}
        <p class="visually-hidden" role="status">${announcementOf(this.#controller.state, texts)}</p>
      </div>
    `;
  }

  #bodyView(): TemplateResult {
    const texts = this.#texts;
    const { state } = this.#controller;
    if (!this.#client()) return this.adviceView();
    if (state.problem?.kind === 'refused') return this.adviceView(state.problem.code);
    if (!state.known) return html`<div class="waiting" aria-busy="true"></div>`;
    if (state.member) return signedInView(texts, state, state.member, () => void this.#controller.signOut());
    return html`
      ${state.problem ? problemView(texts, state.problem) : nothing}
      ${state.left === 'session_ended' ? html`<p class="left">${texts.sessionEnded}</p>` : nothing}
      ${this.#formView(state)}
    `;
  }

  #formView(state: SignInState): TemplateResult {
    const events: FormEvents = {
      onSubmit: (event) => this.#submit(event),
      onCodeInput: (event) => this.#takeCode(event),
      onTogglePassword: (event) => (this.passwordShown = (event.target as HTMLInputElement).checked),
      onStep: (step) => this.#step(step),
      onResend: () => void this.#controller.resendCode(),
      onProvider: (provider) => void this.#controller.signInWithProvider(provider),
    };
    if (state.step === 'code') return codeView(this.#texts, state, this.#controller.resendInSeconds, events);
    if (state.step === 'password') return passwordView(this.#texts, state, this.passwordShown, events);
    return emailView(this.#texts, state, this.#controller.providers, events);
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const { step } = this.#controller.state;
    if (step === 'email') void this.#controller.sendCode(this.#valueOf('email'));
    else if (step === 'code') void this.#controller.verifyCode(this.#valueOf('code'));
    else void this.#controller.signInWithPassword(this.#valueOf('email'), this.#valueOf('password'));
  }

  /** Typed, pasted or filled in by the device: digits only, and checked once all are there. */
  #takeCode(event: Event): void {
    const { isComposing, inputType } = event as InputEvent;
    // An input method would lose its place in the text. It says when it is done.
    if (isComposing) return;
    const input = event.target as HTMLInputElement;
    const isTyped = inputType === 'insertText';
    const { codeLength } = this.#controller.state;
    const code = isTyped
      ? asciiDigits(input.value).replace(/\D/g, '').slice(0, codeLength)
      : anyCodeIn(input.value);
    // A pasted text without a code stays, so that the person sees what they pasted.
    if ((code || isTyped) && input.value !== code) input.value = code;
    if (code.length === codeLength || code.length === longCodeLength) void this.#controller.verifyCode(code);
  }

  #step(step: Step): void {
    this.passwordShown = false;
    const typed = this.renderRoot.querySelector<HTMLInputElement>('#email')?.value;
    this.#controller.show(step, typed);
  }

  #valueOf(name: string): string {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${name}`)?.value ?? '';
  }

  #tell({ member, left }: SignInState, before: SignInState): void {
    if (member && before.member?.id !== member.id)
      this.dispatchEvent(signedInEvent({ member, restored: !before.known }));
    else if (!member && before.member) this.dispatchEvent(signedOutEvent({ reason: left ?? 'signed_out' }));
  }

  #client(): SignInClient | undefined {
    const { connection, givenClient } = this;
    if (givenClient || !connection) return givenClient;
    const auth = openSession(connection, this, this.storage);
    if (this.#own?.auth !== auth) this.#own = createAuthClient({ ...connection, auth, ...patience });
    return this.#own;
  }

  readonly #onOnline = () => this.#controller.forgetOffline();

  readonly #onPageShow = ({ persisted }: PageTransitionEvent) => {
    if (persisted) this.#controller.comeBack();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'hc-sign-in': HcSignIn;
  }
  interface GlobalEventHandlersEventMap {
    'hc-signed-in': HcSignedInEvent;
    'hc-signed-out': HcSignedOutEvent;
  }
}

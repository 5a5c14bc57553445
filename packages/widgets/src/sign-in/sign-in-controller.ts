import type { Member, SignInChoice, SignOutReason } from '@homecoming/sdk';
import { isApiError } from '@homecoming/sdk/errors';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { anyCodeIn, isAddress } from '../shared/typed';
import { deviceNameOf } from './device-name';
import type { HostToken, SignInClient } from './model';
import { outcomeOf, type SignInProblem } from './problem';
import {
  asked,
  changed,
  codeSent,
  failed,
  faulty,
  initialState,
  linkCodeSent,
  resendInMs,
  type SignInState,
  type Step,
  stepped,
} from './sign-in-state';

export interface SignInControllerOptions {
  readonly client: () => SignInClient | undefined;
  /** Where the service is, as far as the element knows. */
  readonly api: () => string | undefined;
  readonly hostToken: () => HostToken | undefined;
  /** A member is signed in, or is no more. */
  readonly onChange: (state: SignInState, before: SignInState) => void;
}

/** A timer for longer ends at once (HTML, 8.6). */
const longestTimerMs = 2 ** 31 - 1;

/** Signs in and out, and follows who is signed in. */
export class SignInController implements ReactiveController {
  state: SignInState = initialState;
  /** Who else vouches for the institution's people. */
  providers: readonly SignInChoice[] = [];
  #stopListening: (() => void) | undefined;
  #ticking: ReturnType<typeof setInterval> | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly options: SignInControllerOptions,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  /** Follows the client of now, from the beginning. */
  start(): void {
    this.stop();
    this.#set(initialState);
    this.providers = [];
    const client = this.options.client();
    if (!client) return;
    this.#stopListening = client.auth.onChange((member, reason) => this.#follow(member, reason));
    void this.#arrive(client);
  }

  stop(): void {
    this.#stopListening?.();
    this.#stopListening = undefined;
    clearInterval(this.#ticking);
    clearTimeout(this.#waiting);
    this.#ticking = undefined;
  }

  /** Seconds until another code may be sent. */
  get resendInSeconds(): number {
    return Math.ceil(resendInMs(this.state, Date.now()) / 1_000);
  }

  show(step: Step, email = this.state.email): void {
    this.#set({ ...stepped(this.state, step), email: email.trim() });
  }

  async sendCode(email: string): Promise<void> {
    await this.#ask(email, async ({ auth }, address) => {
      const sent = await auth.requestCode(address);
      // A service of an earlier release answers nothing.
      this.#set(codeSent(this.state, Date.now(), (sent as typeof sent | undefined)?.codeLength));
      this.#tick();
    });
  }

  async resendCode(): Promise<void> {
    if (this.resendInSeconds === 0) await this.sendCode(this.state.email);
  }

  async verifyCode(text: string): Promise<void> {
    if (this.state.busy) return;
    const code = anyCodeIn(text);
    if (code.length < 6) return this.#fault({ field: 'code', kind: 'incompleteCode' });
    const [{ link, email }, options] = [this.state, { deviceName: deviceNameOf(navigator.userAgent) }];
    if (link === undefined) await this.#ask(email, ({ auth }, to) => auth.verifyCode(to, code, options));
    else await this.#vouched(({ auth }) => auth.confirmLink(link, code, options));
  }

  async signInWithPassword(email: string, password: string): Promise<void> {
    if (password === '' && isAddress(email.trim())) {
      this.#set({ ...this.state, email: email.trim() });
      return this.#fault({ field: 'password', kind: 'noPassword' });
    }
    await this.#ask(email, async ({ auth }, address) => {
      await auth.signInWithPassword(address, password, { deviceName: deviceNameOf(navigator.userAgent) });
    });
  }

  /** Leaves the page for the provider's. */
  async signInWithProvider({ id }: SignInChoice): Promise<void> {
    await this.#vouched((client) => client.auth.signInWithProvider(id));
  }

  /** The person has come back by the browser's own button, to the page as it was left. */
  comeBack(): void {
    this.#set({ ...this.state, busy: false });
  }

  /** Whoever is signed in at the host site is signed in here, and nobody else. */
  async signInByHost(): Promise<void> {
    const given = this.options.hostToken();
    const client = this.options.client();
    if (given === undefined || !client) return;
    await this.#vouched(async ({ auth }) => {
      const token = typeof given === 'string' ? given : await given();
      await auth.followHost(token, { deviceName: deviceNameOf(navigator.userAgent) });
      this.#set({ ...this.state, busy: false });
    });
  }

  async signOut(): Promise<void> {
    const client = this.options.client();
    if (!client || this.state.busy) return;
    this.#set({ ...this.state, busy: true });
    // Signed out here in any case; where the service can't be told, the session ends by itself.
    await client.auth.signOut().catch(() => undefined);
  }

  /** The network is back: that it was away needs saying no more. */
  forgetOffline(): void {
    if (this.state.problem?.kind === 'offline') this.#set({ ...this.state, problem: undefined });
  }

  async #ask(text: string, work: (client: SignInClient, email: string) => Promise<unknown>): Promise<void> {
    const client = this.options.client();
    if (!client || this.state.busy) return;
    const email = text.trim();
    this.#set(asked(this.state, email));
    if (!isAddress(email)) return this.#fault({ field: 'email', kind: 'invalidEmail' });
    if (!navigator.onLine) return this.#set(failed(this.state, { kind: 'offline' }));
    try {
      await work(client, email);
    } catch (error) {
      await this.#fail(error);
    }
  }

  /** Somebody may have come back from a provider; else the host site may know who is here. */
  async #arrive(client: SignInClient): Promise<void> {
    const options = { deviceName: deviceNameOf(navigator.userAgent) };
    try {
      if (await client.auth.completeSignIn(options)) return;
    } catch (error) {
      // Who has thought better of it needs to be told nothing.
      if (isApiError(error) && error.code === 'sign_in_cancelled') return;
      await this.#fail(error);
      if (isApiError(error)) return;
    }
    await this.signInByHost();
  }

  async #findProviders(client: SignInClient): Promise<void> {
    if (await client.auth.member()) return;
    try {
      const found = await client.auth.listProviders();
      if (this.options.client() !== client) return;
      this.providers = found;
      this.host.requestUpdate();
    } catch (error) {
      // Without them there is still the code, unless the page is refused: better said before anyone types an address.
      const outcome = await outcomeOf(error, this.options.api());
      const isRefused = 'problem' in outcome && outcome.problem.kind === 'refused';
      if (isRefused && this.options.client() === client) this.#set(failed(this.state, outcome.problem));
    }
  }

  /** Signs in by what somebody else says; the address that was typed stays. */
  async #vouched(work: (client: SignInClient) => Promise<unknown>): Promise<void> {
    const client = this.options.client();
    if (!client || this.state.busy) return;
    this.#set(asked(this.state, this.state.email));
    try {
      await work(client);
    } catch (error) {
      await this.#fail(error);
    }
  }

  async #fail(error: unknown): Promise<void> {
    if (isApiError(error) && error.code === 'link_code_needed' && error.challenge !== undefined)
      return this.#set(linkCodeSent(this.state, Date.now(), error.challenge));
    const outcome = await outcomeOf(error, this.options.api());
    if ('fault' in outcome) this.#fault(outcome.fault);
    else if (outcome.problem.kind !== 'codeNeeded') this.#set(failed(this.state, outcome.problem));
    else this.#set(failed(stepped(this.state, 'email'), outcome.problem));
    if ('problem' in outcome) this.#forgetOnceOver(outcome.problem);
  }

  /** A wait that is over needs saying no more. */
  #forgetOnceOver(problem: SignInProblem): void {
    const waitMs = 'retryAfterMs' in problem ? problem.retryAfterMs : undefined;
    if (waitMs === undefined || waitMs > longestTimerMs) return;
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => {
      if (this.state.problem === problem) this.#set({ ...this.state, problem: undefined });
    }, waitMs);
  }

  #follow(member: Member | undefined, reason: SignOutReason | undefined): void {
    const before = this.state;
    this.#set(changed(before, member, reason));
    this.options.onChange(this.state, before);
    const client = this.options.client();
    if (!member) {
      if (client && !this.providers.length) void this.#findProviders(client);
      // The host site may still know who is here.
      if (reason === 'session_ended' && typeof this.options.hostToken() === 'function')
        void this.signInByHost();
      return;
    }
    void this.#findName(member);
    // What was kept may be old: the session over, the member verified by now.
    if (!before.known) void client?.auth.getMember().catch(() => undefined);
  }

  async #findName({ id, profileId }: Member): Promise<void> {
    if (profileId === undefined) return;
    // Without it, the address is shown.
    const profile = await this.options
      .client()
      ?.profiles?.get(profileId)
      .catch(() => undefined);
    if (!profile || this.state.member?.id !== id) return;
    this.#set({ ...this.state, name: profile.displayName, photoUrl: profile.photoUrl });
  }

  #fault(fault: Parameters<typeof faulty>[1]): void {
    this.#set(faulty(this.state, fault, Date.now()));
  }

  /** Counts down to when another code may be sent. */
  #tick(): void {
    clearInterval(this.#ticking);
    this.#ticking = setInterval(() => {
      if (this.state.step !== 'code' || this.resendInSeconds === 0) clearInterval(this.#ticking);
      this.host.requestUpdate();
    }, 1_000);
  }

  #set(state: SignInState): void {
    this.state = state;
    this.host.requestUpdate();
  }
}

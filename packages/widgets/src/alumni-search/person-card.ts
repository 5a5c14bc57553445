import type { Profile } from '@homecoming/sdk';
import { isApiError } from '@homecoming/sdk/errors';
import { type LitElement, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { adopt } from '../shared/homecoming-element';
import type { Problem } from '../shared/problem';
import type { Person } from './model';
import type { Texts } from './texts';
import { type CardState, cardView, styles } from './views/card';

export interface PersonCardOptions {
  readonly fetchProfile: (id: string, signal: AbortSignal) => Promise<Profile>;
  readonly diagnose: (error: unknown) => Promise<Problem>;
  /** Someone's profile is open; `undefined` once it is closed. */
  readonly onPerson: (id: string | undefined) => void;
}

/** Shows a person in a dialog above the page. Loaded once somebody is chosen. */
export class PersonCard implements ReactiveController {
  state: CardState | undefined;
  #aborter: AbortController | undefined;

  constructor(
    private readonly host: LitElement,
    private readonly options: PersonCardOptions,
  ) {
    adopt(host, styles);
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#forget();
  }

  /** Opens the dialog at once, with what is known; the rest follows. The browser gives the focus back when it closes. */
  async open(person: Person): Promise<void> {
    this.#set({ person, profile: undefined, problem: undefined });
    this.options.onPerson(person.id);
    await this.host.updateComplete;
    const dialog = this.host.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
    await this.#fetch(person);
  }

  /** As its button does: the focus goes back to where it was. */
  close(): void {
    this.host.renderRoot.querySelector('dialog')?.close();
  }

  view(texts: Texts, level: number): TemplateResult | typeof nothing {
    if (!this.state) return nothing;
    const { person } = this.state;
    return cardView(texts, this.state, {
      level,
      onClosed: () => {
        this.#forget();
        this.options.onPerson(undefined);
      },
      onRetry: () => void this.#fetch(person),
    });
  }

  async #fetch(person: Person): Promise<void> {
    this.#aborter?.abort();
    const aborter = new AbortController();
    this.#aborter = aborter;
    this.#set({ person, profile: undefined, problem: undefined });
    try {
      const profile = await this.options.fetchProfile(person.id, aborter.signal);
      if (!aborter.signal.aborted) this.#set({ person, profile, problem: undefined });
    } catch (error) {
      if (aborter.signal.aborted) return;
      const problem = await this.#problemOf(error);
      if (!aborter.signal.aborted) this.#set({ person, profile: undefined, problem });
    }
  }

  async #problemOf(error: unknown): Promise<CardState['problem']> {
    if (isApiError(error) && error.code === 'not_found') return 'gone';
    const problem = await this.options.diagnose(error);
    return problem.kind === 'refused' ? { kind: 'failed', reference: undefined } : problem;
  }

  #forget(): void {
    this.#aborter?.abort();
    this.#set(undefined);
  }

  #set(state: CardState | undefined): void {
    this.state = state;
    this.host.requestUpdate();
  }
}

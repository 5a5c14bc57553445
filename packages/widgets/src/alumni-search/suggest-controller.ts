import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { closed, closedCombobox, moved, released, suggested, type ComboboxState } from './combobox-state';
import type { Suggestion } from './model';
import { typingRestMs } from './search-controller';

/** Asks the service how what is typed may go on. */
export type FetchSuggestions = (query: string, signal: AbortSignal) => Promise<readonly Suggestion[]>;

/** Keeps the suggestions to what is typed. That there are none, for whatever reason, is never a fault to show: the search tells. */
export class SuggestController implements ReactiveController {
  state: ComboboxState = closedCombobox;
  #aborter: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly fetchSuggestions: () => FetchSuggestions | undefined,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.forget();
  }

  /** Suggests once typing rests. */
  suggestSoon(query: string): void {
    this.#stop();
    if (query.trim() === '') return this.forget();
    this.#timer = setTimeout(() => void this.#ask(query), typingRestMs);
  }

  move(step: 1 | -1): void {
    this.#set(moved(this.state, step));
  }

  release(): void {
    this.#set(released(this.state));
  }

  open(): void {
    this.#set(suggested(this.state.options));
  }

  /** Shuts the popup, and keeps one that is under way from opening. */
  close(): void {
    this.#stop();
    this.#set(closed(this.state));
  }

  /** As `close`, without anything to come back to. */
  forget(): void {
    this.#stop();
    this.#set(closedCombobox);
  }

  async #ask(query: string): Promise<void> {
    if (!navigator.onLine) return;
    const aborter = new AbortController();
    this.#aborter = aborter;
    const options = await this.fetchSuggestions()?.(query.trim(), aborter.signal).catch(() => []);
    if (!aborter.signal.aborted) this.#set(suggested(options ?? []));
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#aborter?.abort();
    this.#aborter = undefined;
  }

  #set(state: ComboboxState): void {
    this.state = state;
    this.host.requestUpdate();
  }
}

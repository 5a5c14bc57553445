import type { LitElement, ReactiveController, TemplateResult } from 'lit';
import { adopt } from '../shared/homecoming-element';
import {
  actionOf,
  closed,
  closedCombobox,
  type ComboboxState,
  moved,
  released,
  suggested,
} from './combobox-state';
import type { Suggestion } from './model';
import { typingRestMs } from './search-controller';
import type { Texts } from './texts';
import { inGroups, styles, suggestionsView } from './views/suggestions';

/** Asks the service how what is typed may go on. */
export type FetchSuggestions = (query: string, signal: AbortSignal) => Promise<readonly Suggestion[]>;

/** What the keys of the search box lead to. */
export interface SuggestEvents {
  readonly onChoose: (suggestion: Suggestion) => void;
  readonly onSubmit: (event: Event) => void;
  readonly onClear: () => void;
}

/** Keeps the suggestions to what is typed; loaded once the search box has the focus. That there are none, for whatever reason, is never a fault to show: the search tells. */
export class SuggestController implements ReactiveController {
  state: ComboboxState = closedCombobox;
  #aborter: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly host: LitElement,
    private readonly fetchSuggestions: () => FetchSuggestions | undefined,
    private readonly events: SuggestEvents,
  ) {
    adopt(host, styles);
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

  /** The options of the popup. */
  view(texts: Texts): TemplateResult[] {
    return suggestionsView(texts, this.state, this.events.onChoose);
  }

  /** The keys of the Authoring Practices Guide. */
  readonly onKeydown = (event: KeyboardEvent): void => {
    const { state, events } = this;
    const active = state.options[state.active];
    switch (actionOf(state, event)) {
      case 'next':
        this.#set(moved(state, 1));
        break;
      case 'previous':
        this.#set(moved(state, -1));
        break;
      case 'open':
        this.#set(suggested(state.options));
        break;
      case 'close':
        this.close();
        // Tab goes on its way; Escape and Alt+Up end here, so that a dialog around the element stays open.
        if (event.key === 'Tab') return;
        event.stopPropagation();
        break;
      case 'choose':
        if (active) events.onChoose(active);
        break;
      case 'submit':
        events.onSubmit(event);
        break;
      case 'clear':
        if ((event.target as HTMLInputElement).value === '') return;
        events.onClear();
        break;
      case 'release':
        this.#set(released(state));
        return;
      case 'none':
        return;
    }
    event.preventDefault();
  };

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
    const found = await this.fetchSuggestions()?.(query.trim(), aborter.signal).catch(() => []);
    if (!aborter.signal.aborted) this.#set(suggested(inGroups(found ?? [])));
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

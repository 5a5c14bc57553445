import type { DirectoryPage } from '@homecoming/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isOfNetwork, type Problem } from '../shared/problem';
import type { Criteria } from './criteria';
import {
  abandoned,
  arrived,
  changed,
  failed,
  initialState,
  pagingBegan,
  searchBegan,
  type SearchState,
} from './search-state';

/** How long typing must rest before it is searched for. */
export const typingRestMs = 150;

/** Asks the service for one page. */
export type FetchPage = (
  criteria: Criteria,
  cursor: string | undefined,
  signal: AbortSignal,
) => Promise<DirectoryPage>;

export interface SearchControllerOptions {
  /** `undefined` while the element is not configured: nothing is asked. */
  readonly fetchPage: () => FetchPage | undefined;
  /** What an error means. @param hasAnswered whether the service has answered before */
  readonly diagnose: (error: unknown, hasAnswered: boolean) => Promise<Problem>;
  /** A search begins. */
  readonly onSearch: (criteria: Criteria) => void;
  /** A search (not a further page) was answered. */
  readonly onAnswered: () => void;
}

/** Runs searches: one request at a time, the latest only, going on by itself when the network comes back. */
export class SearchController implements ReactiveController {
  state: SearchState = initialState;
  #aborter: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly options: SearchControllerOptions,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('online', this.#onOnline);
  }

  hostDisconnected(): void {
    removeEventListener('online', this.#onOnline);
    this.#stop();
    this.#set(abandoned(this.state));
  }

  /** Looks for this once typing rests. */
  searchSoon(criteria: Criteria): void {
    this.#set(changed(this.state, criteria));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.search(), typingRestMs);
  }

  /** Looks for this now; without criteria, for the same again. */
  async search(criteria: Criteria = this.state.criteria): Promise<void> {
    this.#stop();
    this.#set(searchBegan(changed(this.state, criteria)));
    this.options.onSearch(criteria);
    if (await this.#ask(criteria, undefined)) this.options.onAnswered();
  }

  /** Fetches the next page of what is shown. True once it is there. */
  async loadMore(): Promise<boolean> {
    const { answer, activity } = this.state;
    if (!answer?.nextCursor || activity !== 'idle') return false;
    this.#stop();
    this.#set(pagingBegan(this.state));
    return this.#ask(answer.criteria, answer.nextCursor);
  }

  /** Tries again what a problem has interrupted. */
  async retry(): Promise<void> {
    if (this.state.activity !== 'idle') return;
    if (this.state.interrupted === 'paging') await this.loadMore();
    else await this.search();
  }

  /** Something besides could not be fetched. */
  fail(problem: Problem): void {
    this.#set({ ...this.state, problem, interrupted: 'searching' });
  }

  /** Forgets everything: other institution, other data. */
  reset(): void {
    this.#stop();
    this.#set({ ...initialState, criteria: this.state.criteria, request: this.state.request + 1 });
  }

  async #ask(criteria: Criteria, cursor: string | undefined): Promise<boolean> {
    const { request } = this.state;
    const fetchPage = this.options.fetchPage();
    if (!fetchPage) {
      this.#set(abandoned(this.state));
      return false;
    }
    if (!navigator.onLine) {
      this.#set(failed(this.state, request, { kind: 'offline' }));
      return false;
    }
    const aborter = new AbortController();
    this.#aborter = aborter;
    try {
      const page = await fetchPage(criteria, cursor, aborter.signal);
      this.#set(arrived(this.state, request, criteria, page));
    } catch (error) {
      if (aborter.signal.aborted) return false;
      const problem = await this.options.diagnose(error, this.state.answer !== undefined);
      this.#set(failed(this.state, request, problem));
    }
    return request === this.state.request && this.state.problem === undefined;
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#aborter?.abort();
    this.#aborter = undefined;
  }

  #set(state: SearchState): void {
    this.state = state;
    this.host.requestUpdate();
  }

  readonly #onOnline = (): void => {
    const { problem } = this.state;
    if (problem && isOfNetwork(problem)) void this.retry();
  };
}

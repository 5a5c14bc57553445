import type { Logger } from 'pino';
import type { Database } from '../../platform/database';
import type { Scope } from '../../platform/scope';
import type { Feed } from '../changes';
import { findBacklog } from './dispatch-store';
import { fanOut } from './fan-out';

export interface FanOutOptions {
  readonly database: Database;
  readonly feed: Pick<Feed, 'onMoved'>;
  readonly openScope: (institutionId: string) => Promise<Scope>;
  readonly log: Logger;
  readonly pollMs: number;
  /** Told when there are new deliveries. */
  readonly onDeliveries: () => void;
}

/** Institutions whose logs are read at once. */
const mostAtOnce = 3;

/** Makes deliveries of what moves: told by the feed, and looking by itself now and then. */
export class FanOutLoop {
  readonly #waiting = new Set<string>();
  readonly #working = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #unsubscribe: () => void;
  readonly #options: FanOutOptions;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(options: FanOutOptions) {
    this.#options = options;
    this.#unsubscribe = options.feed.onMoved((institutionId) => this.wake(institutionId));
    this.#look();
  }

  wake(institutionId: string): void {
    this.#waiting.add(institutionId);
    this.#begin();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#unsubscribe();
    clearTimeout(this.#timer);
    await this.#looking;
    await Promise.all(this.#working.values());
  }

  #begin(): void {
    for (const id of this.#waiting) {
      if (this.#stopping.signal.aborted || this.#working.size >= mostAtOnce) return;
      // One that is being read is read once more after that: it may have looked too early.
      if (this.#working.has(id)) continue;
      this.#waiting.delete(id);
      const work = this.#fanOut(id).finally(() => {
        this.#working.delete(id);
        this.#begin();
      });
      this.#working.set(id, work);
    }
  }

  async #fanOut(institutionId: string): Promise<void> {
    const { openScope, log, onDeliveries } = this.#options;
    try {
      await fanOut(await openScope(institutionId), this.#stopping.signal);
      onDeliveries();
    } catch (error) {
      // The next look finds it again.
      log.error({ err: error, institutionId }, 'could not create webhooks for changes');
    }
  }

  #look(): void {
    const { database, log, pollMs } = this.#options;
    this.#looking = findBacklog(database)
      .then(
        (ids) => ids.forEach((id) => this.wake(id)),
        (error: unknown) => log.warn({ err: error }, 'could not check for changes to send as webhooks'),
      )
      .finally(() => {
        if (!this.#stopping.signal.aborted) this.#timer = setTimeout(() => this.#look(), pollMs);
      });
  }
}

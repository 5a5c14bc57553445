import type { Logger } from 'pino';
import type { Bus } from '../../platform/bus';
import type { Database } from '../../platform/database';
import { type Moved, movedTopic } from '../../platform/relay';
import { selectHeads } from './store';

/** Told that a log may have moved: which one, and up to where. It must not throw. */
export type MovedListener = (institutionId: string, head: number) => void;

/** Says of a kind of change, `<type> <audience>`, whether the waiting reader wants it. */
export type Wants = (kind: string) => boolean;

export interface FeedOptions {
  readonly database: Database;
  readonly bus: Bus;
  readonly log: Logger;
  /** How many readers may wait at once in this process, of all institutions and of one. */
  readonly mostWaiting?: { readonly all: number; readonly institution: number };
  /** How often it is looked by itself, without and with messages of other processes. */
  readonly pollMs?: { readonly alone: number; readonly shared: number };
}

/** A reader's place among those that wait. */
export interface Waiting {
  /** Resolves when the log has moved since the last time (or since the place was taken), the time is over, or it may wait no more. */
  moved(atMostMs: number, signal: AbortSignal): Promise<'moved' | 'ended'>;
  leave(): void;
}

/**
 * Tells whoever waits for changes that there are some: from the relay of this process at once, from those of others through
 * the bus, and for lack of messages from a look at all logs together now and then. Where nobody waits it asks for nothing.
 * What is told is a wake-up: the log itself says what there is.
 */
export class Feed {
  readonly #options: FeedOptions;
  readonly #listeners = new Set<MovedListener>();
  readonly #waiting = new Map<string, Set<Sleeper>>();
  readonly #unsubscribe: () => void;
  #waitingCount = 0;
  #heads = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#unsubscribe = options.bus.subscribe(movedTopic, (message) => this.#onMoved(message));
  }

  /**
   * For outlets: the listener is told whenever a log has moved, at the latest a moment after it. Read from your own position
   * then, and once at the start: what moved before is not told. @returns what ends it
   */
  onMoved(listener: MovedListener): () => void {
    this.#listeners.add(listener);
    this.#poll();
    return () => this.#listeners.delete(listener);
  }

  get waitingCount(): number {
    return this.#waitingCount;
  }

  /**
   * Takes a place to wait in, before the log is read for the first time, so that nothing can move unnoticed in between.
   * @returns undefined where as many wait as may
   */
  enter(institutionId: string, wants: Wants): Waiting | undefined {
    const { all, institution } = this.#options.mostWaiting ?? { all: 2_000, institution: 200 };
    const here = this.#waiting.get(institutionId) ?? new Set();
    if (this.#waitingCount >= all || here.size >= institution) return undefined;
    const sleeper = new Sleeper(wants);
    if (this.#closed) sleeper.end();
    this.#waiting.set(institutionId, here.add(sleeper));
    this.#waitingCount++;
    this.#poll();
    return {
      moved: (atMostMs, signal) => sleeper.sleep(atMostMs, signal),
      leave: () => {
        if (!here.delete(sleeper)) return;
        this.#waitingCount--;
        if (!here.size) this.#waiting.delete(institutionId);
      },
    };
  }

  /** Lets all who wait go with what there is, and nobody wait any more: the process is about to end. */
  close(): void {
    this.#closed = true;
    this.#unsubscribe();
    clearTimeout(this.#timer);
    this.#listeners.clear();
    for (const here of this.#waiting.values()) for (const sleeper of here) sleeper.end();
  }

  /** Through Redis anything may come: it is taken as a hint only, and what is malformed not at all. */
  #onMoved(message: unknown): void {
    for (const [institutionId, moved] of Object.entries((message ?? {}) as Moved)) {
      if (typeof moved?.head !== 'number' || !Array.isArray(moved.kinds)) continue;
      this.#tell(institutionId, moved.head, moved.kinds);
    }
  }

  #tell(institutionId: string, head: number, kinds?: readonly string[]): void {
    for (const sleeper of this.#waiting.get(institutionId) ?? []) {
      if (!kinds || kinds.some((kind) => sleeper.wants(kind))) sleeper.wake();
    }
    for (const listener of this.#listeners) listener(institutionId, head);
  }

  #poll(): void {
    if (this.#timer || this.#closed) return;
    const { bus, pollMs = { alone: 500, shared: 2_000 } } = this.#options;
    this.#timer = setTimeout(
      () => {
        void this.#look().finally(() => {
          this.#timer = undefined;
          if (this.#waitingCount || this.#listeners.size) this.#poll();
        });
      },
      bus.isShared ? pollMs.shared : pollMs.alone,
    );
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    const { database, log } = this.#options;
    try {
      const heads = await selectHeads(database);
      const before = this.#heads;
      this.#heads = heads;
      for (const [institutionId, head] of heads) {
        if (before.get(institutionId) !== head) this.#tell(institutionId, head);
      }
    } catch (error) {
      log.warn({ err: error }, 'could not check which logs have new changes');
    }
  }
}

class Sleeper {
  #woken = false;
  #ended = false;
  #resolve: (() => void) | undefined;

  constructor(readonly wants: Wants) {}

  wake(): void {
    this.#woken = true;
    this.#resolve?.();
  }

  end(): void {
    this.#ended = true;
    this.#resolve?.();
  }

  async sleep(atMostMs: number, signal: AbortSignal): Promise<'moved' | 'ended'> {
    if (!this.#woken && !this.#ended && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, atMostMs);
        const over = () => resolve();
        signal.addEventListener('abort', over, { once: true });
        this.#resolve = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', over);
          resolve();
        };
      });
      this.#resolve?.();
      this.#resolve = undefined;
    }
    const moved = this.#woken && !this.#ended && !signal.aborted;
    this.#woken = false;
    return moved ? 'moved' : 'ended';
  }
}

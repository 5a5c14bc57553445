import { setTimeout as delay } from 'node:timers/promises';
import type { Scope } from '../../platform/scope';
import { type Done, recordDone } from './record';

const mostAtOnce = 200;
const firstPauseMs = 100;
const longestPauseMs = 5_000;

interface Waiting {
  readonly done: Done;
  readonly resolve: () => void;
}

/**
 * Writes down what became of one institution's deliveries. What arrives while a transaction is under way shares the next one, so
 * that many outcomes cost few commits.
 */
export class Recorder {
  readonly #waiting: Waiting[] = [];
  #isWriting = false;

  constructor(
    private readonly scope: Scope,
    private readonly random: () => number,
  ) {}

  /** Resolves when it is written down. It is tried until it is, or until `signal` aborts: then a lease's end puts it right. */
  async record(done: Done, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#waiting.push({ done, resolve });
      if (!this.#isWriting) void this.#write(signal);
    });
  }

  async #write(signal: AbortSignal): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length) {
      const batch = this.#waiting.splice(0, mostAtOnce);
      await this.#writeBatch(
        batch.map(({ done }) => done),
        signal,
      );
      for (const { resolve } of batch) resolve();
    }
    this.#isWriting = false;
  }

  async #writeBatch(batch: readonly Done[], signal: AbortSignal): Promise<void> {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        return await this.scope.transaction((tx) => recordDone(tx, batch, this.random));
      } catch (error) {
        this.scope.log.warn({ err: error }, 'could not record the results of webhook deliveries');
        if (signal.aborted) return;
        await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}

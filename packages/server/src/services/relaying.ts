import type { Logger } from 'pino';
import type { Bus } from '../platform/bus';
import type { Closing } from '../platform/closing';
import { Database } from '../platform/database';
import { type RelayedBatch, startRelay } from '../platform/relay';

export interface RelayingParts {
  readonly url: string;
  readonly bus: Bus;
  readonly log: Logger;
  /** Called with each batch that this process has relayed, for metrics. */
  readonly onBatch?: ((batch: RelayedBatch) => void) | undefined;
  readonly closing: Closing;
}

/**
 * Starts the relay on a connection of its own. Every process has one; one of them works at a time.
 * @returns what wakes it after a commit
 */
export function startRelaying({ url, bus, log, onBatch, closing }: RelayingParts): () => void {
  const database = new Database({
    url,
    poolSize: 1,
    onError: (error) => log.warn({ err: error }, 'the relay lost its database connection'),
  });
  closing.add(() => database.close());
  const relay = startRelay({ database, bus, log, ...(onBatch && { onBatch }) });
  closing.add(() => relay.stop());
  return () => relay.wake();
}

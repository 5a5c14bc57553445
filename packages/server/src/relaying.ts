import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from './config';
import { openBus, type Bus } from './platform/bus';
import { Database } from './platform/database';
import { startRelay, type RelayedBatch } from './platform/relay';

export interface RelayingParts {
  readonly config: Config;
  readonly url: string;
  readonly log: Logger;
  readonly secret: string;
  /** Told of each batch that this process has relayed, for metrics. */
  readonly onBatch?: (batch: RelayedBatch) => void;
  /** Gets what ends it, in the order of starting. */
  readonly stops: (() => Promise<void>)[];
}

/** The bus, and the relay on a connection of its own: every process has them, one relay works at a time. */
export function startRelaying({ config, url, log, secret, onBatch, stops }: RelayingParts): {
  bus: Bus;
  onOutgoing: () => void;
} {
  const { redisUrl } = config;
  // Processes that share a secret are one Homecoming.
  const name = createHash('sha256').update('bus ').update(secret).digest('hex').slice(0, 16);
  const bus = openBus({ log, redisUrl, name: `homecoming:${name}` });
  stops.push(() => bus.close());
  const database = new Database({
    url,
    poolSize: 1,
    onError: (error) => log.warn({ err: error }, 'the relay’s database connection was lost'),
  });
  stops.push(() => database.close());
  const relay = startRelay({ database, bus, log, ...(onBatch && { onBatch }) });
  stops.push(() => relay.stop());
  return { bus, onOutgoing: () => relay.wake() };
}

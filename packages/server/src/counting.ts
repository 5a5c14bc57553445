import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from './config';
import { MemoryCounters, type Counters } from './platform/counters';
import { openRedis } from './platform/redis';
import { RedisCounters } from './platform/redis-counters';

export interface CountingParts {
  readonly config: Config;
  readonly log: Logger;
  readonly secret: string;
  /** Gets what ends it. */
  readonly stops: (() => Promise<void>)[];
}

/** What rate limits are counted in: Redis, together with other processes, or this process' memory. */
export function startCounting({ config: { redisUrl }, log, secret, stops }: CountingParts): Counters {
  const memory = new MemoryCounters();
  if (!redisUrl) return memory;
  const redis = openRedis(redisUrl, (error) => log.debug({ err: error }, 'Redis'));
  // Processes that share a secret are one Homecoming.
  const name = createHash('sha256').update('counters ').update(secret).digest('hex').slice(0, 16);
  const counters = new RedisCounters(redis, memory, log, `homecoming:${name}`);
  stops.push(async () => {
    counters.close();
    redis.disconnect();
  });
  return counters;
}

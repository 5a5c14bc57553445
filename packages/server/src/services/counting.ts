import type { Logger } from 'pino';
import type { Closing } from '../platform/closing';
import { type Counters, MemoryCounters } from '../platform/counters';
import { openRedis } from '../platform/redis';
import { RedisCounters } from '../platform/redis-counters';
import { processGroup } from './process-group';

export interface CountingParts {
  readonly redisUrl: string | undefined;
  readonly log: Logger;
  readonly secret: string;
  readonly closing: Closing;
}

/** Counters for rate limits: in Redis, shared with other processes, or in this process's memory. */
export function openCounters({ redisUrl, log, secret, closing }: CountingParts): Counters {
  const memory = new MemoryCounters();
  if (!redisUrl) return memory;
  const redis = openRedis(redisUrl, (error) => log.debug({ err: error }, 'Redis'));
  const counters = new RedisCounters(redis, memory, log, processGroup('counters', secret));
  closing.add(() => {
    counters.close();
    redis.disconnect();
  });
  return counters;
}

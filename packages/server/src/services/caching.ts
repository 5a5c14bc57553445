import type { Logger } from 'pino';
import type { Feed } from '../features/changes';
import { tagsOfChanges } from '../http/kept-answers';
import { Cache } from '../platform/cache';
import { MemoryTags } from '../platform/cache-tags';
import type { Closing } from '../platform/closing';
import { openRedis } from '../platform/redis';
import { RedisCache } from '../platform/redis-cache';
import type { OnOutgoing } from '../platform/scope';
import { processGroup } from './process-group';

export interface CachingParts {
  readonly redisUrl: string | undefined;
  readonly log: Logger;
  readonly secret: string;
  readonly feed: Feed;
  /** Wakes the relay. */
  readonly wake: () => void;
  readonly closing: Closing;
}

export interface Caching {
  readonly cache: Cache;
  /** Wakes the relay, and has the cache forget what a transaction has changed: whoever wrote reads the new. */
  readonly onOutgoing: OnOutgoing;
}

/** Keeps answers to the public: in Redis, shared with other processes, or in this process's memory. */
export function openCaching({ redisUrl, log, secret, feed, wake, closing }: CachingParts): Caching {
  if (!redisUrl) return inMemory(feed, wake);
  const redis = openRedis(redisUrl, (error) => log.debug({ err: error }, 'Redis'));
  const shared = new RedisCache(redis, log, processGroup('cache', secret));
  closing.add(() => {
    shared.close();
    redis.disconnect();
  });
  const cache = new Cache(shared, shared);
  return {
    cache,
    onOutgoing: (said) => {
      wake();
      return cache.forget(tagsOfChanges(said));
    },
  };
}

/**
 * What others write (another process, the command line) is learnt from the log of changes: it has moved further than by what this
 * process has said.
 */
function inMemory(feed: Feed, wake: () => void): Caching {
  const cache = new Cache(new MemoryTags());
  const logs = new Map<string, { head: number; own: number }>();
  feed.onMoved((institutionId, head) => {
    const known = logs.get(institutionId);
    const moved = known ? head - known.head : Infinity;
    const own = known?.own ?? 0;
    if (moved > own) void cache.forget([institutionId]);
    logs.set(institutionId, { head, own: Math.max(0, own - Math.max(0, moved)) });
  });
  return {
    cache,
    onOutgoing: (said) => {
      wake();
      const known = logs.get(said.institutionId);
      if (known) known.own += said.changes.length;
      return cache.forget(tagsOfChanges(said));
    },
  };
}

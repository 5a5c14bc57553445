import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from './config';
import type { Feed } from './features/changes';
import { tagsOfChanges } from './http/kept-answers';
import { Cache } from './platform/cache';
import { MemoryTags } from './platform/cache-tags';
import { openRedis } from './platform/redis';
import { RedisCache } from './platform/redis-cache';
import type { OnOutgoing } from './platform/scope';

export interface CachingParts {
  readonly config: Pick<Config, 'redisUrl'>;
  readonly log: Logger;
  readonly secret: string;
  readonly feed: Feed;
  /** Hands on what a transaction has left in the outbox. */
  readonly wake: () => void;
  /** Gets what ends it. */
  readonly stops: (() => Promise<void>)[];
}

export interface Caching {
  readonly cache: Cache;
  /** Has the outbox handed on, and the cache forget what a transaction has changed: whoever wrote reads the new. */
  readonly onOutgoing: OnOutgoing;
}

/** What keeps answers to the public: Redis, together with other processes, or this process' memory. */
export function startCaching({
  config: { redisUrl },
  log,
  secret,
  feed,
  wake,
  stops,
}: CachingParts): Caching {
  if (!redisUrl) return inMemory(feed, wake);
  const redis = openRedis(redisUrl, (error) => log.debug({ err: error }, 'Redis'));
  // Processes that share a secret are one Homecoming.
  const name = createHash('sha256').update('cache ').update(secret).digest('hex').slice(0, 16);
  const shared = new RedisCache(redis, log, `homecoming:${name}`);
  stops.push(async () => {
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

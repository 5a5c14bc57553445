import { Redis, type RedisOptions } from 'ioredis';

/**
 * Of every connection: what cannot be sent now fails at once instead of waiting, and it connects again by itself for as long as
 * it takes.
 */
export const redisOptions = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 2_000,
  retryStrategy: (attempt) => Math.min(100 * attempt, 2_000),
} satisfies RedisOptions;

/** A connection for calls that have an answer without Redis: one that hangs fails after a tenth of a second. */
export function openRedis(url: string, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, { ...redisOptions, commandTimeout: 100 });
  redis.on('error', onError);
  return redis;
}

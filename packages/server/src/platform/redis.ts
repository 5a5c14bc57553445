import { Redis } from 'ioredis';

/**
 * A connection to Redis for calls that have an answer without it: while it is away each call fails at once instead of waiting, and
 * one that hangs fails after a tenth of a second. It connects again by itself for as long as it takes.
 */
export function openRedis(url: string, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 100,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(100 * attempt, 2_000),
  });
  redis.on('error', onError);
  return redis;
}

import type { Logger } from 'pino';
import { openRedisLink, type RedisLink } from './redis-link';

export type Listener = (message: unknown) => void;

/**
 * Wake-ups between the parts of a process and, through Redis, between processes. A message may be lost (Redis is gone, a
 * process is not there yet) or come twice: who listens also looks by itself now and then, and never takes a message's word
 * for what the database can tell.
 */
export interface Bus {
  /** Tells this process' listeners before it returns, others' soon. Never throws, never waits. */
  publish(topic: string, message: unknown): void;
  /** @returns what ends it */
  subscribe(topic: string, listener: Listener): () => void;
  /** Whether messages of other processes arrive at present. */
  readonly isShared: boolean;
  close(): Promise<void>;
}

export interface BusOptions {
  readonly log: Logger;
  /** Without it, messages stay in the process. */
  readonly redisUrl?: string | undefined;
  /** Tells the Homecomings that share one Redis apart. */
  readonly name?: string;
}

/** Does not wait for Redis: it may come later, go, and come again. */
export function openBus({ log, redisUrl, name = 'homecoming' }: BusOptions): Bus {
  const listeners = new Map<string, Set<Listener>>();
  const tell = (topic: string, message: unknown) => {
    for (const listener of listeners.get(topic) ?? []) {
      try {
        listener(message);
      } catch (error) {
        log.error({ err: error, topic }, 'a listener on the bus failed');
      }
    }
  };
  const link: RedisLink | undefined =
    redisUrl === undefined ? undefined : openRedisLink({ url: redisUrl, channel: `${name}:bus`, log, tell });
  return {
    publish: (topic, message) => {
      tell(topic, message);
      link?.send(topic, message);
    },
    subscribe: (topic, listener) => {
      const known = listeners.get(topic) ?? new Set();
      listeners.set(topic, known.add(listener));
      return () => known.delete(listener);
    },
    get isShared() {
      return link?.isUp() ?? false;
    },
    close: async () => {
      listeners.clear();
      await link?.close();
    },
  };
}

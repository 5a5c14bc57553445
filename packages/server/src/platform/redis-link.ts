import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { newId } from './ids';
import { redisOptions } from './redis';

export interface RedisLink {
  /** Where Redis cannot be reached, the message is dropped. */
  send(topic: string, message: unknown): void;
  isUp(): boolean;
  close(): Promise<void>;
}

interface RedisLinkOptions {
  readonly url: string;
  readonly channel: string;
  readonly log: Logger;
  /** Told what other processes send. */
  readonly tell: (topic: string, message: unknown) => void;
}

const longestFarewellMs = 1_000;

/** Messages of processes to one another, over one channel of Redis. */
export function openRedisLink({ url, channel, log, tell }: RedisLinkOptions): RedisLink {
  const self = newId();
  const connect = () =>
    new Redis(url, {
      // Nothing is kept for later: a wake-up that is late is none, and a queue would grow for as long as Redis is gone.
      ...redisOptions,
      autoResubscribe: false,
    });
  const [sender, receiver] = [connect(), connect()];
  let subscribed = false;
  let told = false;
  const onError = (error: unknown) => {
    // Once each time that it goes, not once for each try.
    if (!told) log.warn({ err: error }, 'Redis is unavailable: processes poll for changes');
    told = true;
  };
  for (const connection of [sender, receiver]) connection.on('error', onError);
  receiver.on('ready', () => {
    receiver.subscribe(channel).then(() => {
      subscribed = true;
      if (told) log.info('Redis is available again');
      told = false;
    }, onError);
  });
  receiver.on('close', () => (subscribed = false));
  receiver.on('message', (_channel, text) => {
    const received = read(text);
    if (received && received.from !== self) tell(received.topic, received.message);
  });
  return {
    send: (topic, message) => {
      if (sender.status !== 'ready') return;
      sender.publish(channel, JSON.stringify({ from: self, topic, message })).catch(onError);
    },
    isUp: () => subscribed && sender.status === 'ready',
    close: async () => {
      for (const connection of [sender, receiver]) {
        connection.removeAllListeners('error').on('error', () => undefined);
      }
      // QUIT lets what was sent arrive; without an answer to it the connections are cut.
      const farewell = sender.status === 'ready' ? sender.quit().catch(() => undefined) : undefined;
      await Promise.race([
        farewell,
        new Promise((resolve) => setTimeout(resolve, longestFarewellMs).unref()),
      ]);
      for (const connection of [sender, receiver]) connection.disconnect();
    },
  };
}

/** Whoever reaches Redis may send anything: what is no message of ours is dropped. */
function read(text: string): { from: string; topic: string; message: unknown } | undefined {
  try {
    const { from, topic, message } = JSON.parse(text) as Record<string, unknown>;
    return typeof from === 'string' && typeof topic === 'string' ? { from, topic, message } : undefined;
  } catch {
    return undefined;
  }
}

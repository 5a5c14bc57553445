import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Counters, MemoryCounters, Quota, Standing, Taken } from './counters';

// All or nothing, as MemoryCounters does it. A script is one step to Redis: nobody counts in between.
const script = `
local weight = tonumber(ARGV[1])
local used, taken = {}, 1
for i, name in ipairs(KEYS) do
  used[i] = tonumber(redis.call('GET', name) or '0')
  local most = tonumber(ARGV[2 * i])
  if used[i] + math.min(weight, most) > most then taken = 0 end
end
local answer = {taken}
for i, name in ipairs(KEYS) do
  local most, window = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  local left = redis.call('PTTL', name)
  if taken == 1 then
    used[i] = redis.call('INCRBY', name, math.min(weight, most))
    if left < 0 then redis.call('PEXPIRE', name, window) end
  end
  answer[2 * i] = used[i]
  answer[2 * i + 1] = left < 0 and window or left
end
return answer`;

type Command = (keyCount: number, ...keysAndArguments: (string | number)[]) => Promise<number[]>;

/** How long after a failure Redis is asked again, by nobody's call. */
const probeMs = 500;

/**
 * Counts in Redis, so that several processes count together: one round trip a call. While Redis is away it is counted in
 * memory, going on from what Redis said last: never open, never closed, and no call waits for a Redis that is known to be away.
 */
export class RedisCounters implements Counters {
  readonly #take: Command;
  #isAway = false;
  #isClosed = false;
  #probe: NodeJS.Timeout | undefined;

  constructor(
    private readonly redis: Redis,
    private readonly memory: MemoryCounters,
    private readonly log: Logger,
    /** Tells the Homecomings that share one Redis apart. */
    private readonly name = 'homecoming',
  ) {
    redis.defineCommand('takeQuotas', { lua: script });
    this.#take = (redis as unknown as { takeQuotas: Command }).takeQuotas.bind(redis);
  }

  async take(quotas: readonly Quota[], weight = 1): Promise<Taken> {
    if (this.#isAway) return this.memory.take(quotas, weight);
    try {
      const names = quotas.map(({ name }) => `${this.name}:quota:${name}`);
      const numbers = quotas.flatMap(({ most, windowMs }) => [most, windowMs]);
      const [isTaken, ...rest] = await this.#take(names.length, ...names, weight, ...numbers);
      const standings = quotas.map((_, i): Standing => ({ used: rest[2 * i]!, resetMs: rest[2 * i + 1]! }));
      this.memory.follow(quotas, standings);
      return { isTaken: isTaken === 1, standings };
    } catch (error) {
      this.#leave(error);
      return this.memory.take(quotas, weight);
    }
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#probe);
  }

  #leave(error: unknown): void {
    if (this.#isAway) return;
    this.#isAway = true;
    this.log.warn({ err: error }, 'Redis is away: rate limits are counted in memory');
    this.#probeLater();
  }

  #probeLater(): void {
    if (this.#isClosed) return;
    this.#probe = setTimeout(() => {
      // What is done with each call, not a ping: one that cannot write (a replica, a full one) answers that too.
      this.#take(1, `${this.name}:quota:probe`, 0, 1, probeMs).then(
        () => {
          this.#isAway = false;
          this.log.info('Redis is back: rate limits are counted together again');
        },
        () => this.#probeLater(),
      );
    }, probeMs).unref();
  }
}

import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Counters, MemoryCounters, Quota, Standing, Taken } from './counters';

// All or nothing, as MemoryCounters does it. A script is one step to Redis: nothing else counts in between. Each quota comes with
// its limit, its window, and what this process knows of it already (used, and the milliseconds until its window ends): a Redis that
// has lost its counts goes on from there.
const script = `
local weight = tonumber(ARGV[1])
local used, left, taken = {}, {}, 1
for i, name in ipairs(KEYS) do
  local most, known = tonumber(ARGV[4 * i - 2]), tonumber(ARGV[4 * i])
  used[i] = tonumber(redis.call('GET', name) or '0')
  left[i] = redis.call('PTTL', name)
  if known > used[i] then
    used[i] = known
    if left[i] < 0 then left[i] = tonumber(ARGV[4 * i + 1]) end
    redis.call('SET', name, known, 'PX', left[i])
  end
  if used[i] + math.min(weight, most) > most then taken = 0 end
end
local answer = {taken}
for i, name in ipairs(KEYS) do
  local most, window = tonumber(ARGV[4 * i - 2]), tonumber(ARGV[4 * i - 1])
  if taken == 1 then
    used[i] = redis.call('INCRBY', name, math.min(weight, most))
    if left[i] < 0 then redis.call('PEXPIRE', name, window) end
  end
  answer[2 * i] = used[i]
  answer[2 * i + 1] = left[i] < 0 and window or left[i]
end
return answer`;

type Command = (keyCount: number, ...keysAndArguments: (string | number)[]) => Promise<number[]>;

/** How long after a failure Redis is asked again, by nobody's call. */
const probeMs = 500;

/**
 * Counts in Redis, so that several processes count together: one round trip a call. While Redis is away, counts continue in
 * memory from what Redis said last, and no call waits for a Redis that is known to be away. When Redis returns, the greater of
 * both counts holds, so a Redis that comes back empty resets no limit.
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
      const askedAt = this.memory.now();
      const numbers = quotas.flatMap((quota) => {
        const { used, resetMs } = this.memory.standingOf(quota);
        return [quota.most, quota.windowMs, used, Math.max(1, Math.floor(resetMs))];
      });
      const [isTaken, ...rest] = await this.#take(names.length, ...names, weight, ...numbers);
      const standings = quotas.map((_, i): Standing => ({ used: rest[2 * i]!, resetMs: rest[2 * i + 1]! }));
      this.memory.follow(quotas, standings, askedAt);
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
      this.#take(1, `${this.name}:quota:probe`, 0, 1, probeMs, 0, probeMs).then(
        () => {
          this.#isAway = false;
          this.log.info('Redis is back: rate limits are counted together again');
        },
        () => this.#probeLater(),
      );
    }, probeMs).unref();
  }
}

import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Counters, MemoryCounters, Quota, Standing, Taken } from './counters';
import type { SeenSet } from './seen-sets';

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

// The same for different things: a set for each quota. Each comes with its limit, its window, and how many things this process has
// counted in it; after these follow the things. Where a set has fewer than that it was lost: nothing is counted then.
const scriptOfNew = `
local things = {unpack(ARGV, 3 * #KEYS + 1)}
local used, left, taken = {}, {}, 1
for i, name in ipairs(KEYS) do
  local most, known = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i])
  used[i] = redis.call('SCARD', name)
  left[i] = redis.call('PTTL', name)
  if used[i] < known then return {-1} end
  local fresh = 0
  for _, thing in ipairs(things) do fresh = fresh + 1 - redis.call('SISMEMBER', name, thing) end
  if fresh > 0 and used[i] > 0 and used[i] + fresh > most then taken = 0 end
end
local answer = {taken}
for i, name in ipairs(KEYS) do
  local window = tonumber(ARGV[3 * i - 1])
  if taken == 1 and #things > 0 then
    used[i] = used[i] + redis.call('SADD', name, unpack(things))
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
  readonly #takeNew: Command;
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
    redis.defineCommand('takeNewOfQuotas', { lua: scriptOfNew });
    const commands = redis as unknown as { takeQuotas: Command; takeNewOfQuotas: Command };
    this.#take = commands.takeQuotas.bind(redis);
    this.#takeNew = commands.takeNewOfQuotas.bind(redis);
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

  async takeNew(quotas: readonly Quota[], things: readonly number[]): Promise<Taken> {
    if (this.#isAway) return this.memory.takeNew(quotas, things);
    const { seen, now } = this.memory;
    const different = [...new Set(things)];
    const names = quotas.map(({ name }) => `${this.name}:seen:${name}`);
    const known = quotas.map((quota) => seen.find(quota));
    const ask = async () => {
      const numbers = quotas.flatMap(({ most, windowMs }, i) => [most, windowMs, known[i]?.things.size ?? 0]);
      return this.#takeNew(names.length, ...names, ...numbers, ...different);
    };
    try {
      let askedAt = now();
      let [taken, ...rest] = await ask();
      if (taken === -1) {
        await this.#restore(names, known);
        askedAt = now();
        [taken, ...rest] = await ask();
      }
      // Lost once more meanwhile: what this process knows holds, until the next call.
      if (taken === -1) return this.memory.takeNew(quotas, things);
      const standings = quotas.map((_, i): Standing => ({ used: rest[2 * i]!, resetMs: rest[2 * i + 1]! }));
      const isTaken = taken === 1;
      seen.follow(quotas, standings, { at: askedAt, things: isTaken ? different : [] });
      return { isTaken, standings };
    } catch (error) {
      this.#leave(error);
      return this.memory.takeNew(quotas, things);
    }
  }

  /** Gives a Redis that has lost its sets back what this process has counted. */
  async #restore(names: readonly string[], known: readonly (SeenSet | undefined)[]): Promise<void> {
    const restoring = this.redis.multi();
    for (const [i, name] of names.entries()) {
      const { things, endsAt = 0 } = known[i] ?? {};
      if (!things?.size) continue;
      restoring.sadd(name, ...things);
      restoring.pexpire(name, Math.max(1, Math.floor(endsAt - this.memory.now())));
    }
    await restoring.exec();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#probe);
  }

  #leave(error: unknown): void {
    if (this.#isAway) return;
    this.#isAway = true;
    this.log.warn({ err: error }, 'Redis is unavailable: rate limits are counted in memory');
    this.#probeLater();
  }

  #probeLater(): void {
    if (this.#isClosed) return;
    this.#probe = setTimeout(() => {
      // What is done with each call, not a ping: one that cannot write (a replica, a full one) answers that too.
      this.#take(1, `${this.name}:quota:probe`, 0, 1, probeMs, 0, probeMs).then(
        () => {
          this.#isAway = false;
          this.log.info('Redis is available again: processes share rate limits');
        },
        () => this.#probeLater(),
      );
    }, probeMs).unref();
  }
}

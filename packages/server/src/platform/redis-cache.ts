import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Kept, SharedEntries } from './cache';
import type { TagVersions } from './cache-tags';
import { newId } from './ids';

/** A version that nobody has asked for so long is gone: far longer than any entry lasts. */
const versionMs = 24 * 60 * 60_000;
/** How long after a failure Redis is asked again. */
const pauseMs = 200;

/**
 * Tags and entries of all processes, in Redis. While Redis is away no version is known, so nothing is kept, and each call is answered by the
 * database. What a run of Redis says of versions counts in that run only: one that comes back may come back as it was a while ago.
 */
export class RedisCache implements TagVersions, SharedEntries {
  /** Which run of Redis it is; undefined while that is not known. */
  #run: string | undefined;
  #pausedUntil = 0;
  /** Tags that could not be renewed, and must be before anything kept is believed again. */
  readonly #owed = new Set<string>();
  #retry: NodeJS.Timeout | undefined;
  #isTold = false;

  constructor(
    private readonly redis: Redis,
    private readonly log: Logger,
    /** Tells the Homecomings that share one Redis apart. */
    private readonly name = 'homecoming',
  ) {
    const learn = () => void this.#learnRun();
    redis.on('ready', learn).on('close', () => (this.#run = undefined));
    if (redis.status === 'ready') learn();
  }

  async versionsOf(tags: readonly string[]): Promise<readonly string[] | undefined> {
    const run = this.#run;
    if (run === undefined || this.#owed.size || performance.now() < this.#pausedUntil) return undefined;
    try {
      const names = tags.map((tag) => this.#nameOf(tag));
      const found = await this.redis.mget(names);
      const versions = await Promise.all(found.map(async (version, i) => version ?? this.#first(names[i]!)));
      return [run, ...versions];
    } catch (error) {
      return this.#leave(error);
    }
  }

  /** The version of a tag that had none: of all who give it one at once, the first one's holds. */
  async #first(name: string): Promise<string> {
    const own = newId();
    const isFirst = await this.redis.set(name, own, 'PX', versionMs, 'NX');
    return isFirst ? own : ((await this.redis.get(name)) ?? own);
  }

  async renew(tags: readonly string[]): Promise<void> {
    for (const tag of tags) this.#owed.add(tag);
    await this.#pay();
  }

  async #pay(): Promise<void> {
    const tags = [...this.#owed];
    try {
      const renewing = this.redis.pipeline();
      for (const tag of tags) renewing.set(this.#nameOf(tag), newId(), 'PX', versionMs);
      const failed = (await renewing.exec())?.find(([error]) => error)?.[0];
      if (failed) throw failed;
      for (const tag of tags) this.#owed.delete(tag);
    } catch (error) {
      this.#leave(error);
      this.#retry ??= setTimeout(() => {
        this.#retry = undefined;
        void this.#pay();
      }, pauseMs).unref();
    }
  }

  async get(key: string): Promise<Kept | undefined> {
    try {
      const bytes = await this.redis.getBuffer(this.#keyOf(key));
      return bytes ? unpacked(bytes) : undefined;
    } catch (error) {
      return this.#leave(error);
    }
  }

  set(key: string, kept: Kept, ttlMs: number): void {
    this.redis.set(this.#keyOf(key), packed(kept), 'PX', ttlMs).catch((error: unknown) => this.#leave(error));
  }

  close(): void {
    clearTimeout(this.#retry);
    this.#owed.clear();
  }

  async #learnRun(): Promise<void> {
    try {
      this.#run = /^run_id:(\w+)/m.exec(await this.redis.info('server'))?.[1];
      this.#isTold = false;
    } catch (error) {
      this.#leave(error);
    }
  }

  #nameOf(tag: string): string {
    return `${this.name}:tag:${tag}`;
  }

  #keyOf(key: string): string {
    return `${this.name}:kept:${key}`;
  }

  #leave(error: unknown): undefined {
    this.#pausedUntil = performance.now() + pauseMs;
    // Once each time that it goes.
    if (!this.#isTold) this.log.warn({ err: error }, 'Redis is unavailable: responses are not cached');
    this.#isTold = true;
  }
}

/** A line of JSON, then the body as it leaves. */
function packed({ body, ...about }: Kept): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(about)}\n`), body]);
}

function unpacked(bytes: Buffer): Kept {
  const end = bytes.indexOf('\n');
  const about = JSON.parse(bytes.toString('utf8', 0, end)) as Omit<Kept, 'body'>;
  return { ...about, body: bytes.subarray(end + 1) };
}

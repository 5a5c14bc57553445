import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { ConnectionWatch, destroyConnection, Line } from './connection-watch';
import { DatabaseUnavailable } from './database-errors';

/** How every connection is made. */
export const connectionSettings = (url: string) => ({
  connectionString: url,
  connectionTimeoutMillis: connectMs,
  // A far end that vanished without a word is noticed, also on a connection that only listens.
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
});

/** To get a connection: from the pool, or a new one. */
const connectMs = 5_000;

/** To get a connection, a moment apart: a restart of the database then goes unnoticed by most. */
const attempts = 3;

export interface ConnectionsOptions {
  readonly url: string;
  readonly size: number;
  readonly statementTimeoutMs: number;
  readonly onError: (error: Error) => void;
}

/**
 * The pool, and what makes its connections trustworthy: one that falls silent is destroyed, and whatever makes one useless (silence,
 * plans from before a migration) makes all that were made before it suspect, so they are replaced as they are next asked for.
 */
export class Connections {
  readonly pool: pg.Pool;
  readonly #watch: ConnectionWatch;
  readonly #lines = new Map<pg.ClientBase, Line>();
  #generation = 0;

  constructor({ url, size, statementTimeoutMs, onError }: ConnectionsOptions) {
    this.pool = new pg.Pool({
      ...connectionSettings(url),
      max: size,
      pipeline: true,
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: 10_000,
      application_name: 'homecoming',
    });
    this.pool.on('error', onError);
    this.#watch = new ConnectionWatch((client) => {
      onError(new Error('The database did not answer in time: its connections are replaced.'));
      this.renew();
      destroyConnection(client);
    });
    this.pool.on('connect', (client) => {
      const line = new Line(client, this.#generation, this.#watch);
      this.#lines.set(client, line);
      this.#watch.add(line);
      client.on('error', onError);
    });
    this.pool.on('remove', (client) => {
      this.#watch.remove(this.#lines.get(client)!);
      this.#lines.delete(client);
    });
  }

  /** Has all present connections replaced before they are used again. */
  renew(): void {
    this.#generation++;
  }

  /** @throws {DatabaseUnavailable} */
  async take(): Promise<Line> {
    for (let attempt = 1; ; attempt++) {
      try {
        const client = await this.pool.connect();
        const line = this.#lines.get(client)!;
        if (line.generation === this.#generation) return line;
        this.#drop(client);
        attempt--;
      } catch (error) {
        // What took its time is not waited for once more.
        const isLate = error instanceof Error && /timeout/.test(error.message);
        if (isLate || attempt === attempts)
          throw new DatabaseUnavailable("The service can't reach its database.", { cause: error });
        await delay(attempt * 100);
      }
    }
  }

  giveBack({ client }: Line, broken?: Error): void {
    if (broken) this.#drop(client, broken);
    else client.release();
  }

  #drop(client: pg.PoolClient, reason: Error | true = true): void {
    client.release(reason);
    destroyConnection(client);
  }

  /** Lets what is under way end for `patienceMs`, then cuts it off. One that is still connecting is not waited for. */
  async close(patienceMs = 2_000): Promise<void> {
    const late = new AbortController();
    const cutOff = delay(patienceMs, undefined, { signal: late.signal }).then(
      () => [...this.#lines.keys()].forEach(destroyConnection),
      () => undefined,
    );
    await Promise.race([this.pool.end(), cutOff]);
    late.abort();
    this.#watch.stop();
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/**
 * A constant SQL statement. A named one is prepared once for each connection; one without a name is planned each time with
 * the values in hand, which suits statements that a common word or value would mislead.
 */
export interface Statement {
  readonly name?: string;
  readonly text: string;
}

export type Row = Record<string, unknown>;

// A day of the calendar has no zone: it stays the text that it is.
pg.types.setTypeParser(pg.types.builtins.DATE, (day) => day);

/** What stores run their SQL through. Outside a transaction each call is one read-only transaction in one round trip. */
export interface Queryable {
  query<R = Row>(statement: Statement, values?: readonly unknown[]): Promise<R[]>;
}

/** The database could not be reached, or did not answer in time: nothing was written. */
export class DatabaseUnavailable extends Error {
  override name = 'DatabaseUnavailable';
}

/** A writing transaction that held its locks for too long. */
export interface SlowTransaction {
  readonly durationMs: number;
  /** Its statements, by name or by how they begin. */
  readonly ran: readonly string[];
}

export interface DatabaseOptions {
  readonly url: string;
  /** 8 to 16 is enough for one process. */
  readonly poolSize?: number;
  readonly statementTimeoutMs?: number;
  readonly onError?: (error: Error) => void;
  /** Told of each writing transaction that took longer than `slowTransactionMs`. */
  readonly onSlowTransaction?: (slow: SlowTransaction) => void;
}

/** No writing transaction may take longer: others wait for its locks. What is more is done in chunks. */
export const slowTransactionMs = 1_000;

/** To get a connection, a moment apart: a restart of the database then goes unnoticed by most. */
const attempts = 3;

const institutionIdPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The one way to PostgreSQL. Every statement runs in a transaction that has first, locally, taken the application's role
 * and the institution, so row-level security holds whoever owns the connection, and nothing leaks to its next user,
 * also through a pooler.
 */
export class Database {
  readonly pool: pg.Pool;
  readonly #onSlowTransaction: DatabaseOptions['onSlowTransaction'];

  constructor(options: DatabaseOptions) {
    this.#onSlowTransaction = options.onSlowTransaction;
    this.pool = new pg.Pool({
      connectionString: options.url,
      max: options.poolSize ?? 12,
      pipeline: true,
      connectionTimeoutMillis: 5_000,
      statement_timeout: options.statementTimeoutMs ?? 15_000,
      idle_in_transaction_session_timeout: 30_000,
      application_name: 'homecoming',
    });
    const onError = options.onError ?? (() => undefined);
    this.pool.on('error', onError);
    this.pool.on('connect', (client) => client.on('error', onError));
  }

  /** Reads within one institution; one round trip a call. */
  of(institutionId: string): Queryable {
    return this.#each(() => opening(institutionId, 'read only'));
  }

  /**
   * Outside of any institution, where no tenant's row is seen: for the `security definer` functions that look across
   * them (see migrations). One round trip and one transaction a call.
   */
  get across(): Queryable {
    return this.acrossWith({});
  }

  /** The same under settings of PostgreSQL's own, for its transactions alone. */
  acrossWith(settings: Readonly<Record<string, string>>): Queryable {
    const all = Object.entries({ role: 'homecoming_app', ...settings });
    const set = all.map(([name, value]) => `set_config('${name}', '${value}', true)`);
    return this.#each(() => `begin; select ${set.join(', ')};`);
  }

  #each(begin: () => string): Queryable {
    return {
      query: async (statement, values) => {
        const client = await this.#connect();
        let broken: Error | undefined;
        try {
          const begun = client.query(begin());
          const asked = run<never>(client, statement, values);
          const ended = client.query('commit');
          // All three are awaited, so that none is left without a listener when an earlier one fails.
          const [first, second, third] = await Promise.allSettled([begun, asked, ended]);
          if (third.status === 'rejected') broken = third.reason as Error;
          for (const each of [first, second, third]) {
            if (each.status === 'rejected') throw unavailable(each.reason);
          }
          return (second as PromiseFulfilledResult<never[]>).value;
        } finally {
          client.release(broken);
        }
      },
    };
  }

  /**
   * Reads that follow from one another, in one read-only transaction of one institution: the first leaves together with its
   * BEGIN, and nobody waits for its COMMIT.
   * @throws {DatabaseUnavailable} when there is no connection to be had
   */
  async reading<T>(institutionId: string, work: (db: Queryable) => Promise<T>): Promise<T> {
    const client = await this.#connect();
    const begun = client.query(opening(institutionId, 'read only'));
    // Both outcomes of each are looked at below, or told by what follows on the connection.
    begun.catch(() => undefined);
    try {
      const result = await work({ query: (statement, values) => run(client, statement, values) });
      await begun;
      return result;
    } catch (error) {
      throw unavailable(
        await begun.then(
          () => error,
          (first: unknown) => first,
        ),
      );
    } finally {
      client.query('commit').catch(() => undefined);
      client.release();
    }
  }

  /**
   * Runs `work` in one transaction of one institution: committed when it resolves, rolled back when it throws.
   * @param last what is still to be written when `work` has resolved: it leaves together with COMMIT, in one round trip
   * @throws {DatabaseUnavailable} when there is no connection to be had
   */
  async transaction<T>(
    institutionId: string,
    work: (tx: Queryable) => Promise<T>,
    last: () => LastStatement | undefined = () => undefined,
  ): Promise<T> {
    const client = await this.#connect();
    let broken: Error | undefined;
    const began = performance.now();
    const ran: string[] = [];
    const note = (statement: Statement) => {
      // Of a transaction with very many statements the first tell enough.
      if (ran.length < mostStatementsTold) ran.push(statement.name ?? statement.text.slice(0, 80));
    };
    try {
      await client.query(opening(institutionId, 'read write'));
      const query: Queryable['query'] = (statement, values) => {
        note(statement);
        return run(client, statement, values);
      };
      const result = await work({ query });
      const statement = last();
      if (statement) note(statement);
      await commit(client, statement);
      return result;
    } catch (error) {
      await client.query('rollback').catch((e: unknown) => (broken = e as Error));
      throw unavailable(error);
    } finally {
      client.release(broken);
      const durationMs = performance.now() - began;
      if (durationMs > slowTransactionMs) this.#onSlowTransaction?.({ durationMs, ran });
    }
  }

  /** @throws {DatabaseUnavailable} */
  async ping(): Promise<void> {
    const client = await this.#connect();
    try {
      // With the role that every call takes: a login that may not take it could serve nobody.
      await client.query("begin; select set_config('role', 'homecoming_app', true); commit");
    } catch (error) {
      throw unavailable(error);
    } finally {
      client.release();
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  async #connect(): Promise<pg.PoolClient> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.pool.connect();
      } catch (error) {
        if (attempt === attempts)
          throw new DatabaseUnavailable('The database cannot be reached.', { cause: error });
        await delay(attempt * 100);
      }
    }
  }
}

/**
 * Waits for statements that have left together, and throws what the first that failed has thrown: what comes after it only
 * tells that the transaction is aborted.
 */
export async function together(...statements: readonly (Promise<unknown> | undefined)[]): Promise<void> {
  for (const outcome of await Promise.allSettled(statements.filter((each) => each !== undefined))) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
}

/** A transaction's last statement, with its values. */
export interface LastStatement extends Statement {
  readonly values: readonly unknown[];
}

const mostStatementsTold = 50;

async function commit(client: pg.PoolClient, last: LastStatement | undefined): Promise<void> {
  // Both are awaited, so that neither is left without a listener. Where the first fails, COMMIT is answered with ROLLBACK.
  const [written, ended] = await Promise.allSettled([
    last && run(client, last, last.values),
    client.query('commit'),
  ]);
  if (written.status === 'rejected') throw written.reason as Error;
  if (ended.status === 'rejected') throw ended.reason as Error;
  // After a swallowed error PostgreSQL answers COMMIT with ROLLBACK, and pg resolves.
  if (ended.value.command !== 'COMMIT') throw new Error('The transaction was rolled back.');
}

function opening(institutionId: string, access: 'read only' | 'read write'): string {
  // It is written into the text because a simple query carries several statements, but no parameters.
  if (!institutionIdPattern.test(institutionId)) throw new Error('Not an institution id.');
  return (
    `begin ${access}; select set_config('role', 'homecoming_app', true), ` +
    `set_config('app.institution_id', '${institutionId}', true);`
  );
}

async function run<R>(
  client: pg.PoolClient,
  statement: Statement,
  values: readonly unknown[] = [],
): Promise<R[]> {
  const { name, text } = statement;
  // The extended protocol takes one statement only, also where there are no values: nothing can be put behind it.
  const config = { ...(name ? { name } : {}), text, values: [...values], queryMode: 'extended' };
  const result = await client.query<R & pg.QueryResultRow>(config);
  return result.rows;
}

// Connection failures (08), shutdown (57P0x), too many connections (53300) or one that is not up yet (57P03 among the second).
const unavailableCodes = /^(08|57P0|53300)/;

function unavailable(error: unknown): unknown {
  const code = (error as { code?: string }).code ?? '';
  const lost =
    error instanceof Error &&
    /Connection terminated|connection error|ECONNREFUSED|ECONNRESET|EPIPE/.test(error.message);
  return lost || unavailableCodes.test(code)
    ? new DatabaseUnavailable('The database cannot be reached.', { cause: error })
    : error;
}

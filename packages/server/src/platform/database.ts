import pg from 'pg';
import type { Line } from './connection-watch';
import { Connections } from './connections';
import { DatabaseUnavailable, isStalePlan, unavailable } from './database-errors';
import { Places } from './places';

export { DatabaseUnavailable };

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
  /** How long a writing transaction waits for a lock that another one holds. */
  readonly lockTimeoutMs?: number;
  readonly onError?: (error: Error) => void;
  /** Told of each writing transaction that took longer than `slowTransactionMs`. */
  readonly onSlowTransaction?: (slow: SlowTransaction) => void;
}

/** No writing transaction may take longer: others wait for its locks. What is more is done in chunks. */
export const slowTransactionMs = 1_000;

/**
 * BEGIN takes no locks and reads no rows, so a connection that doesn't answer it is dead. Each call begins with it, so a dead
 * connection is found out long before the limit of a statement.
 */
const beginMs = 3_000;

/** How much longer than the server's own limit its answer is waited for. */
const marginMs = 1_000;

/** For lookups across institutions, which are all short. */
const acrossTimeoutMs = 4_000;

/** How long a write waits for its turn. */
const turnMs = 5_000;

const institutionIdPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The one way to PostgreSQL. Every statement runs in a transaction that has first, locally, taken the application's role
 * and the institution, so row-level security holds whoever owns the connection, and nothing leaks to its next user,
 * also through a pooler.
 */
export class Database {
  readonly #connections: Connections;
  readonly #writes: Places;
  readonly #statementMs: number;
  readonly #lockTimeoutMs: number;
  readonly #onSlowTransaction: DatabaseOptions['onSlowTransaction'];

  constructor({
    url,
    poolSize = 12,
    statementTimeoutMs = 15_000,
    lockTimeoutMs = 2_500,
    onError = () => undefined,
    onSlowTransaction,
  }: DatabaseOptions) {
    this.#connections = new Connections({ url, size: poolSize, statementTimeoutMs, onError });
    // A quarter is kept for reads: writers that wait for one locked row leave them alone.
    this.#writes = new Places(poolSize - Math.floor(poolSize / 4));
    this.#statementMs = statementTimeoutMs + marginMs;
    this.#lockTimeoutMs = lockTimeoutMs;
    this.#onSlowTransaction = onSlowTransaction;
  }

  get pool(): pg.Pool {
    return this.#connections.pool;
  }

  /** Reads within one institution; one round trip a call. */
  of(institutionId: string): Queryable {
    return this.#each(() => opening(institutionId, 'read only'), this.#statementMs);
  }

  /**
   * Outside of any institution, where no tenant's row is seen: for the `security definer` functions that look across
   * them (see migrations). One round trip and one transaction a call.
   */
  get across(): Queryable {
    return this.acrossWith({}, acrossTimeoutMs);
  }

  /** The same with a limit of its own, and under settings of PostgreSQL's, for its transactions alone. */
  acrossWith(settings: Readonly<Record<string, string>>, statementTimeoutMs: number): Queryable {
    const all = { role: 'homecoming_app', statement_timeout: `${statementTimeoutMs}ms`, ...settings };
    const set = Object.entries(all).map(([name, value]) => `set_config('${name}', '${value}', true)`);
    const begin = `begin; select ${set.join(', ')};`;
    return this.#each(() => begin, statementTimeoutMs + marginMs);
  }

  #each(begin: () => string, statementMs: number): Queryable {
    const ask = async (statement: Statement, values?: readonly unknown[]) => {
      const line = await this.#connections.take();
      const { client } = line;
      let broken: Error | undefined;
      try {
        const begun = client.query(begin());
        const asked = rowsOf<never>(client, statement, values);
        const ended = client.query('commit');
        line.sentWithBegin(beginMs, statementMs);
        // All three are awaited, so that none is left without a listener when an earlier one fails.
        const [first, second, third] = await Promise.allSettled([begun, asked, ended]);
        line.answered();
        if (third.status === 'rejected') broken = third.reason as Error;
        for (const each of [first, second, third]) {
          if (each.status === 'rejected') throw unavailable(each.reason);
        }
        return (second as PromiseFulfilledResult<never[]>).value;
      } finally {
        this.#connections.giveBack(line, broken);
      }
    };
    return { query: (statement, values) => this.#withFreshPlans(() => ask(statement, values)) };
  }

  /**
   * Tries once more, on a connection that has prepared nothing yet, where a plan from before a migration was refused: such a
   * refusal comes before the commit, so nothing was written.
   */
  async #withFreshPlans<T>(attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt();
    } catch (error) {
      if (!isStalePlan(error)) throw error;
      this.#connections.renew();
      return await attempt();
    }
  }

  /**
   * Reads that follow from one another, in one read-only transaction of one institution: the first leaves together with its
   * BEGIN, and nobody waits for its COMMIT. `work` may be run twice ({@link Database.transaction}).
   * @throws {DatabaseUnavailable} when there is no connection to be had
   */
  async reading<T>(institutionId: string, work: (db: Queryable) => Promise<T>): Promise<T> {
    return this.#withFreshPlans(() => this.#read(institutionId, work));
  }

  async #read<T>(institutionId: string, work: (db: Queryable) => Promise<T>): Promise<T> {
    const line = await this.#connections.take();
    const { client } = line;
    const begun = this.#control(line, opening(institutionId, 'read only'));
    // Both outcomes of each are looked at below, or told by what follows on the connection.
    begun.catch(() => undefined);
    const asking = this.#askingOn(line);
    try {
      const result = await work(asking);
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
      asking.end();
      client.query('commit').catch(() => undefined);
      this.#connections.giveBack(line);
    }
  }

  /**
   * What the work of a transaction asks. After `end` nothing is: whatever still runs when a part of the work has failed would get
   * into the transaction of whoever has the connection next.
   */
  #askingOn(line: Line, note?: (statement: Statement) => void): Queryable & { end(): void } {
    let isOver = false;
    return {
      query: async (statement, values) => {
        if (isOver) throw new Error('The transaction is over.');
        note?.(statement);
        line.sent(this.#statementMs);
        try {
          return await rowsOf(line.client, statement, values);
        } finally {
          line.answered(this.#statementMs);
        }
      },
      end: () => void (isOver = true),
    };
  }

  /** BEGIN, COMMIT and ROLLBACK. */
  async #control(line: Line, text: string, limitMs = beginMs): Promise<pg.QueryResult> {
    line.sent(limitMs);
    try {
      return await line.client.query(text);
    } finally {
      line.answered(this.#statementMs);
    }
  }

  /**
   * Runs `work` in one transaction of one institution: committed when it resolves, rolled back when it throws. `work` is run
   * a second time where a migration made a prepared statement of it stale; nothing of the first run was committed, so it must
   * leave nothing outside of the transaction either.
   * @param last what is still to be written when `work` has resolved: it leaves together with COMMIT, in one round trip
   * @throws {DatabaseUnavailable} when there is no connection to be had, no place among the writers, or a lock isn't released
   */
  async transaction<T>(
    institutionId: string,
    work: (tx: Queryable) => Promise<T>,
    last: () => LastStatement | undefined = () => undefined,
  ): Promise<T> {
    if (!(await this.#writes.take(turnMs)))
      throw new DatabaseUnavailable('The service is busy with other changes.');
    try {
      return await this.#withFreshPlans(() => this.#write(institutionId, work, last));
    } finally {
      this.#writes.giveBack();
    }
  }

  async #write<T>(
    institutionId: string,
    work: (tx: Queryable) => Promise<T>,
    last: () => LastStatement | undefined,
  ): Promise<T> {
    const line = await this.#connections.take();
    let broken: Error | undefined;
    const began = performance.now();
    const ran: string[] = [];
    const note = (statement: Statement) => {
      // Of a transaction with very many statements the first tell enough.
      if (ran.length < mostStatementsTold) ran.push(statement.name ?? statement.text.slice(0, 80));
    };
    const asking = this.#askingOn(line, note);
    try {
      const begin = opening(institutionId, 'read write', this.#lockTimeoutMs);
      await this.#control(line, begin);
      const result = await work(asking);
      const statement = last();
      const written = statement && asking.query(statement, statement.values);
      asking.end();
      await this.#commit(line, written);
      return result;
    } catch (error) {
      asking.end();
      await this.#control(line, 'rollback').catch((e: unknown) => (broken = e as Error));
      throw unavailable(error);
    } finally {
      this.#connections.giveBack(line, broken);
      const durationMs = performance.now() - began;
      if (durationMs > slowTransactionMs) this.#onSlowTransaction?.({ durationMs, ran });
    }
  }

  async #commit(line: Line, last: Promise<unknown> | undefined): Promise<void> {
    // Both are awaited, so that neither is left without a listener. Where the first fails, COMMIT is answered with ROLLBACK.
    const [written, ended] = await Promise.allSettled([
      last,
      this.#control(line, 'commit', this.#statementMs),
    ]);
    if (written.status === 'rejected') throw written.reason as Error;
    if (ended.status === 'rejected') throw ended.reason as Error;
    // After a swallowed error PostgreSQL answers COMMIT with ROLLBACK, and pg resolves.
    if (ended.value.command !== 'COMMIT') throw new Error('The transaction was rolled back.');
  }

  /**
   * Whether calls can be served.
   * @throws {DatabaseUnavailable} at the latest after `withinMs`
   */
  async ping(withinMs = 1_500): Promise<void> {
    let timer: NodeJS.Timeout;
    const late = new Promise<never>((_, reject) => {
      const error = new DatabaseUnavailable(`The database did not answer within ${withinMs} ms.`);
      timer = setTimeout(() => reject(error), withinMs);
    });
    await Promise.race([this.#ping(withinMs), late]).finally(() => clearTimeout(timer));
  }

  async #ping(withinMs: number): Promise<void> {
    const line = await this.#connections.take();
    try {
      // With the role that every call takes: a login that may not take it could serve nobody.
      const begin = "begin; select set_config('role', 'homecoming_app', true); commit";
      await this.#control(line, begin, withinMs);
    } catch (error) {
      throw unavailable(error);
    } finally {
      this.#connections.giveBack(line);
    }
  }

  /** Lets what is under way end for two seconds, then cuts it off. */
  async close(): Promise<void> {
    await this.#connections.close();
  }
}

/** Has the rest of a transaction wait for locks as long as its statements may take: for bulk work that would otherwise end. */
export const waitForLocks: Statement = { text: "select set_config('lock_timeout', '0', true)" };

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

function opening(institutionId: string, access: 'read only' | 'read write', lockTimeoutMs?: number): string {
  // It is written into the text because a simple query carries several statements, but no parameters.
  if (!institutionIdPattern.test(institutionId)) throw new Error('Not an institution id.');
  const lock = lockTimeoutMs === undefined ? '' : `, set_config('lock_timeout', '${lockTimeoutMs}ms', true)`;
  return (
    `begin ${access}; select set_config('role', 'homecoming_app', true), ` +
    `set_config('app.institution_id', '${institutionId}', true)${lock};`
  );
}

async function rowsOf<R>(
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

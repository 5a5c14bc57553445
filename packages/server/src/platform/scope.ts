import type { Logger } from 'pino';
import type { Audience } from './audience';
import type { Database, Queryable } from './database';
import { Outgoing } from './outbox';

export type { Audience };

/** The tenant whose rows a scope can reach. */
export interface Institution {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly mode: 'live' | 'test';
  /** Short tag of the institution in search documents. */
  readonly number: number;
  readonly audienceDefaults: Readonly<Partial<Record<string, Audience>>>;
  /** Counts below it are withheld from the public. */
  readonly publicCountThreshold: number;
}

/** Who is calling. */
export type Principal =
  | { readonly kind: 'publishable'; readonly keyId: string; readonly origins: readonly string[] }
  | { readonly kind: 'secret'; readonly keyId: string; readonly scopes: readonly string[] }
  /** The command line, on the operator's machine. */
  | { readonly kind: 'system' };

/** First argument of every command and store function: one institution, one caller, one way to the database. */
export interface Scope {
  readonly institution: Institution;
  readonly principal: Principal;
  readonly db: Queryable;
  readonly clock: () => Date;
  readonly log: Logger;
  /** Says within a transaction what it changes: see platform/outbox. */
  readonly changes: Outgoing['changes'];
  /** Asks within a transaction for background work. */
  readonly tasks: Outgoing['tasks'];
  /** Opens a read-only transaction for reads that follow from one another. */
  readonly reading: <T>(work: (scope: Scope) => Promise<T>) => Promise<T>;
  /** Opens a transaction: the scope given to `work` writes through it. */
  readonly transaction: <T>(work: (scope: Scope) => Promise<T>) => Promise<T>;
}

export interface ScopeParts {
  readonly database: Database;
  readonly institution: Institution;
  readonly principal: Principal;
  readonly clock: () => Date;
  readonly log: Logger;
  /** Told after each commit that has left something in the outbox. */
  readonly onOutgoing?: () => void;
}

const outside = {
  add: () => {
    throw new Error('Changes and tasks belong to a transaction.');
  },
};

export function openScope({ database, institution, principal, clock, log, onOutgoing }: ScopeParts): Scope {
  const scope: Scope = {
    institution,
    principal,
    clock,
    log,
    changes: outside,
    tasks: outside,
    db: database.of(institution.id),
    reading: (work) =>
      database.reading(institution.id, (db) => {
        const inside: Scope = { ...scope, db, reading: (nested) => nested(inside) };
        return work(inside);
      }),
    transaction: async (work) => {
      const outgoing = new Outgoing(clock);
      const { changes, tasks } = outgoing;
      const result = await database.transaction(
        institution.id,
        (tx) => {
          // A transaction within one is the same one: what is inside commits with it.
          const join: Scope['transaction'] = (nested) => nested(inside);
          const inside: Scope = { ...scope, db: tx, changes, tasks, reading: join, transaction: join };
          return work(inside);
        },
        () => outgoing.statement(),
      );
      if (!outgoing.isEmpty) onOutgoing?.();
      return result;
    },
  };
  return scope;
}

import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Bell } from './bell';
import type { Bus } from './bus';
import { type Database, DatabaseUnavailable, type Statement } from './database';

/** On the bus: somebody without a relay of its own has left something in the outbox. */
export const outgoingTopic = 'outgoing';

/** On the bus: logs have been moved. */
export const movedTopic = 'changes.moved';

/** Which logs one commit of the relay has moved, by institution: where each ends now, and the kinds of what was added. */
export type Moved = Readonly<Record<string, { readonly head: number; readonly kinds: readonly string[] }>>;

export interface RelayedBatch {
  readonly taken: number;
  readonly durationMs: number;
}

export interface RelayOptions {
  /** Best one with a connection of its own, which no writer keeps busy. */
  readonly database: Database;
  readonly bus: Bus;
  readonly log: Logger;
  readonly onBatch?: (batch: RelayedBatch) => void;
  readonly pollMs?: number;
}

export interface Relay {
  /** There may be something in the outbox. */
  wake(): void;
  /** Hands on what has been committed until now, and ends. */
  stop(): Promise<void>;
}

const mostAtOnce = 500;
const fewestAtOnce = 10;
/** From one batch to the next while commits follow one another: together they cost less than one by one. */
const gapMs = 8;
/** How long after a failure it is tried again. */
const pauseMs = 200;
/** After this the outbox is looked through whole, whatever is known of it. */
const wholeLookMs = 5_000;
/** What a stop waits for at most. */
const farewellMs = 2_000;

/**
 * One relay works at a time, whatever many there are: the lock is its transaction's. A killed process gives it back with its
 * connection, even from the middle of a statement; what hangs is cut off. In each case another relay is at work two
 * seconds later at the latest.
 */
const statementTimeoutMs = 1_500;
const limits = {
  lock_timeout: '1000ms',
  idle_in_transaction_session_timeout: '1000ms',
  client_connection_check_interval: '250ms',
};

const relayOutbox: Statement = {
  name: 'relay-outbox',
  text: 'select taken, heads, kinds, seen::text from relay_outbox($1, $2::text::pg_snapshot)',
};

interface RelayRow {
  readonly taken: number;
  readonly heads: Record<string, number> | null;
  readonly kinds: Record<string, string[]> | null;
  readonly seen: string;
}

/** Hands on what transactions leave in the outbox: woken by commits, and by itself now and then. */
export function startRelay(options: RelayOptions): Relay {
  const { database, bus, log, pollMs = 500 } = options;
  const db = database.acrossWith(limits, statementTimeoutMs);
  const bell = new Bell();
  const stopping = new AbortController();
  const rest = (ms: number) => delay(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  let atOnce = mostAtOnce;
  let seen: string | undefined;
  let lookedWholeAt = 0;

  /** @returns whether there may be more */
  const relayBatch = async (): Promise<boolean> => {
    const began = performance.now();
    if (began - lookedWholeAt > wholeLookMs) seen = undefined;
    const since = seen;
    // Known again only when this has been committed, and has left nothing.
    seen = undefined;
    const [row] = await db.query<RelayRow>(relayOutbox, [atOnce, since ?? null]);
    const { taken, heads, kinds } = row!;
    const isFull = taken === atOnce;
    if (since === undefined) lookedWholeAt = began;
    if (!isFull) seen = row!.seen;
    if (taken) options.onBatch?.({ taken, durationMs: performance.now() - began });
    if (heads && kinds) {
      const moved = Object.entries(heads).map(([id, head]) => [id, { head, kinds: kinds[id]! }] as const);
      bus.publish(movedTopic, Object.fromEntries(moved) satisfies Moved);
    }
    atOnce = Math.min(mostAtOnce, atOnce * 2);
    return isFull;
  };

  const relayAll = async (): Promise<void> => {
    while (await relayBatch());
  };

  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await relayAll();
        await rest(gapMs);
        await bell.rung(pollMs);
      } catch (error) {
        // Cut off: fewer go faster.
        const { code } = (error instanceof DatabaseUnavailable ? error.cause : error) as { code?: string };
        if (code === '57014') atOnce = Math.max(fewestAtOnce, atOnce >> 2);
        if (code === '55P03') continue; // another process is at it
        log.error({ err: error }, 'the relay failed and will retry');
        await rest(pauseMs);
      }
    }
    await relayAll().catch((error: unknown) =>
      log.warn({ err: error }, 'the relay could not finish its work'),
    );
  };

  const unsubscribe = bus.subscribe(outgoingTopic, () => bell.ring());
  const working = work();
  return {
    wake: () => bell.ring(),
    stop: async () => {
      unsubscribe();
      stopping.abort();
      bell.ring();
      // What is not handed on now is found by the next relay.
      await Promise.race([working, delay(farewellMs, undefined, { ref: false })]);
    },
  };
}

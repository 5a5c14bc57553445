import type { Audience, Scope } from '../../platform/scope';
import { type LogPosition, requireKept } from './log-position';
import { type ChangeRow, selectBlock } from './store';

/** A change as the log has it, with internal ids. */
export type Change = ChangeRow;

export interface ReadChanges {
  /** The position to go on from, as the last block gave it; undefined: from the oldest that is kept. */
  readonly after: LogPosition | undefined;
  readonly limit: number;
  /** Undefined: all. */
  readonly types?: readonly string[] | undefined;
  /** Those of changes that may be known; undefined: all. */
  readonly audiences?: readonly Audience[] | undefined;
}

/** A piece of the log, in its order. */
export interface Block {
  readonly changes: readonly Change[];
  /** How far the log has been read: where to read on from. */
  readonly position: LogPosition;
  /** Whether there may be more right now. */
  readonly more: boolean;
}

/**
 * Reads the institution's log. A reader that hands back each block's position sees every change once, in the order of the log.
 * @throws {Problem} position_expired where it can't be told that nothing is skipped
 */
export async function readChanges(scope: Scope, query: ReadChanges): Promise<Block> {
  const { after, limit } = query;
  const { first, scanned, isCutOff, changes } = await selectBlock(scope, { ...query, after: after?.number });
  const start = after ?? { number: Math.max(0, (first?.number ?? 1) - 1) };
  requireKept(start, first);
  const last = changes.at(-1);
  if (last && changes.length === limit)
    return { changes, position: { number: last.position, changeId: last.id }, more: true };
  // What is known of a number alone, such as one that an earlier version gave out, gets the change's id here.
  const here = first?.number === start.number ? first : start;
  return { changes, position: scanned ?? here, more: isCutOff };
}

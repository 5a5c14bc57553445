import { Problem } from '../../contract/problems';
import type { Audience, Scope } from '../../platform/scope';
import { selectBlock, type ChangeRow } from './store';

/** A change as the log has it, with internal ids. */
export type Change = ChangeRow;

export interface ReadChanges {
  /** The position to go on from, as the last block gave it; undefined: from the oldest that is kept. */
  readonly after: number | undefined;
  readonly limit: number;
  /** Exact types, and wildcards such as `profile.*`; undefined: all. */
  readonly types?: readonly string[] | undefined;
  /** Those of changes that may be known; undefined: all. */
  readonly audiences?: readonly Audience[] | undefined;
}

/** A piece of the log, in its order. */
export interface Block {
  readonly changes: readonly Change[];
  /** Up to where the log has been looked through: what to read on from. */
  readonly position: number;
  /** Whether there may be more right now. */
  readonly more: boolean;
}

/**
 * Reads the institution's log. Whoever hands each block's position back sees every change once, in the order of the log.
 * @throws {Problem} position_expired where changes after the position have been removed by age; invalid_position where the
 * log has not come so far
 */
export async function readChanges(scope: Scope, question: ReadChanges): Promise<Block> {
  const { limit } = question;
  const { first, scanned, changes } = await selectBlock(scope, question);
  const after = question.after ?? Math.max(0, (first ?? 1) - 1);
  if (first === undefined && after > 0) {
    throw new Problem('invalid_position', 'The log has not come that far. Was the database restored?');
  }
  if (first !== undefined && first > after + 1) {
    throw new Problem(
      'position_expired',
      'Changes after this position are kept no more. Begin anew without `after`; delete a consumer, and put it again.',
    );
  }
  const last = changes.at(-1);
  if (last && changes.length === limit) return { changes, position: last.position, more: true };
  return { changes, position: scanned.position ?? after, more: scanned.isCutOff };
}

/** How wide audiences are, seen from the narrowest that a reader may be of. */
const within: Readonly<Record<Audience, readonly Audience[]>> = {
  public: ['public'],
  members: ['public', 'members'],
  private: ['public', 'members', 'private'],
};

/** The audiences whose changes a viewer may know of. */
export const audiencesWithin = (viewer: Audience): readonly Audience[] => within[viewer];

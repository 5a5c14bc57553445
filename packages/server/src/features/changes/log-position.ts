import { Problem } from '../../contract/problems';

/**
 * A place in an institution's log: behind the change of this number. The change's id tells whether the log is still the one in which
 * the reader got there: after a restore from a backup, the numbers behind its end are given to other changes.
 */
export interface LogPosition {
  readonly number: number;
  /** Undefined where the number alone is known: before the first change, in an outlet's own table, in texts of earlier versions. */
  readonly changeId?: string | undefined;
}

/**
 * @param first the first change that the log has from the position on, including the one at the position itself
 * @throws {Problem} position_expired where changes after the position have been removed, or the log is another one: restored from a backup
 */
export function requireKept({ number, changeId }: LogPosition, first: LogPosition | undefined): void {
  const isKept =
    changeId !== undefined
      ? first?.number === number && first.changeId === changeId
      : first
        ? first.number <= number + 1
        : number === 0;
  if (isKept) return;
  throw new Problem(
    'position_expired',
    'Changes after this position were removed because of their age, or the log was restored from a backup. Copy the data again, then read without `after`. If you use a consumer, delete it and create it again.',
  );
}

import type { Scope } from '../../platform/scope';
import { compare, type Described, proofs, wordsOf } from '../directory';
import type { ListRow } from './list';
import { selectProvingRows } from './store';

/**
 * Of which of these profiles a registrar's list has a row that proves what somebody states of themselves. A hint for whoever decides, never
 * a decision: classmates know each other's names, years and birthdays.
 */
export async function proofsOfRegistrar(
  scope: Scope,
  stated: Described,
  profileIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await selectProvingRows(scope, profileIds);
  return new Set(rows.filter((row) => proves(row, stated)).map(({ profileId }) => profileId!));
}

function proves({ name, batchYear, ...row }: ListRow, stated: Described): boolean {
  const nameWords = new Set(wordsOf(name).map(({ word }) => word));
  const { agrees, disagrees } = compare(stated, { ...row, nameWords, batchYears: [batchYear] });
  return !disagrees.length && proofs.some((details) => details.every((detail) => agrees.includes(detail)));
}

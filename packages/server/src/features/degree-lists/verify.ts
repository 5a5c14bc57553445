import type { Scope } from '../../platform/scope';
import { findByRegister, lockLivingProfiles, type ProvenDegree, verifyDegrees } from '../directory';
import { type ListRow, rowsAtOnce } from './list';
import { findDegree, type Finding } from './row-matching';
import { type CheckedRow, findList, lockList, selectRows, setRowsChecked } from './store';

/**
 * Compares the next rows of a list with the directory, in one transaction: outcomes, degrees, changes and how far the list is are
 * committed together, so that who was killed in the middle has done nothing, and who comes second finds it done.
 * @returns whether there may be more
 */
export async function verifyNextRows(scope: Scope, listId: string): Promise<boolean> {
  const list = await findList(scope, listId);
  if (!list || list.finishedAt) return false;
  const rows = await selectRows(scope, { listId, after: list.checkedThrough, limit: rowsAtOnce });
  if (!rows.length) return false;
  const found = await findByRegister(scope, rows);
  const ids = [...new Set(found.flatMap(({ holder, ofBirth }) => [...(holder ? [holder] : []), ...ofBirth]))];
  await scope.transaction(async (tx) => {
    const { checkedThrough } = (await lockList(tx, listId))!;
    // Another run was faster.
    if (checkedThrough !== list.checkedThrough) return;
    const living = await lockLivingProfiles(tx, ids);
    const findings = rows.map((row, i) => findDegree(row, found[i]!, living));
    await verifyDegrees(
      tx,
      listId,
      findings.filter((finding) => finding.outcome === 'proven'),
    );
    await setRowsChecked(
      tx,
      listId,
      rows.map((row, i) => checked(row, findings[i]!, listId)),
    );
  });
  return true;
}

/** `verified` is what this list has verified, whichever of its rows came first: their order makes no difference. */
function checked({ number }: ListRow, finding: Finding, listId: string): CheckedRow {
  const profileId = 'profile' in finding ? finding.profile?.id : undefined;
  if (finding.outcome !== 'proven') return { number, outcome: finding.outcome, profileId };
  return { number, outcome: isOfAnother(finding, listId) ? 'alreadyVerified' : 'verified', profileId };
}

function isOfAnother({ profile, position }: ProvenDegree, listId: string): boolean {
  const { verification } = profile.degrees[position]!;
  return verification !== undefined && verification.by !== listId;
}

import type { Scope } from '../../platform/scope';
import { findProfiles } from '../directory';
import { findMembers, ownersOf } from '../members';
import { type DegreeList, rowsAtOnce } from './list';
import { mailVerified } from './mails';
import { lockList, selectProfilesToTell, setFinished, setToldThrough } from './store';

/**
 * Tells the next of those who have a degree that the list has verified: each once, by one mail for all of their degrees. When nobody is
 * left the list is done.
 * @returns whether there may be more
 */
export async function tellNext(scope: Scope, listId: string): Promise<boolean> {
  return scope.transaction(async (tx) => {
    const list = await lockList(tx, listId);
    if (!list || list.finishedAt) return false;
    const profileIds = await selectProfilesToTell(tx, list, rowsAtOnce);
    if (!profileIds.length) {
      await finish(tx, list);
      return false;
    }
    await tell(tx, listId, profileIds);
    await setToldThrough(tx, listId, profileIds.at(-1)!);
    return true;
  });
}

async function tell(tx: Scope, listId: string, profileIds: readonly string[]): Promise<void> {
  const owners = await ownersOf(tx, profileIds);
  if (!owners.size) return;
  const members = new Map((await findMembers(tx, [...owners.values()])).map((each) => [each.id, each]));
  for (const profile of await findProfiles(tx, [...owners.keys()])) {
    const member = members.get(owners.get(profile.id)!);
    // What was changed since the row was compared is not verified any more.
    const degrees = profile.degrees.filter(({ verification }) => verification?.by === listId);
    if (member && member.status !== 'banned' && degrees.length) await mailVerified(tx, member.email, degrees);
  }
}

async function finish(tx: Scope, { id }: DegreeList): Promise<void> {
  const { version, name, rowCount, counts } = await setFinished(tx, id);
  tx.changes.add({ type: 'degreeList.finished', subjectId: id, version, audience: 'private' });
  tx.audit.add({
    action: 'degree_list.finished',
    subject: { kind: 'degreeList', id },
    after: { name, rows: rowCount, ...counts },
  });
}

import { Problem } from '../../contract/problems';
import type { Scope } from '../../platform/scope';
import {
  alreadyInvited,
  findPendingInvitation,
  type InvitationDraft,
  invite,
  refuseInviting,
} from '../invitations';
import { findKeyById } from '../keys';
import {
  accessAfter,
  type AccessChange,
  findMember,
  isActingAdmin,
  lockMemberRoles,
  selectActingAdmins,
  updateMember,
} from '../members';
import type { Revocations } from '../tokens';
import type { BulkAction, BulkItem, BulkOutcome } from './bulk-action';
import { forgetOutcomes, lockAction, recordOutcomes, selectItems, setStatus } from './store';

/** So many in one transaction, which then takes a fraction of a second. */
const portion = 50;

/**
 * Goes through all whom a bulk action is for, portion by portion. Outcomes are committed with what was done: a process that is
 * killed leaves the rest to the next try, and nothing is done twice.
 */
export async function goThrough(
  scope: Scope,
  revocations: Revocations,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  const action = await scope.transaction((tx) => begin(tx, id));
  if (!action) return;
  const asked = scope.onBehalfOf(action.actor);
  const perform = action.dryRun ? await rehearsing(scope, action) : performing(revocations, action);
  do signal.throwIfAborted();
  while (await asked.transaction((tx) => doPortion(tx, id, perform)));
}

/** Undefined where it has ended. A dry run, which is of one piece, begins anew. */
async function begin(tx: Scope, id: string): Promise<BulkAction | undefined> {
  const action = await lockAction(tx, id);
  if (!action || action.finishedAt) return undefined;
  if (action.dryRun) await forgetOutcomes(tx, id);
  await setStatus(tx, id, 'running');
  return action;
}

/** Does it to one, or refuses; whether something has changed. @throws {Problem} before anything was written */
type Perform = (tx: Scope, item: BulkItem) => Promise<boolean>;

/** @returns whether there is more */
async function doPortion(tx: Scope, id: string, perform: Perform): Promise<boolean> {
  const action = await lockAction(tx, id);
  if (!action || action.finishedAt) return false;
  if (!(await mayStill(tx, action.actor))) return end(tx, id, 'stopped');
  // In the order in which whoever changes what members may do locks.
  await lockMemberRoles(tx);
  const items = await selectItems(tx, id, { after: 0, outcome: 'waiting', limit: portion });
  if (!items.length) return end(tx, id, 'done');
  const done = [];
  for (const item of items) done.push({ position: item.position, ...(await outcomeOf(tx, item, perform)) });
  await recordOutcomes(tx, id, done);
  return true;
}

/** Whether whoever asked could ask now: what was taken from them acts on what they have begun. */
async function mayStill(tx: Scope, { kind, id }: BulkAction['actor']): Promise<boolean> {
  if (kind === 'member') {
    const member = await findMember(tx, id);
    return member !== undefined && isActingAdmin(member);
  }
  const key = await findKeyById(tx, id);
  if (!key || key.revokedAt || !key.scopes.includes('members:write')) return false;
  return !key.expiresAt || key.expiresAt > tx.clock();
}

async function end(tx: Scope, id: string, status: 'done' | 'stopped'): Promise<boolean> {
  await setStatus(tx, id, status);
  return false;
}

async function outcomeOf(
  tx: Scope,
  item: BulkItem,
  perform: Perform,
): Promise<{ outcome: BulkOutcome; code: string | undefined }> {
  try {
    return { outcome: (await perform(tx, item)) ? 'changed' : 'unchanged', code: undefined };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { outcome: 'refused', code: error.code };
  }
}

function performing(revocations: Revocations, { work }: BulkAction): Perform {
  return async (tx, { subject }) => {
    if ('invitation' in subject) {
      await invite(tx, subject.invitation);
      return true;
    }
    const before = await findMember(tx, subject.memberId);
    const after = await updateMember(tx, revocations, subject.memberId, changeOf(work));
    return before?.version !== after.version;
  };
}

/** Tells what performing would, with all that the same dry run has found before, and writes nothing. */
async function rehearsing(scope: Scope, { work }: BulkAction): Promise<Perform> {
  const admins = new Set(await selectActingAdmins(scope));
  return async (tx, { subject }) => {
    if ('invitation' in subject) {
      await rehearseInviting(tx, subject.invitation);
      return true;
    }
    return rehearseUpdate(tx, subject.memberId, changeOf(work), admins);
  };
}

async function rehearseInviting(tx: Scope, draft: InvitationDraft): Promise<void> {
  await refuseInviting(tx, draft);
  if (await findPendingInvitation(tx, draft.email)) throw alreadyInvited();
}

async function rehearseUpdate(
  tx: Scope,
  id: string,
  change: AccessChange,
  admins: Set<string>,
): Promise<boolean> {
  const before = await findMember(tx, id);
  if (!before) throw new Problem('not_found', 'No such member.');
  const { role, status } = accessAfter(before, change);
  if (role === before.role && status === before.status) return false;
  if (isActingAdmin({ role, status })) admins.add(id);
  else if (admins.has(id) && admins.size === 1)
    throw new Problem('last_admin', 'No other member is an admin.');
  else admins.delete(id);
  return true;
}

function changeOf(work: BulkAction['work']): AccessChange {
  if (work.kind !== 'updateMembers') throw new Error('Nothing is changed of members.');
  return work.change;
}

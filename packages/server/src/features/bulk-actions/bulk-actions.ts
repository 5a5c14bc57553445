import { invalidField, Problem } from '../../contract/problems';
import { newId } from '../../platform/ids';
import { actorOf, type Scope } from '../../platform/scope';
import { defineTask } from '../../platform/tasks';
import type { InvitationDraft } from '../invitations';
import { type AccessChange, type MemberFilter, normalizedEmail, selectMemberIds } from '../members';
import type { BulkAction, BulkSubject, BulkWork } from './bulk-action';
import { copyItems, findAction, insertAction, insertItems, lockAction } from './store';

const mostMembers = 50_000;

export interface BulkUpdate {
  readonly change: AccessChange;
  /** Whom: these, or all that a filter finds now. */
  readonly of: readonly string[] | MemberFilter;
  readonly dryRun: boolean;
}

/** @throws {Problem} invalid_request where too many are meant, or nobody */
export async function bulkUpdateMembers(
  scope: Scope,
  { change, of, dryRun }: BulkUpdate,
): Promise<BulkAction> {
  return scope.transaction(async (tx) => {
    const ids = Array.isArray(of) ? [...new Set(of as string[])] : await membersOf(tx, of as MemberFilter);
    const subjects = ids.map((memberId) => ({ memberId }));
    return begin(tx, { kind: 'updateMembers', change }, subjects, dryRun);
  });
}

async function membersOf(tx: Scope, filter: MemberFilter): Promise<string[]> {
  const ids = await selectMemberIds(tx, filter, mostMembers + 1);
  if (ids.length > mostMembers) throw invalidFilter(`must match at most ${mostMembers} members`);
  if (!ids.length) throw invalidFilter('matches no members');
  return ids;
}

const invalidFilter = (message: string) => invalidField('/filter', message);

/** @throws {Problem} invalid_request where an address is none, or stands there twice */
export async function bulkInvite(
  scope: Scope,
  people: readonly InvitationDraft[],
  dryRun: boolean,
): Promise<BulkAction> {
  const seen = new Set<string>();
  const subjects = people.map((draft, place) => {
    const email = addressAt(draft.email, place);
    if (seen.has(email)) throw invalidAddress(place, 'appears twice');
    seen.add(email);
    return { invitation: { ...draft, email } };
  });
  return scope.transaction((tx) => begin(tx, { kind: 'invite' }, subjects, dryRun));
}

function addressAt(email: string, place: number): string {
  try {
    return normalizedEmail(email);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw invalidAddress(place, 'must be an email address that can receive mail');
  }
}

const invalidAddress = (place: number, message: string) => invalidField(`/people/${place}/email`, message);

/** Does in earnest what a dry run has shown, to the very same people. @throws {Problem} not_found, not_runnable */
export async function runBulkAction(scope: Scope, id: string): Promise<BulkAction> {
  return scope.transaction(async (tx) => {
    const shown = await lockAction(tx, id);
    if (!shown) throw noAction();
    if (!shown.dryRun || shown.status !== 'done')
      throw new Problem('not_runnable', 'This bulk action isn’t a finished dry run.');
    const made = await insertAction(tx, { ...draftOf(tx, shown.work, false), dryRunOf: id });
    if (!made) throw new Problem('not_runnable', 'This dry run was already carried out.');
    await copyItems(tx, made.id, id);
    ask(tx, made);
    return made;
  });
}

async function begin(
  tx: Scope,
  work: BulkWork,
  subjects: readonly BulkSubject[],
  dryRun: boolean,
): Promise<BulkAction> {
  const made = (await insertAction(tx, draftOf(tx, work, dryRun)))!;
  await insertItems(tx, made.id, subjects);
  ask(tx, made);
  return made;
}

function draftOf({ principal }: Scope, work: BulkWork, dryRun: boolean) {
  const { kind, id } = actorOf(principal);
  if ((kind !== 'member' && kind !== 'secretKey') || id === undefined)
    throw new Error('The contract lets in admins and secret keys only.');
  return { id: newId(), work, dryRun, dryRunOf: undefined, actor: { kind, id } };
}

export const bulkTask = defineTask<{ readonly bulkActionId: string }>('bulkActions.run', {
  queue: 'bulk actions',
});

function ask(tx: Scope, { id, work, dryRun, dryRunOf }: BulkAction): void {
  bulkTask.add(tx, { bulkActionId: id });
  if (dryRun) return;
  tx.audit.add({
    action: 'bulk_action.created',
    subject: { kind: 'bulkAction', id },
    after: { ...work, ...(dryRunOf && { wasShown: true }) },
  });
}

/** @throws {Problem} not_found */
export async function getBulkAction(scope: Scope, id: string): Promise<BulkAction> {
  const action = await findAction(scope, id);
  if (!action) throw noAction();
  return action;
}

const noAction = () => new Problem('not_found', 'No such bulk action.');

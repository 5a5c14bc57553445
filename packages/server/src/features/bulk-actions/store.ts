import type { Statement } from '../../platform/database';
import type { Scope } from '../../platform/scope';
import type { InvitationDraft } from '../invitations';
import type { AccessChange } from '../members';
import type {
  BulkAction,
  BulkCounts,
  BulkItem,
  BulkOutcome,
  BulkStatus,
  BulkSubject,
  BulkWork,
} from './bulk-action';

interface ActionRow {
  readonly id: string;
  readonly kind: BulkWork['kind'];
  readonly change: AccessChange | null;
  readonly dry_run: boolean;
  readonly dry_run_of: string | null;
  readonly status: BulkStatus;
  readonly actor_kind: BulkAction['actor']['kind'];
  readonly actor_id: string;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

const columns =
  'id, kind, change, dry_run, dry_run_of, status, actor_kind, actor_id, created_at, finished_at';
const own = 'institution_id = current_institution()';

const toAction = (row: ActionRow): BulkAction => ({
  id: row.id,
  work: row.change ? { kind: 'updateMembers', change: row.change } : { kind: 'invite' },
  dryRun: row.dry_run,
  dryRunOf: row.dry_run_of ?? undefined,
  status: row.status,
  actor: { kind: row.actor_kind, id: row.actor_id },
  createdAt: row.created_at,
  finishedAt: row.finished_at ?? undefined,
});

async function one(
  scope: Scope,
  statement: Statement,
  values: readonly unknown[],
): Promise<BulkAction | undefined> {
  const [row] = await scope.db.query<ActionRow>(statement, values);
  return row && toAction(row);
}

const insert: Statement = {
  text: `insert into bulk_actions (institution_id, id, kind, change, dry_run, dry_run_of, status, actor_kind, actor_id, created_at)
         values (current_institution(), $1, $2, $3, $4, $5, 'queued', $6, $7, $8)
         on conflict (institution_id, dry_run_of) where dry_run_of is not null do nothing returning ${columns}`,
};

export type NewBulkAction = Pick<BulkAction, 'id' | 'work' | 'dryRun' | 'dryRunOf' | 'actor'>;

/** @returns undefined where the dry run has been run */
export function insertAction(tx: Scope, action: NewBulkAction): Promise<BulkAction | undefined> {
  const { id, work, dryRun, dryRunOf, actor } = action;
  const change = work.kind === 'updateMembers' ? JSON.stringify(work.change) : null;
  const values = [id, work.kind, change, dryRun, dryRunOf ?? null, actor.kind, actor.id, tx.clock()];
  return one(tx, insert, values);
}

const items =
  'insert into bulk_action_items (institution_id, bulk_action_id, position, member_id, invitation)';

const insertSubjects: Statement = {
  text: `${items}
         select current_institution(), $1, ord, subject.member_id, subject.invitation
         from unnest($2::uuid[], $3::jsonb[]) with ordinality as subject(member_id, invitation, ord)`,
};

export async function insertItems(
  tx: Scope,
  actionId: string,
  subjects: readonly BulkSubject[],
): Promise<void> {
  const members = subjects.map((subject) => ('memberId' in subject ? subject.memberId : null));
  const invitations = subjects.map((subject) =>
    'invitation' in subject ? JSON.stringify(subject.invitation) : null,
  );
  await tx.db.query(insertSubjects, [actionId, members, invitations]);
}

const insertSame: Statement = {
  text: `${items}
         select current_institution(), $1, position, member_id, invitation from bulk_action_items
         where ${own} and bulk_action_id = $2`,
};

/** Those of another action. */
export async function copyItems(tx: Scope, actionId: string, from: string): Promise<void> {
  await tx.db.query(insertSame, [actionId, from]);
}

const byId: Statement = { text: `select ${columns} from bulk_actions where ${own} and id = $1` };

export const findAction = (scope: Scope, id: string) => one(scope, byId, [id]);

const lock: Statement = { text: `${byId.text} for update` };

/** One process at a time goes on with it. */
export const lockAction = (tx: Scope, id: string) => one(tx, lock, [id]);

const list: Statement = {
  text: `select ${columns} from bulk_actions where ${own} and ($1::uuid is null or id < $1) order by id desc limit $2`,
};

/** The newest first. */
export async function selectActions(
  scope: Scope,
  { before, limit }: { readonly before: string | undefined; readonly limit: number },
): Promise<BulkAction[]> {
  return (await scope.db.query<ActionRow>(list, [before ?? null, limit])).map(toAction);
}

const counts: Statement = {
  text: `select bulk_action_id as id, outcome, count(*)::int as count from bulk_action_items
         where ${own} and bulk_action_id = any($1::uuid[]) group by 1, 2`,
};

/** How many of each outcome, by action. */
export async function countOutcomes(
  scope: Scope,
  ids: readonly string[],
): Promise<ReadonlyMap<string, BulkCounts>> {
  const none: BulkCounts = { waiting: 0, changed: 0, unchanged: 0, refused: 0 };
  const rows = await scope.db.query<{ id: string; outcome: BulkOutcome; count: number }>(counts, [ids]);
  const found = new Map<string, BulkCounts>(ids.map((id) => [id, none]));
  for (const { id, outcome, count } of rows) found.set(id, { ...found.get(id)!, [outcome]: count });
  return found;
}

interface ItemRow {
  readonly position: number;
  readonly member_id: string | null;
  readonly invitation: InvitationDraft | null;
  readonly outcome: BulkOutcome;
  readonly code: string | null;
}

const toItem = ({ position, member_id, invitation, outcome, code }: ItemRow): BulkItem => ({
  position,
  subject: member_id === null ? { invitation: invitation! } : { memberId: member_id },
  outcome,
  code: code ?? undefined,
});

const ofAction: Statement = {
  text: `select position, member_id, invitation, outcome, code from bulk_action_items
         where ${own} and bulk_action_id = $1 and position > $2 and ($3::text is null or outcome = $3)
         order by position limit $4`,
};

export interface ItemQuestion {
  readonly after: number;
  readonly outcome: BulkOutcome | undefined;
  readonly limit: number;
}

export async function selectItems(
  scope: Scope,
  actionId: string,
  { after, outcome, limit }: ItemQuestion,
): Promise<BulkItem[]> {
  return (await scope.db.query<ItemRow>(ofAction, [actionId, after, outcome ?? null, limit])).map(toItem);
}

const setOutcomes: Statement = {
  text: `update bulk_action_items item set outcome = done.outcome, code = done.code
         from unnest($2::int[], $3::text[], $4::text[]) as done(position, outcome, code)
         where ${own} and bulk_action_id = $1 and item.position = done.position`,
};

export async function recordOutcomes(
  tx: Scope,
  actionId: string,
  done: readonly Pick<BulkItem, 'position' | 'outcome' | 'code'>[],
): Promise<void> {
  await tx.db.query(setOutcomes, [
    actionId, done.map(({ position }) => position), done.map(({ outcome }) => outcome), done.map(({ code }) => code ?? null),
  ]); // prettier-ignore
}

const forget: Statement = {
  text: `update bulk_action_items set outcome = 'waiting', code = null
         where ${own} and bulk_action_id = $1 and outcome <> 'waiting'`,
};

/** As if none had been looked at. */
export async function forgetOutcomes(tx: Scope, actionId: string): Promise<void> {
  await tx.db.query(forget, [actionId]);
}

const status: Statement = {
  text: `update bulk_actions set status = $2, finished_at = $3 where ${own} and id = $1`,
};

export async function setStatus(tx: Scope, id: string, to: BulkStatus): Promise<void> {
  const isFinished = to === 'done' || to === 'stopped';
  await tx.db.query(status, [id, to, isFinished ? tx.clock() : null]);
}

import { Problem } from '../../contract/problems';
import { waitForLocks } from '../../platform/database';
import type { Scope } from '../../platform/scope';
import { isChange, type ProfileWrite } from './changes';
import { displayNameOf, type Profile } from './profile';
import { lockProfilesByExternalId } from './profile-store';
import {
  applyUpdates,
  newProfiles,
  type PlannedWrites,
  planWrites,
  type ProfileCreate,
  writePlanned,
} from './profiles';
import { sharesName } from './same-name';

export interface LoadReport {
  created: number;
  updated: number;
  unchanged: number;
  /** Those that couldn't be written. The others were. */
  readonly refused: RefusedDraft[];
}

export interface RefusedDraft {
  readonly draft: ProfileCreate;
  /** In plain words. */
  readonly reason: string;
}

/** A part of a register that is written together. */
export interface Chunk {
  readonly drafts: readonly ProfileCreate[];
  readonly externalIds: ReadonlySet<string>;
  /** What it comes to if nobody in it is known; fails where one of the drafts can't be written. */
  readonly asNew: Promise<PlannedWrites>;
  /** Nothing of it is kept: it is only found out what it would come to. */
  readonly dryRun: boolean;
}

/** What takes time and no lock is done before the chunk's transaction; its batches in one of their own. */
export function chunkOf(scope: Scope, drafts: readonly ProfileCreate[], dryRun: boolean): Chunk {
  const asNew = transactionOf(
    scope,
    dryRun,
  )((tx) => newProfiles(tx, drafts)).then((made) =>
    planWrites(
      made.map((after) => ({ after })),
      scope.institution,
    ),
  );
  asNew.catch(() => undefined);
  const externalIds = new Set(drafts.flatMap(({ externalId }) => externalId ?? []));
  return { drafts, externalIds, asNew, dryRun };
}

/**
 * Writes a chunk. Where one of its drafts can't be written its halves are, and so on, until only that draft is left over.
 * @returns how long the last transaction took, in milliseconds
 */
export async function writeOrDivide(scope: Scope, chunk: Chunk, report: LoadReport): Promise<number> {
  const began = performance.now();
  try {
    const { refused, ...counts } = await transactionOf(scope, chunk.dryRun)((tx) => write(tx, chunk));
    report.created += counts.created;
    report.updated += counts.updated;
    report.unchanged += counts.unchanged;
    report.refused.push(...refused);
    return performance.now() - began;
  } catch (error) {
    const reason = reasonInDraft(error);
    if (reason === undefined) throw error;
    const { drafts, dryRun } = chunk;
    if (drafts.length === 1) {
      report.refused.push({ draft: drafts[0]!, reason });
      return performance.now() - began;
    }
    const half = Math.ceil(drafts.length / 2);
    await writeOrDivide(scope, chunkOf(scope, drafts.slice(0, half), dryRun), report);
    return writeOrDivide(scope, chunkOf(scope, drafts.slice(half), dryRun), report);
  }
}

/** What is wrong with the draft; undefined where the draft isn't the cause, so that others would fail as well. */
function reasonInDraft(error: unknown): string | undefined {
  if (error instanceof Problem) return error.status < 500 ? error.message : undefined;
  // Data exceptions, constraints, and what is too large for an index; not the database's own troubles.
  const { code = '' } = error as { code?: string };
  return /^(22|23|54)/.test(code) ? `A value can’t be stored (SQLSTATE ${code}).` : undefined;
}

/** Within the chunk's transaction. */
async function write(tx: Scope, chunk: Chunk): Promise<LoadReport> {
  await tx.db.query(waitForLocks);
  const { refused, ...planned } = await plan(tx, chunk);
  if (planned.writes.length && !chunk.dryRun) await writePlanned(tx, planned);
  const created = planned.writes.filter(({ before }) => !before).length;
  const updated = planned.writes.length - created;
  const unchanged = chunk.drafts.length - planned.writes.length - refused.length;
  return { created, updated, unchanged, refused };
}

/** What the chunk changes, now that those whom the register knows are locked. */
async function plan(
  tx: Scope,
  { drafts, externalIds, asNew }: Chunk,
): Promise<PlannedWrites & { readonly refused: RefusedDraft[] }> {
  const refused: RefusedDraft[] = [];
  const planned = await asNew;
  const locked = await lockProfilesByExternalId(tx, [...externalIds]);
  if (!locked.length) return { ...planned, refused };
  const known = new Map(locked.map((profile) => [profile.externalId, profile]));
  const created: ProfileWrite[] = [];
  const updates: { before: Profile; update: ProfileCreate }[] = [];
  drafts.forEach((draft, i) => {
    const before = draft.externalId === undefined ? undefined : known.get(draft.externalId);
    if (!before) created.push(planned.writes[i]!);
    else if (sharesName(before, draft)) updates.push({ before, update: draft });
    else
      refused.push({
        draft,
        reason: `The ID ${draft.externalId} already belongs to ${displayNameOf(before)}, who has a different name. If this is the same person, change the name in Homecoming first.`,
      });
  });
  const updated = (await applyUpdates(tx, updates)).map((after, i) => ({
    before: updates[i]!.before,
    after,
  }));
  return { ...planWrites([...created, ...updated.filter(isChange)], tx.institution), refused };
}

/** How transactions are opened: those of a dry run leave nothing. */
function transactionOf(scope: Scope, dryRun: boolean): Scope['transaction'] {
  if (!dryRun) return scope.transaction;
  return async (work) => {
    let done: { readonly result: Awaited<ReturnType<typeof work>> } | undefined;
    const undo = new Error('Rolled back on purpose.');
    try {
      await scope.transaction(async (tx) => {
        done = { result: await work(tx) };
        throw undo;
      });
    } catch (error) {
      if (error !== undo) throw error;
    }
    return done!.result;
  };
}

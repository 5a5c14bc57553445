import { waitForLocks } from '../../platform/database';
import { storedPhotoOfAddress } from '../../platform/files';
import type { Scope } from '../../platform/scope';
import { lockProfilesByExternalId } from './store';
import {
  applyUpdates,
  newProfiles,
  planWrites,
  writePlanned,
  type PlannedWrites,
  type ProfileCreate,
} from './profiles';
import { isChange, type ProfileWrite } from './changes';
import type { Profile } from './profile';

// What a chunk's transaction may take: its locks are in others' way, and no machine is to come near a second.
const chunkMs = 600;
const sizes = { first: 100, smallest: 20, largest: 2_000 };

export interface LoadReport {
  created: number;
  updated: number;
  unchanged: number;
}

/** So many chunks are written at a time: one while the other waits for the disk, or for the first one's counts. */
const mostAtOnce = 2;

/**
 * Loads drafts of a register in chunks, one transaction each. A draft whose external id is known updates that profile
 * (what it leaves out stays), so a load may be run again, also after being cut off in the middle.
 */
export async function loadProfiles(
  scope: Scope,
  drafts: Iterable<ProfileCreate>,
  progress: (report: LoadReport) => void = () => undefined,
): Promise<LoadReport> {
  const report: LoadReport = { created: 0, updated: 0, unchanged: 0 };
  const writing = new Map<PreparedChunk, Promise<void>>();
  let size = sizes.first;
  const write = async (chunk: PreparedChunk) => {
    const tookMs = await writeChunk(scope, chunk, report);
    writing.delete(chunk);
    size = nextSize(chunk.drafts.length, tookMs);
    progress(report);
  };
  try {
    // While the database writes some chunks the next is prepared.
    for (const chunk of chunksOf(withoutLentPhotos(drafts), () => size)) {
      const prepared = await prepare(scope, chunk);
      while (
        writing.size === mostAtOnce ||
        [...writing.keys()].some((other) => isOfOnePerson(prepared, other))
      )
        await Promise.race(writing.values());
      const written = write(prepared);
      written.catch(() => undefined);
      writing.set(prepared, written);
    }
  } finally {
    // Whatever has failed, nothing is written any more once that is told.
    await Promise.allSettled(writing.values());
  }
  await Promise.all(writing.values());
  return report;
}

/** Whether somebody stands in both: the second finds them only when the first is written. */
function isOfOnePerson(a: PreparedChunk, b: PreparedChunk): boolean {
  for (const id of a.externalIds) if (b.externalIds.has(id)) return true;
  return false;
}

/** As many as this machine manages in the time that a chunk may take; at most twice as many as before. */
function nextSize(size: number, tookMs: number): number {
  const managed = Math.round(size * Math.min(2, chunkMs / tookMs));
  return Math.min(sizes.largest, Math.max(sizes.smallest, managed));
}

/** A register that was exported holds addresses of stored photos, which have ended: they are left out, which clears nothing. */
function* withoutLentPhotos(drafts: Iterable<ProfileCreate>): Generator<ProfileCreate> {
  for (const draft of drafts) {
    const { photoUrl, ...rest } = draft;
    yield storedPhotoOfAddress(photoUrl) === undefined ? draft : rest;
  }
}

function* chunksOf(drafts: Iterable<ProfileCreate>, size: () => number): Generator<ProfileCreate[]> {
  let chunk: ProfileCreate[] = [];
  for (const draft of drafts) {
    chunk.push(draft);
    if (chunk.length >= size()) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length) yield chunk;
}

/** A chunk and what it comes to if nobody in it is known. */
interface PreparedChunk {
  readonly drafts: readonly ProfileCreate[];
  readonly externalIds: ReadonlySet<string>;
  readonly asNew: PlannedWrites;
}

/** What takes time and no lock is done before the chunk's transaction; its batches in one of their own. */
async function prepare(scope: Scope, drafts: readonly ProfileCreate[]): Promise<PreparedChunk> {
  const made = await scope.transaction((tx) => newProfiles(tx, drafts));
  return {
    drafts,
    externalIds: new Set(drafts.flatMap(({ externalId }) => externalId ?? [])),
    asNew: planWrites(
      made.map((after) => ({ after })),
      scope.institution,
    ),
  };
}

/** @returns how long its transaction took, in milliseconds */
async function writeChunk(scope: Scope, chunk: PreparedChunk, report: LoadReport): Promise<number> {
  const began = performance.now();
  const counts = await scope.transaction(async (tx) => {
    await tx.db.query(waitForLocks);
    const planned = await plan(tx, chunk);
    if (planned.writes.length) await writePlanned(tx, planned);
    const created = planned.writes.filter(({ before }) => !before).length;
    const updated = planned.writes.length - created;
    return { created, updated, unchanged: chunk.drafts.length - planned.writes.length };
  });
  report.created += counts.created;
  report.updated += counts.updated;
  report.unchanged += counts.unchanged;
  return performance.now() - began;
}

/** What the chunk changes, now that those whom the register knows are locked. */
async function plan(tx: Scope, { drafts, externalIds, asNew }: PreparedChunk): Promise<PlannedWrites> {
  const locked = await lockProfilesByExternalId(tx, [...externalIds]);
  if (!locked.length) return asNew;
  const known = new Map(locked.map((profile) => [profile.externalId, profile]));
  const created: ProfileWrite[] = [];
  const updates: { before: Profile; update: ProfileCreate }[] = [];
  drafts.forEach((draft, i) => {
    const before = draft.externalId === undefined ? undefined : known.get(draft.externalId);
    if (before) updates.push({ before, update: draft });
    else created.push(asNew.writes[i]!);
  });
  const updated = (await applyUpdates(tx, updates)).map((after, i) => ({
    before: updates[i]!.before,
    after,
  }));
  return planWrites([...created, ...updated.filter(isChange)], tx.institution);
}

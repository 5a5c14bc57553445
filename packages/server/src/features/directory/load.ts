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
  let size = sizes.first;
  let written = Promise.resolve();
  for (const chunk of chunksOf(withoutLentPhotos(drafts), () => size)) {
    const prepared = await prepare(scope, chunk);
    await written;
    // While the database writes one chunk the next is prepared.
    written = writeChunk(scope, prepared, report).then((tookMs) => {
      size = nextSize(chunk.length, tookMs);
      progress(report);
    });
    written.catch(() => undefined);
  }
  await written;
  return report;
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
  readonly asNew: PlannedWrites;
}

/** What takes time and no lock is done before the chunk's transaction; its batches in one of their own. */
async function prepare(scope: Scope, drafts: readonly ProfileCreate[]): Promise<PreparedChunk> {
  const made = await scope.transaction((tx) => newProfiles(tx, drafts));
  return {
    drafts,
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
async function plan(tx: Scope, { drafts, asNew }: PreparedChunk): Promise<PlannedWrites> {
  const externalIds = drafts.map(({ externalId }) => externalId).filter((id) => id !== undefined);
  const locked = await lockProfilesByExternalId(tx, externalIds);
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

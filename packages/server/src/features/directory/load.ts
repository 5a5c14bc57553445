import { isDeepStrictEqual } from 'node:util';
import type { Scope } from '../../platform/scope';
import { lockProfilesByExternalId } from './store';
import {
  applyUpdates,
  batchedDegrees,
  newProfiles,
  saveProfiles,
  type ProfileCreate,
  type ProfileWrite,
} from './profiles';
import type { Profile } from './profile';

// Small enough that a chunk's transaction stays well under a second, and its locks with it.
const chunkSize = 1_000;
// While the database writes one chunk the next is prepared.
const chunksAtOnce = 2;

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
  const chunks = chunksOf(drafts);
  const work = async () => {
    for (const chunk of chunks) {
      await loadChunk(scope, chunk, report);
      progress(report);
    }
  };
  await Promise.all(Array.from({ length: chunksAtOnce }, work));
  return report;
}

function* chunksOf(drafts: Iterable<ProfileCreate>): Generator<ProfileCreate[]> {
  let chunk: ProfileCreate[] = [];
  for (const draft of drafts) {
    chunk.push(draft);
    if (chunk.length === chunkSize) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length) yield chunk;
}

async function loadChunk(scope: Scope, drafts: readonly ProfileCreate[], report: LoadReport): Promise<void> {
  // Apart and first, so that chunks under way at once do not wait for each other's batches.
  await scope.transaction((tx) => batchedDegrees(tx, drafts));
  const counts = await scope.transaction(async (tx) => {
    const externalIds = drafts.map(({ externalId }) => externalId).filter((id) => id !== undefined);
    const known = new Map(
      (await lockProfilesByExternalId(tx, externalIds)).map((profile) => [profile.externalId, profile]),
    );
    const isKnown = (draft: ProfileCreate) => draft.externalId !== undefined && known.has(draft.externalId);
    const created = await newProfiles(
      tx,
      drafts.filter((draft) => !isKnown(draft)),
    );
    const updates = drafts
      .filter(isKnown)
      .map((update) => ({ before: known.get(update.externalId)!, update }));
    const updated = await applyUpdates(tx, updates);
    const writes: ProfileWrite[] = [
      ...created.map((after) => ({ after })),
      ...updated.map((after, i) => ({ before: updates[i]!.before, after })).filter(isChange),
    ];
    if (writes.length) await saveProfiles(tx, writes);
    return {
      created: created.length,
      updated: writes.length - created.length,
      unchanged: drafts.length - writes.length,
    };
  });
  report.created += counts.created;
  report.updated += counts.updated;
  report.unchanged += counts.unchanged;
}

function isChange({ before, after }: { before: Profile; after: Profile }): boolean {
  return !isDeepStrictEqual({ ...before, updatedAt: after.updatedAt }, after);
}

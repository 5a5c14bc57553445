import { newId } from '../../platform/ids';
import type { Scope } from '../../platform/scope';
import { lockProfilesByExternalId } from './store';
import { applyUpdates, batchedDegrees, newProfiles, saveProfiles, type ProfileCreate } from './profiles';
import { isChange, type ProfileWrite } from './changes';

// What a chunk's transaction may take: its locks are in others' way, and no machine is to come near a second.
const chunkMs = 250;
const sizes = { first: 200, smallest: 20, largest: 1_000 };
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
  let size = sizes.first;
  const chunks = chunksOf(drafts, () => size);
  const work = async () => {
    for (const chunk of chunks) {
      const tookMs = await loadChunk(scope, chunk, report);
      size = nextSize(chunk.length, tookMs);
      progress(report);
    }
  };
  await Promise.all(Array.from({ length: chunksAtOnce }, work));
  return report;
}

/** As many as this machine manages in the time that a chunk may take; at most twice as many as before. */
function nextSize(size: number, tookMs: number): number {
  const managed = Math.round(size * Math.min(2, chunkMs / tookMs));
  return Math.min(sizes.largest, Math.max(sizes.smallest, managed));
}

/** A draft, with the id that it gets if it is new: chunks under way at once would mix up the order of a register. */
interface Numbered {
  readonly draft: ProfileCreate;
  readonly id: string;
}

function* chunksOf(drafts: Iterable<ProfileCreate>, size: () => number): Generator<Numbered[]> {
  let chunk: Numbered[] = [];
  for (const draft of drafts) {
    chunk.push({ draft, id: newId() });
    if (chunk.length >= size()) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length) yield chunk;
}

/** @returns how long its transaction took, in milliseconds */
async function loadChunk(scope: Scope, chunk: readonly Numbered[], report: LoadReport): Promise<number> {
  // Apart and first, so that chunks under way at once do not wait for each other's batches.
  await scope.transaction((tx) =>
    batchedDegrees(
      tx,
      chunk.map(({ draft }) => draft),
    ),
  );
  const began = performance.now();
  const counts = await scope.transaction(async (tx) => {
    const externalIds = chunk.map(({ draft }) => draft.externalId).filter((id) => id !== undefined);
    const known = new Map(
      (await lockProfilesByExternalId(tx, externalIds)).map((profile) => [profile.externalId, profile]),
    );
    const knownOf = ({ externalId }: ProfileCreate) =>
      externalId === undefined ? undefined : known.get(externalId);
    const fresh = chunk.filter(({ draft }) => !knownOf(draft));
    const made = await newProfiles(
      tx,
      fresh.map(({ draft }) => draft),
    );
    const created = made.map((profile, i) => ({ ...profile, id: fresh[i]!.id }));
    const updates = chunk.flatMap(({ draft }) => {
      const before = knownOf(draft);
      return before ? [{ before, update: draft }] : [];
    });
    const updated = await applyUpdates(tx, updates);
    const writes: ProfileWrite[] = [
      ...created.map((after) => ({ after })),
      ...updated.map((after, i) => ({ before: updates[i]!.before, after })).filter(isChange),
    ];
    if (writes.length) await saveProfiles(tx, writes);
    return {
      created: created.length,
      updated: writes.length - created.length,
      unchanged: chunk.length - writes.length,
    };
  });
  report.created += counts.created;
  report.updated += counts.updated;
  report.unchanged += counts.unchanged;
  return performance.now() - began;
}

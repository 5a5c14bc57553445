import { storedPhotoOfAddress } from '../../platform/files';
import type { Scope } from '../../platform/scope';
import { type Chunk, chunkOf, type LoadReport, writeOrDivide } from './load-chunk';
import type { ProfileCreate } from './profiles';

// What a chunk's transaction may take: its locks are in others' way, and no machine is to come near a second.
const chunkMs = 600;
const sizes = { first: 100, smallest: 20, largest: 2_000 };

export interface LoadOptions {
  /** Called after each chunk. */
  readonly progress?: (report: LoadReport) => void;
  /** Everything is done but kept: the report says what a load would do. */
  readonly dryRun?: boolean;
}

/** So many chunks are written at a time: one while the other waits for the disk, or for the first one's counts. */
const mostAtOnce = 2;

/**
 * Loads drafts of a register in chunks, one transaction each. A draft whose external id is known updates that profile
 * (what it leaves out stays), so a load may be run again, also after being cut off in the middle. A draft that can't be written is
 * refused and the others of its chunk are loaded.
 */
export async function loadProfiles(
  scope: Scope,
  drafts: Iterable<ProfileCreate>,
  { progress = () => undefined, dryRun = false }: LoadOptions = {},
): Promise<LoadReport> {
  const report: LoadReport = { created: 0, updated: 0, unchanged: 0, refused: [] };
  const writing = new Map<Chunk, Promise<void>>();
  let size = sizes.first;
  const write = async (chunk: Chunk) => {
    const tookMs = await writeOrDivide(scope, chunk, report);
    size = nextSize(chunk.drafts.length, tookMs);
    progress(report);
    // Only then: what has failed is to be found here.
    writing.delete(chunk);
  };
  try {
    // While the database writes some chunks the next is prepared.
    for (const of of chunksOf(withoutLentPhotos(drafts), () => size)) {
      const chunk = chunkOf(scope, of, dryRun);
      await Promise.allSettled([chunk.asNew]);
      while (writing.size === mostAtOnce || [...writing.keys()].some((other) => isOfOnePerson(chunk, other)))
        await Promise.race(writing.values());
      const written = write(chunk);
      written.catch(() => undefined);
      writing.set(chunk, written);
    }
  } finally {
    // Whatever has failed, nothing is written any more once that is told.
    await Promise.allSettled(writing.values());
  }
  await Promise.all(writing.values());
  return report;
}

/** Whether somebody stands in both: the second finds them only when the first is written. */
function isOfOnePerson(a: Chunk, b: Chunk): boolean {
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

import type { components } from '@homecoming/contract';
import { invalidField, Problem } from '../../contract/problems';
import { together } from '../../platform/database';
import { onViolation } from '../../platform/database-errors';
import { dropFiles, setShown, type Showing, storedPhotoOf, storedPhotoOfAddress } from '../../platform/files';
import { newId } from '../../platform/ids';
import { asciiAddress } from '../../platform/mail';
import type { Institution, Scope } from '../../platform/scope';
import { type BatchName, ensureBatches } from './batches';
import { changeOf, isChange, type ProfileWrite } from './changes';
import { clean, trimmed, trimmedList } from './clean';
import { withVerifications } from './degrees';
import { DirectoryChange } from './directory-change';
import { replaceEntries } from './entry-store';
import type { Audiences, Degree, Profile } from './profile';
import { findProfile, lockProfiles, putProfiles } from './profile-store';
import { project } from './projection';
import { reprojectLater, reprojectOutdated } from './reprojection';
import { photoAudience } from './visibility';
import { valueCounts, wordCounts } from './vocabulary-store';

export type ProfileCreate = components['schemas']['ProfileCreate'];
export type ProfileUpdate = components['schemas']['ProfileUpdate'];

/** @throws {Problem} external_id_taken */
export async function createProfile(scope: Scope, draft: ProfileCreate): Promise<Profile> {
  return scope.transaction(async (tx) => {
    const profile = await newProfiles(tx, [draft]).then(([first]) => first!);
    await saveProfiles(tx, [{ after: profile }]);
    return profile;
  });
}

/**
 * @param version that the profile must still have
 * @throws {Problem} not_found, external_id_taken, invalid_request where no name would be left, conflict
 */
export async function updateProfile(
  scope: Scope,
  id: string,
  update: ProfileUpdate,
  version?: number,
): Promise<Profile> {
  return scope.transaction(async (tx) => {
    const before = await lockLivingProfile(tx, id);
    if (version !== undefined && version !== before.version)
      throw new Problem('conflict', `The profile now has version ${before.version}. Get it again.`);
    const [after] = await applyUpdates(tx, [{ before, update }]);
    const write = { before, after: after! };
    if (!isChange(write)) return before;
    await saveProfiles(tx, [write]);
    return write.after;
  });
}

/** Takes the profile out of the directory; it can be undeleted. @throws {Problem} not_found */
export async function deleteProfile(scope: Scope, id: string): Promise<void> {
  await scope.transaction(async (tx) => {
    const before = await lockLivingProfile(tx, id);
    const now = tx.clock();
    await saveProfiles(tx, [{ before, after: { ...nextOf(before, now), deletedAt: now } }]);
  });
}

/** Brings a deleted profile back; a living one stays as it is. @throws {Problem} not_found, external_id_taken */
export async function undeleteProfile(scope: Scope, id: string): Promise<Profile> {
  return scope.transaction(async (tx) => {
    const [before] = await lockProfiles(tx, [id]);
    if (!before) throw new Problem('not_found', 'No such profile.');
    if (!before.deletedAt) return before;
    const { deletedAt: _, ...living } = before;
    const after = nextOf(living, tx.clock());
    await saveProfiles(tx, [{ before, after }]);
    return after;
  });
}

/** @throws {Problem} not_found */
export async function getProfile(scope: Scope, id: string): Promise<Profile> {
  const profile = await findProfile(scope, id);
  if (!profile) throw new Problem('not_found', 'No such profile.');
  return profile;
}

/** Those of them that are not deleted, by id, locked until the transaction ends. */
export async function lockLivingProfiles(
  tx: Scope,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Profile>> {
  const living = (await lockProfiles(tx, ids)).filter(({ deletedAt }) => !deletedAt);
  return new Map(living.map((profile) => [profile.id, profile]));
}

/** Locked until the transaction ends. @throws {Problem} not_found */
export async function lockLivingProfile(tx: Scope, id: string): Promise<Profile> {
  const [profile] = await lockProfiles(tx, [id]);
  if (!profile || profile.deletedAt) throw new Problem('not_found', 'No such profile.');
  return profile;
}

/** A profile at its next version. */
export const nextOf = (before: Profile, now: Date): Profile => ({
  ...before,
  version: before.version + 1,
  updatedAt: now,
});

/** What a group of writes comes to: worked out apart from writing it, for it takes time and no database. */
export interface PlannedWrites {
  readonly writes: readonly ProfileWrite[];
  readonly directory: DirectoryChange;
}

/** The rows of an audience change only when what that audience sees has changed. */
export function planWrites(writes: readonly ProfileWrite[], institution: Institution): PlannedWrites {
  const directory = new DirectoryChange();
  for (const { before, after } of writes) {
    directory.replace(before ? project(before, institution) : [], project(after, institution));
  }
  return { writes, directory };
}

/**
 * Writes profiles and, in the same transaction, what each audience finds of them, and says what has changed. Each `before`
 * must be locked by this transaction.
 * @throws {Problem} external_id_taken
 */
export async function writePlanned(tx: Scope, { writes, directory }: PlannedWrites): Promise<void> {
  const before = writes.flatMap((write) => write.before ?? []);
  if (before.length && (await reprojectOutdated(tx, before))) reprojectLater(tx);
  // All leave together, so that the database need not wait for a process which is busy otherwise.
  await together(
    putProfiles(tx, writes).catch(
      onViolation(
        'profiles_external_id',
        (cause) => new Problem('external_id_taken', 'Another profile has this external ID.', { cause }),
      ),
    ),
    replaceEntries(tx, directory.gone, directory.entries),
  );
  // Everybody's writes add to the counts of common words and of all people.
  tx.lastly(...wordCounts(directory.words()), ...valueCounts(directory.values()));
  await showPhotos(tx, writes);
  await dropFiles(tx, writes.flatMap(replacedPhoto));
  tx.changes.add(...writes.map((write) => changeOf(write, tx.institution)));
}

/** What was given out of a photo is good for those only who may see it from now on: nobody, where the profile is deleted. */
async function showPhotos(tx: Scope, writes: readonly ProfileWrite[]): Promise<void> {
  const showings = writes.flatMap(({ before, after }) => {
    const id = storedPhotoOf(after.photoUrl);
    if (id === undefined) return [];
    const audience = photoAudience(after, tx.institution);
    const isSame = before?.photoUrl === after.photoUrl && photoAudience(before, tx.institution) === audience;
    return isSame ? [] : [{ id, audience } satisfies Showing];
  });
  if (showings.length) await setShown(tx, showings);
}

/** The stored photo that a write leaves nobody to refer to. A deleted profile keeps its own, for it may come back. */
function replacedPhoto({ before, after }: ProfileWrite): string | [] {
  return (before?.photoUrl !== after.photoUrl && storedPhotoOf(before?.photoUrl)) || [];
}

export const saveProfiles = (tx: Scope, writes: readonly ProfileWrite[]) =>
  writePlanned(tx, planWrites(writes, tx.institution));

/** New profiles from drafts, their batches made where they are the first of them. Nothing of them is written yet. */
export async function newProfiles(tx: Scope, drafts: readonly ProfileCreate[]): Promise<Profile[]> {
  const degreesOf = await batchedDegrees(tx, drafts);
  const now = tx.clock();
  return drafts
    .map((draft) => {
      const { audiences, degrees, otherNames, skills, links, ...fields } = draft;
      if (storedPhotoOfAddress(fields.photoUrl)) throw lentPhoto();
      return {
        id: newId(),
        ...kept(fields),
        otherNames: trimmedList(otherNames),
        degrees: degreesOf(degrees),
        skills: trimmedList(skills),
        links: links ?? [],
        audiences: mergeAudiences({}, audiences),
        version: 1,
        createdAt: now,
        updatedAt: now,
      };
    })
    .map(named);
}

/** Profiles as updates leave them (JSON Merge Patch, RFC 7396). Nothing of them is written yet. */
export async function applyUpdates(
  tx: Scope,
  updates: readonly { before: Profile; update: ProfileUpdate }[],
): Promise<Profile[]> {
  const degreesOf = await batchedDegrees(
    tx,
    updates.map(({ update }) => update),
  );
  const now = tx.clock();
  return updates.map(({ before, update }) => {
    const { audiences, degrees, otherNames, skills, links, ...fields } = withPhotoKept(update, before);
    const unchanged = Object.fromEntries(
      Object.entries(before).filter(([name]) => !(name in fields)),
    ) as unknown as Profile;
    const changed = {
      ...unchanged,
      ...kept(fields),
      ...(otherNames !== undefined && { otherNames: trimmedList(otherNames) }),
      ...(degrees !== undefined && { degrees: withVerifications(degreesOf(degrees), before.degrees) }),
      ...(skills !== undefined && { skills: trimmedList(skills) }),
      ...(links !== undefined && { links: links ?? [] }),
      audiences: mergeAudiences(before.audiences, audiences),
    };
    return named(nextOf(changed, now));
  });
}

/** Who reads a profile and writes it back sends the address of its stored photo, which has ended by then or will: it means no change. */
function withPhotoKept(update: ProfileUpdate, before: Profile): ProfileUpdate {
  const fileId = storedPhotoOfAddress(update.photoUrl);
  if (fileId === undefined) return update;
  if (fileId !== storedPhotoOf(before.photoUrl)) throw lentPhoto();
  const { photoUrl: _, ...rest } = update;
  return rest;
}

const lentPhoto = () =>
  invalidField('/photoUrl', 'must not be the URL of a stored photo', {
    detail: 'The URL of a stored photo expires. Upload the image itself.',
  });

/** Texts as they are kept. */
function kept(fields: Omit<ProfileUpdate, 'audiences' | 'degrees' | 'otherNames' | 'skills' | 'links'>) {
  const texts = trimmed(fields);
  return texts.email === undefined ? texts : { ...texts, email: asciiAddress(texts.email) };
}

function named(profile: Profile): Profile {
  if (
    profile.givenName !== undefined ||
    profile.familyName !== undefined ||
    profile.displayName !== undefined
  )
    return profile;
  throw invalidField('/displayName', 'is required if there is no other name', {
    detail: 'A person needs a name: givenName, familyName or displayName.',
  });
}

type DegreesWrite = readonly components['schemas']['DegreeWrite'][] | null | undefined;

/** Makes the batches that are missing; gives a function from degrees as written to degrees in them, the primary first. */
export async function batchedDegrees(tx: Scope, writes: readonly { readonly degrees?: DegreesWrite }[]) {
  const nameOf = (degree: components['schemas']['DegreeWrite']): BatchName => ({
    year: degree.batchYear,
    programme: clean(degree.programme) ?? '',
  });
  const batchOf = await ensureBatches(
    tx,
    writes.flatMap(({ degrees }) => (degrees ?? []).map(nameOf)),
  );
  return (degrees: DegreesWrite): Degree[] => {
    const list = [...(degrees ?? [])];
    const primary = list.findIndex((degree) => degree.primary);
    if (primary > 0) list.unshift(...list.splice(primary, 1));
    return list.map((degree) => {
      const name = nameOf(degree);
      return {
        batchId: batchOf(name),
        batchYear: name.year,
        ...trimmed({ programme: degree.programme, department: degree.department, kind: degree.kind }),
      };
    });
  };
}

function mergeAudiences(
  before: Audiences,
  change: components['schemas']['Audiences'] | undefined,
): Audiences {
  const merged = { ...before, ...change };
  return Object.fromEntries(Object.entries(merged).filter(([, audience]) => audience !== null));
}

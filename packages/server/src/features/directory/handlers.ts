import type { Handlers } from '../../contract/handler';
import { uuidOf } from '../../contract/ids';
import { Problem } from '../../contract/problems';
import type { Photos, PhotoSize } from '../../platform/files';
import { formatId } from '../../platform/ids';
import type { PresentSubjects } from '../../platform/present-subjects';
import type { Audience, Scope } from '../../platform/scope';
import { listVisibleBatches } from './batch-store';
import { deletePhoto, putPhoto } from './photo';
import { audienceFor, countThreshold, depthBound } from './policy';
import { presentBatch, presentEntry, presentProfile } from './present';
import type { Profile } from './profile';
import { findProfiles } from './profile-store';
import { createProfile, deleteProfile, getProfile, undeleteProfile, updateProfile } from './profiles';
import { filtersOf } from './search/filters';
import { searchDirectory } from './search/search';
import type { SearchPlace } from './search/search-query';
import { suggest } from './search/suggest';
import { visibleTo } from './visibility';

type DirectoryOperation =
  | 'searchDirectory'
  | 'suggestDirectory'
  | 'listBatches'
  | 'listProfiles'
  | 'createProfile'
  | 'getProfile'
  | 'updateProfile'
  | 'deleteProfile'
  | 'undeleteProfile'
  | 'putProfilePhoto'
  | 'deleteProfilePhoto';

export interface DirectoryServices {
  readonly photos: Photos;
}

export function directoryHandlers({ photos }: DirectoryServices): Handlers<DirectoryOperation> {
  const seenBy = profileViewer(photos);
  /** A writer is answered what it may read of what it wrote. */
  const written = (scope: Scope, profile: Profile) => {
    const { version } = profile;
    const audience = audienceFor(scope.principal, undefined);
    return { id: formatId('profile', profile.id), ...seenBy(scope, profile, audience), version };
  };
  return {
    searchDirectory: async ({ scope, query, cursor }) => {
      const { limit = 20, q = '', sort, facets = [], corrections } = query;
      const audience = audienceFor(scope.principal, query.audience);
      const filters = filtersOf(query);
      const photoUrlOf = photoAddresses(scope, photos, 'list', audience);
      const isLiteral = corrections === 'off';
      // Facets may be left out of later pages.
      const { read, write } = cursor<SearchPlace & { shown: number }>([
        audience,
        q,
        filters,
        sort,
        isLiteral,
      ]);
      const from = read();
      const shown = from?.shown ?? 0;
      const bound = depthBound(scope.principal);
      const found = await searchDirectory(scope, {
        audience,
        q,
        isLiteral,
        filters,
        order: sort,
        facets,
        limit: Math.min(limit, bound - shown),
        after: from,
        atLeast: countThreshold(scope.principal, scope.institution.publicCountThreshold),
      });
      const shownNow = shown + found.rows.length;
      return {
        data: found.rows.map((row) => presentEntry(row, found.asked, photoUrlOf)),
        nextCursor: found.next && shownNow < bound ? write({ ...found.next, shown: shownNow }) : null,
        total: found.total,
        facets: Object.fromEntries(found.facets.values),
        facetCounts: found.facets.counts,
        ...(found.isUnsearchable && { hint: 'no_searchable_characters' as const }),
        corrections: found.asked
          .filter(({ replacements }) => replacements.length && found.rows.length)
          .map(({ word, replacements }) => ({ word, replacements: [...replacements] })),
      };
    },

    suggestDirectory: async ({ scope, query }) => ({
      data: await suggest(scope, {
        audience: audienceFor(scope.principal, query.audience),
        q: query.q,
        limit: query.limit ?? 8,
        kinds: query.kinds,
        atLeast: countThreshold(scope.principal, scope.institution.publicCountThreshold),
      }),
    }),

    listBatches: async ({ scope, query, page }) => {
      const audience = audienceFor(scope.principal, query.audience);
      const atLeast = countThreshold(scope.principal, scope.institution.publicCountThreshold);
      const { items, nextCursor } = await page({
        of: audience,
        find: (after: { year: number; code: string } | undefined, limit) =>
          listVisibleBatches(scope, { audience, atLeast, after, limit }),
        cursorOf: ({ year, code }) => ({ year, code }),
      });
      return { data: items.map(presentBatch), nextCursor };
    },

    listProfiles: async ({ scope, query }) => {
      const audience = audienceFor(scope.principal, query.audience);
      const ids = [...new Set(query.ids.map((id) => uuidOf('profile', id)))];
      const found = new Map((await findProfiles(scope, ids)).map((profile) => [profile.id, profile]));
      const visible = ids
        .map((id) => found.get(id))
        .map((profile) => profile && seenBy(scope, profile, audience));
      return { data: visible.filter((profile) => profile !== undefined) };
    },

    getProfile: async ({ scope, path, query }) => {
      const audience = audienceFor(scope.principal, query.audience);
      return showProfile(scope, photos, uuidOf('profile', path.profileId), audience);
    },

    createProfile: async ({ scope, body }) => written(scope, await createProfile(scope, body)),

    updateProfile: async ({ scope, path, body }) =>
      written(scope, await updateProfile(scope, uuidOf('profile', path.profileId), body)),

    deleteProfile: async ({ scope, path }) => {
      await deleteProfile(scope, uuidOf('profile', path.profileId));
      return undefined;
    },

    undeleteProfile: async ({ scope, path }) =>
      written(scope, await undeleteProfile(scope, uuidOf('profile', path.profileId))),

    putProfilePhoto: async ({ scope, path, body }) =>
      written(scope, await putPhoto(scope, photos, uuidOf('profile', path.profileId), body)),

    deleteProfilePhoto: async ({ scope, path }) => {
      await deletePhoto(scope, uuidOf('profile', path.profileId));
      return undefined;
    },
  };
}

/**
 * A profile as an audience sees it, and no otherwise.
 * @throws {Problem} not_found, also where that audience may not see the person
 */
export async function showProfile(scope: Scope, photos: Photos, id: string, audience: Audience) {
  const profile = profileViewer(photos)(scope, await getProfile(scope, id), audience);
  if (!profile) throw new Problem('not_found', 'No such profile.');
  return profile;
}

/** For outlets: profiles as an audience sees them, by internal id. */
export function presentProfiles(photos: Photos): PresentSubjects {
  const seenBy = profileViewer(photos);
  return async (scope, ids, audience) => {
    const profiles = await findProfiles(scope, [...new Set(ids)]);
    const seen = profiles.map((profile) => [profile.id, seenBy(scope, profile, audience)] as const);
    return new Map(seen.filter(([, profile]) => profile !== undefined));
  };
}

/** A function to a profile as an audience sees it; undefined where it does not. */
function profileViewer(photos: Photos) {
  return (scope: Scope, profile: Profile, audience: Audience) => {
    const { audienceDefaults } = scope.institution;
    const visible = visibleTo(profile, audience, audienceDefaults);
    const photoUrlOf = photoAddresses(scope, photos, 'page', audience);
    return visible && presentProfile(visible, audience, photoUrlOf, audienceDefaults);
  };
}

function photoAddresses(
  scope: Scope,
  photos: Photos,
  size: PhotoSize,
  audience: Audience,
): (kept: string) => string {
  const viewing = { institutionId: scope.institution.id, size, audience };
  return (kept) => photos.addressOf(kept, viewing);
}

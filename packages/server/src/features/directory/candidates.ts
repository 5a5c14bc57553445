import type { Scope } from '../../platform/scope';
import type { Profile } from './profile';
import { searchedWords } from './search/document';
import { searchDirectory } from './search/search';
import { findProfileIdsByEmail, findProfileIdsByExternalId, findProfiles } from './store';

/** What somebody may be looked for by. */
export interface Sought {
  readonly name: string;
  readonly email: string;
  readonly externalId?: string | undefined;
  readonly batchYear?: number | undefined;
}

const mostByName = 10;

/** Living profiles that may be the person sought, whoever may see them: not for the one who seeks. */
export async function findCandidates(scope: Scope, sought: Sought): Promise<Profile[]> {
  return scope.reading(async (reader) => {
    const ids = new Set([
      ...(await findProfileIdsByEmail(reader, sought.email)),
      ...(sought.externalId === undefined ? [] : await findProfileIdsByExternalId(reader, sought.externalId)),
      ...(await findIdsByName(reader, sought)),
    ]);
    return findProfiles(reader, [...ids]);
  });
}

async function findIdsByName(scope: Scope, { name, batchYear }: Sought): Promise<string[]> {
  const { rows } = await searchDirectory(scope, {
    audience: 'private',
    q: name,
    filters: batchYear === undefined ? {} : { batchYear: [String(batchYear)] },
    order: undefined,
    facets: [],
    limit: mostByName,
    after: undefined,
    atLeast: 1,
  });
  return rows.map((row) => row.profile_id);
}

/** The words of all of a person's names, as search finds them. */
export function nameWordsOf(profile: Profile): Pick<ReadonlySet<string>, 'has'> {
  return searchedWords(profile).name;
}

import type { Scope } from '../../platform/scope';
import type { Profile } from './profile';
import { searchDirectory } from './search/search';
import {
  findIdsByBirth,
  findIdsByExternalIds,
  findProfileIdsByEmail,
  findProfileIdsByExternalId,
  findProfiles,
  type Birth,
} from './store';

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

/** So many of one batch are not born on one day: the register had to write something, and it tells nobody from another. */
export const mostOfOneBirth = 20;

export interface FoundIds {
  /** Whose the external id is. */
  readonly holder: string | undefined;
  /** Born on that day and of that batch year; one more than `mostOfOneBirth` where there are more. */
  readonly ofBirth: readonly string[];
}

/**
 * Of each of many people, the living profiles that a register's own details name; in one go, and not through search, which
 * looks at the likeliest only and could miss the second of two.
 */
export async function findByRegister(
  scope: Scope,
  sought: readonly (Pick<Sought, 'externalId'> & {
    readonly batchYear: number;
    readonly birthDate?: string | undefined;
  })[],
): Promise<FoundIds[]> {
  return scope.reading(async (reader) => {
    const externalIds = sought.flatMap(({ externalId }) => externalId ?? []);
    const births = new Map<string, Birth>();
    const birthKey = ({ birthDate, batchYear }: Birth) => `${birthDate} ${batchYear}`;
    for (const { birthDate, batchYear } of sought)
      if (birthDate !== undefined) births.set(birthKey({ birthDate, batchYear }), { birthDate, batchYear });
    const holders = await findIdsByExternalIds(reader, externalIds);
    const ids = await findIdsByBirth(reader, [...births.values()], mostOfOneBirth + 1);
    const ofBirth = new Map([...births.keys()].map((key, i) => [key, ids[i]!]));
    return sought.map(({ externalId, birthDate, batchYear }) => ({
      holder: externalId === undefined ? undefined : holders.get(externalId),
      ofBirth: (birthDate !== undefined && ofBirth.get(birthKey({ birthDate, batchYear }))) || [],
    }));
  });
}

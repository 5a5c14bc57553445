import type { Scope } from '../../platform/scope';
import type { Profile } from './profile';
import {
  type Birth,
  findIdsByBirth,
  findIdsByBirthDate,
  findIdsByExternalIds,
  findProfileIdsByEmail,
  findProfileIdsByExternalId,
} from './profile-ids-store';
import { findProfiles } from './profile-store';
import { searchDirectory } from './search/search';
import { wordsOf } from './text';

/** What somebody may be looked for by. */
export interface Sought {
  readonly name: string;
  readonly email: string;
  readonly externalId?: string | undefined;
  readonly batchYear?: number | undefined;
  /** A day of the calendar: `1867-11-07`. */
  readonly birthDate?: string | undefined;
}

const mostByName = 10;

/** Of a name with more, each two would be too many questions. */
const mostWordsPaired = 6;

/** So many of one batch are not born on one day: the register had to write something, and it tells nobody from another. */
export const mostOfOneBirth = 20;

/** Living profiles that may be the person sought, whoever may see them: not for the one who seeks. */
export async function findCandidates(scope: Scope, sought: Sought): Promise<Profile[]> {
  return scope.reading(async (reader) => {
    const ids = new Set([
      ...(await findProfileIdsByEmail(reader, sought.email)),
      ...(sought.externalId === undefined ? [] : await findProfileIdsByExternalId(reader, sought.externalId)),
      ...(await findIdsOfBirth(reader, sought)),
      ...(await findIdsByName(reader, sought)),
    ]);
    return findProfiles(reader, [...ids]);
  });
}

/** Where too many are born on that day, those of the batch; nobody where they are too many as well. */
async function findIdsOfBirth(scope: Scope, { birthDate, batchYear }: Sought): Promise<readonly string[]> {
  if (birthDate === undefined) return [];
  const ofDay = await findIdsByBirthDate(scope, birthDate, mostOfOneBirth + 1);
  if (ofDay.length <= mostOfOneBirth) return ofDay;
  if (batchYear === undefined) return [];
  const [ofBatch] = await findIdsByBirth(scope, [{ birthDate, batchYear }], mostOfOneBirth + 1);
  return ofBatch!.length <= mostOfOneBirth ? ofBatch! : [];
}

/**
 * Who bears all of the name, those of the batch first; else whoever bears most of it, for people state names that the register has
 * not, and leave others out.
 */
async function findIdsByName(scope: Scope, { name, batchYear }: Sought): Promise<Iterable<string>> {
  const years = batchYear === undefined ? [undefined] : [batchYear, undefined];
  const bearers = new Set<string>();
  for (const year of years)
    if (bearers.size < mostByName) for (const id of await searchByName(scope, name, year)) bearers.add(id);
  if (bearers.size) return bearers;
  for (const year of years) {
    const ids = await findIdsByParts(scope, partsOf(name), year);
    if (ids.length) return ids;
  }
  return [];
}

/** Each two words of a name; of a name of two, each alone. */
function partsOf(name: string): string[] {
  const words = [...new Set(wordsOf(name).map(({ word }) => word))].slice(0, mostWordsPaired);
  if (words.length <= 2) return words;
  return words.flatMap((word, i) => words.slice(i + 1).map((other) => `${word} ${other}`));
}

/** Those of whom most parts hold. */
async function findIdsByParts(
  scope: Scope,
  parts: readonly string[],
  year: number | undefined,
): Promise<string[]> {
  const hits = new Map<string, number>();
  for (const part of parts)
    for (const id of await searchByName(scope, part, year)) hits.set(id, (hits.get(id) ?? 0) + 1);
  const ranked = [...hits].sort(([, a], [, b]) => b - a);
  return ranked.slice(0, mostByName).map(([id]) => id);
}

async function searchByName(scope: Scope, name: string, year: number | undefined): Promise<string[]> {
  const { rows } = await searchDirectory(scope, {
    audience: 'private',
    q: name,
    filters: year === undefined ? {} : { batchYear: [String(year)] },
    order: undefined,
    facets: [],
    limit: mostByName,
    after: undefined,
    atLeast: 1,
  });
  return rows.map((row) => row.profile_id);
}

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

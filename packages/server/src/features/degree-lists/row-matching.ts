import type { Degree, FoundIds, Profile } from '../directory';
import { compare, keyOf, mostOfOneBirth, proofs, registeredProfile } from '../directory';
import type { ConferredDegree } from './list';

/** Whom and what a row proves. Pure: it looks at the row and at the living profiles, and at no other row. */
export type Finding =
  | { readonly outcome: 'proven'; readonly profile: Profile; readonly position: number }
  | { readonly outcome: 'noSuchDegree'; readonly profile: Profile }
  | { readonly outcome: 'ambiguous'; readonly profile?: Profile }
  | { readonly outcome: 'notFound' };

/** @param living those of the found profiles that live, by id */
export function findDegree(
  row: ConferredDegree,
  { holder, ofBirth }: FoundIds,
  living: ReadonlyMap<string, Profile>,
): Finding {
  const candidates = new Set([
    ...(holder === undefined ? [] : [holder]),
    // Of so many the day is no proof: only an external id is.
    ...(ofBirth.length > mostOfOneBirth ? [] : ofBirth),
  ]);
  const proven = [...candidates]
    .flatMap((id) => living.get(id) ?? [])
    .filter((profile) => provesPerson(row, profile));
  const [profile, ...others] = proven;
  if (!profile) return { outcome: 'notFound' };
  // Where somebody else has the external id, the details are of two people, or the register has one person twice.
  if (others.length || (holder !== undefined && living.has(holder) && profile.id !== holder))
    return { outcome: 'ambiguous' };
  const positions = confirmedDegrees(row, profile.degrees);
  if (!positions.length) return { outcome: 'noSuchDegree', profile };
  if (positions.length > 1) return { outcome: 'ambiguous', profile };
  return { outcome: 'proven', profile, position: positions[0]! };
}

/**
 * Whether the row is about this person: of what proves it all agrees, and nothing disagrees. A person proven by their external id
 * may have graduated in another year too: which degree it is, is looked at after that.
 */
function provesPerson(row: ConferredDegree, profile: Profile): boolean {
  const isHolder = row.externalId !== undefined && row.externalId === profile.externalId;
  const { agrees, disagrees } = compare(row, registeredProfile(isHolder ? profile : asRegistered(profile)));
  if (isHolder && !isNamedByRegister(profile))
    return disagrees.every((detail) => detail === 'batchYear' || detail === 'name');
  return (
    disagrees.every((detail) => detail === 'batchYear') &&
    proofs.some((details) => details.every((detail) => agrees.includes(detail)))
  );
}

/** Otherwise there is only what they may call themselves: it proves nothing, and disproves nothing. */
const isNamedByRegister = ({ givenName, familyName }: Profile) =>
  givenName !== undefined || familyName !== undefined;

/** Without the names that people give themselves: where no external id tells, nobody is to become somebody else by one. */
function asRegistered({ displayName: _, ...profile }: Profile): Profile {
  return { ...profile, otherNames: [] };
}

/**
 * The places of the degrees that the row confirms: those of its year that say nothing which it does not say too, and of them those
 * that say most.
 */
function confirmedDegrees(row: ConferredDegree, degrees: readonly Degree[]): number[] {
  const fields = ['programme', 'department', 'kind'] as const;
  const said = (degree: Degree) => fields.filter((field) => degree[field] !== undefined);
  const confirmed = degrees.map(
    (degree) =>
      degree.batchYear === row.batchYear && said(degree).every((field) => isSame(degree[field], row[field])),
  );
  const most = Math.max(...degrees.map((degree, i) => (confirmed[i] ? said(degree).length : -1)));
  return degrees.flatMap((degree, i) => (confirmed[i] && said(degree).length === most ? i : []));
}

const isSame = (a: string | undefined, b: string | undefined) =>
  a !== undefined && b !== undefined && keyOf(a) === keyOf(b);

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FoundIds, Profile } from '../directory';
import type { ConferredDegree } from './list';
import { findDegree } from './row-matching';

/*
 * People and rows of few names, days, years and numbers, so that many of them are alike: what a row proves is compared with
 * a look at everybody.
 */

const of = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const maybe = <T>(...values: readonly T[]) => fc.option(of(...values), { nil: undefined });
const numbers = ['1', '2', '3'];
const days = ['1980-01-01', '1980-01-02'];
const years = [2001, 2002];
const departments = ['Physics', 'Chemistry'];

const degree = fc
  .record({ batchYear: of(...years), department: maybe(...departments) })
  .map(({ batchYear, department }) => ({
    batchId: String(batchYear),
    batchYear,
    ...(department !== undefined && { department }),
  }));

const register = fc
  .uniqueArray(
    fc.record({
      externalId: maybe(...numbers),
      givenName: of('Ada', 'Eve'),
      familyName: of('Byron', 'Adams'),
      birthDate: maybe(...days),
      degrees: fc.array(degree, { maxLength: 3 }),
    }),
    { maxLength: 6, selector: ({ externalId }) => externalId ?? Symbol() },
  )
  .map((people) =>
    people.map(({ externalId, birthDate, ...person }, i): Profile => ({
      ...person,
      ...(externalId !== undefined && { externalId }),
      ...(birthDate !== undefined && { birthDate }),
      id: `person ${i}`,
      otherNames: [], skills: [], links: [], audiences: {}, version: 1, createdAt: new Date(0), updatedAt: new Date(0),
    })),
  ); // prettier-ignore

const row: fc.Arbitrary<ConferredDegree> = fc.record({
  externalId: maybe(...numbers),
  name: of('Ada Byron', 'Byron, Eve', 'EVE ADAMS', 'Adams'),
  birthDate: maybe(...days),
  batchYear: of(...years),
  department: maybe('physics', 'Chemistry'),
});

/** As the directory answers, in whatever order. */
const lookUp = (people: readonly Profile[], sought: ConferredDegree): FoundIds => ({
  holder: people.find(({ externalId }) => externalId !== undefined && externalId === sought.externalId)?.id,
  ofBirth: people
    .filter(
      ({ birthDate, degrees }) =>
        birthDate !== undefined &&
        birthDate === sought.birthDate &&
        degrees.some(({ batchYear }) => batchYear === sought.batchYear),
    )
    .map(({ id }) => id),
});

const proves = (sought: ConferredDegree, person: Profile): boolean => {
  const names = `${person.givenName} ${person.familyName}`.toLowerCase();
  const isNamed = sought.name
    .toLowerCase()
    .split(/[ ,]+/)
    .every((word) => names.includes(word));
  const both = <T>(a: T | undefined, b: T | undefined) => a !== undefined && b !== undefined;
  if (!isNamed) return false;
  if (both(sought.externalId, person.externalId) && sought.externalId !== person.externalId) return false;
  if (both(sought.birthDate, person.birthDate) && sought.birthDate !== person.birthDate) return false;
  const hasNumber = sought.externalId !== undefined && sought.externalId === person.externalId;
  const isOfBirth = sought.birthDate !== undefined && sought.birthDate === person.birthDate;
  const isOfBatch = person.degrees.some(({ batchYear }) => batchYear === sought.batchYear);
  return hasNumber || (isOfBirth && isOfBatch);
};

it('a row proves a degree only of the one person whom it proves among all, and only what it says', () => {
  let proven = 0;
  fc.assert(
    fc.property(register, row, (people, sought) => {
      const living = new Map(people.map((person) => [person.id, person]));
      const found = findDegree(sought, lookUp(people, sought), living);
      const meant = people.filter((person) => proves(sought, person));
      if (meant.length === 0) expect(found.outcome).toBe('notFound');
      if (meant.length > 1) expect(found.outcome).toBe('ambiguous');
      if (found.outcome !== 'proven') return;
      proven++;
      expect(meant).toEqual([found.profile]);
      const degree = found.profile.degrees[found.position]!;
      expect(degree.batchYear).toBe(sought.batchYear);
      if (degree.department !== undefined)
        expect(degree.department.toLowerCase()).toBe(sought.department!.toLowerCase());
    }),
    { seed: 4, numRuns: process.env.HOMECOMING_LONG ? 20_000 : 2_000 },
  );
  expect(proven).toBeGreaterThan(50);
});

it('what the directory answers first makes no difference', () => {
  fc.assert(
    fc.property(register, row, (people, sought) => {
      const living = new Map(people.map((person) => [person.id, person]));
      const { holder, ofBirth } = lookUp(people, sought);
      const turned = findDegree(sought, { holder, ofBirth: [...ofBirth].reverse() }, living);
      expect(turned).toEqual(findDegree(sought, { holder, ofBirth }, living));
    }),
    { seed: 4, numRuns: 500 },
  );
});

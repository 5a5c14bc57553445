import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { buildProgram, type Program } from '../../testing/child-process';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { loadProfiles } from '../directory';
import { findProfileIdsByExternalId } from '../directory/profile-ids-store';
import { insertMember, setMemberProfile } from '../members/store';
import { type ConferredDegree, rowsAtOnce } from './list';
import { createList, verifyTask } from './lists';
import { degreeListTasks } from './tasks';

const people = 2 * rowsAtOnce + 50;
const draft = (i: number) => ({
  externalId: `no-${i}`,
  givenName: 'Ada',
  familyName: `Byron${i}`,
  degrees: [{ batchYear: 2000 + (i % 20) }],
});
const rowOf = (i: number): ConferredDegree => ({
  externalId: `no-${i}`,
  name: `Ada Byron${i % 7 ? i : 'ski'}`,
  batchYear: 2000 + (i % 20) + (i % 11 ? 0 : 1),
});
const rows = Array.from({ length: people }, (_, i) => rowOf(i));
/** Every tenth has a member. */
const member = (i: number) => `ada${i}@people.example`;

let service: TestService;
let program: Program;

beforeAll(async () => {
  service = await startTestService({ relays: false });
  program = await buildProgram('degree-list-process');
});
afterAll(() => program.remove());

async function openSchool(): Promise<TestInstitution> {
  const school = await service.createInstitution();
  const { scope } = school;
  await loadProfiles(scope, rows.map((_, i) => draft(i))); // prettier-ignore
  for (let i = 0; i < people; i += 10) {
    const [profileId] = await findProfileIdsByExternalId(scope, `no-${i}`);
    await scope.transaction(async (tx) => {
      const made = { emailVerifiedAt: tx.clock(), role: 'alumnus', status: 'verified' } as const;
      const { id } = await insertMember(tx, { id: newId(), email: member(i), ...made });
      await setMemberProfile(tx, id, profileId!);
    });
  }
  return school;
}

const compareAll = ({ scope }: TestInstitution, listId: string) =>
  degreeListTasks[verifyTask.name]!(scope, { listId }, new AbortController().signal, {
    taskId: listId,
    attempt: 2,
    reruns: 0,
  });

/** All that a list has left behind, by what people are called, so that two institutions can be compared. */
async function effect({ institution }: TestInstitution, listId: string): Promise<unknown> {
  const ask = (text: string, values: unknown[]) =>
    asOwner(service.ownerUrl, (owner) => owner.query<Record<string, unknown>>({ text }, values));
  const own = [institution.id];
  return {
    list: await ask(
      `select row_count, checked_through, verified, already_verified, ambiguous, no_such_degree, not_found, finished_at is not null as done
       from degree_lists where id = $1`,
      [listId],
    ),
    rows: await ask(
      `select external_id, outcome, profile_id is not null as found from degree_list_rows where list_id = $1 order by external_id`,
      [listId],
    ),
    degrees: await ask(
      `select p.external_id, p.version, d.verified_by is not null as verified
       from profiles p join degrees d on (d.institution_id, d.profile_id) = (p.institution_id, p.id)
       where p.institution_id = $1 order by 1`,
      own,
    ),
    changes: await ask(
      `select change ->> 'type' as type, p.external_id, count(*)::int from outbox o left join profiles p on p.id = (change ->> 'subjectId')::uuid
       where o.institution_id = $1 and change is not null group by 1, 2 order by 1, 2`,
      own,
    ),
    mails: await ask(`select recipient from mails where institution_id = $1 order by 1`, own),
    audit: await ask(`select action from audit_entries where institution_id = $1 order by number`, own),
  };
}

it('a list whose comparer is killed in any of its transactions has the effect of one that nobody has killed', async () => {
  const whole = await openSchool();
  const { id } = await createList(whole.scope, 'Degrees', rows);
  await compareAll(whole, id);
  const expected = await effect(whole, id);
  expect(expected).toMatchObject({ list: [{ row_count: people, checked_through: people, done: true }] });
  expect((expected as { mails: unknown[] }).mails.length).toBeGreaterThan(20);

  const killed = await openSchool();
  const list = await createList(killed.scope, 'Degrees', rows);
  const killIn = async (transaction: number) => {
    const institution = JSON.stringify(killed.institution);
    const child = await program.start(service.ownerUrl, institution, list.id, String(transaction));
    await child.kill();
    return child.line;
  };
  expect(await killIn(1)).toBe('written');
  expect(await effect(killed, list.id)).toMatchObject({ list: [{ checked_through: 0, verified: 0 }] });
  let kills = 0;
  // Each gets one transaction further than the one before it, and dies in the next.
  while ((await killIn(2)) === 'written') kills++;
  expect(kills, 'three to compare, two to tell, one to finish').toBe(5);
  expect(await effect(killed, list.id)).toEqual(expected);
}, 120_000);

it('the order of the rows makes no difference to degrees, outcomes, changes and mails', async () => {
  const some = rows.slice(0, 300);
  // Some twice, so that one row finds what another has done.
  const all = [...some, ...some.slice(0, 30)];
  const effects: unknown[] = [];
  const [turned] = fc.sample(fc.shuffledSubarray(all, { minLength: all.length }), { numRuns: 1, seed: 7 });
  for (const order of [all, turned!]) {
    const school = await openSchool();
    const { id } = await createList(school.scope, 'Degrees', order);
    await compareAll(school, id);
    effects.push(await effect(school, id));
  }
  expect(effects[1]).toEqual(effects[0]);
}, 60_000);

import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditKeyOf } from '../../platform/audit-chain';
import { newId } from '../../platform/ids';
import { openScope } from '../../platform/scope';
import { silent, startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { eraseAs, verifyOne } from './testing/verify';

let service: TestService;
let owner: pg.Client;
let school: TestInstitution;
let other: TestInstitution;
const subject = { kind: 'profile', id: newId() } as const;

beforeAll(async () => {
  service = await startTestService();
  owner = new pg.Client({ connectionString: service.ownerUrl });
  await owner.connect();
});
afterAll(() => owner.end());

/** Ten entries, the detail of the fourth erased by the tenth; of the other institution's, two. */
beforeEach(async () => {
  school = await service.createInstitution();
  other = await service.createInstitution();
  for (let number = 2; number <= 9; number++) {
    const about = number === 4 ? subject : ({ kind: 'profile', id: newId() } as const);
    const draft = {
      action: 'test.done' as const,
      subject: about,
      before: { number },
      after: { number: number + 1 },
    };
    await school.scope.transaction((tx) => Promise.resolve(tx.audit.add(draft)));
    if (number === 2) await other.scope.transaction((tx) => Promise.resolve(tx.audit.add(draft)));
  }
  await eraseAs(service, school, subject);
});

/** As somebody who owns the database and leaves no trace in it: every trigger and reference is set aside. */
async function tamper(...statements: string[]): Promise<void> {
  const tables = ['audit_entries', 'audit_details', 'audit_heads'];
  await owner.query('begin');
  for (const table of tables) await owner.query(`alter table ${table} disable trigger all`);
  for (const sql of statements)
    await owner.query(
      sql.replaceAll('OURS', `'${school.institution.id}'`).replaceAll('OTHER', `'${other.institution.id}'`),
    );
  for (const table of tables) {
    await owner.query(`alter table ${table} enable trigger all`);
  }
  await owner.query('commit');
}

const here = 'institution_id = OURS';
const altered = (number: number) =>
  `entry ${number} is not what was written there: altered, inserted or moved`;
const copyOf = (number: number, as: string) =>
  `insert into audit_entries select institution_id, ${as}, at, action, actor_kind, actor_id, on_behalf_of_kind, on_behalf_of_id,
     subject_kind, subject_id, request_id, erases, detail_digest, hash from audit_entries where ${here} and number = ${number}`;

const fields: [string, string][] = [
  ['at', "at + interval '1 ms'"],
  ['at', "at + interval '1 microsecond'"],
  ['action', "'test.undone'"],
  ['actor_kind', "'secretKey'"],
  ['actor_id', 'gen_random_uuid()'],
  ['on_behalf_of_kind', "'member'"],
  ['on_behalf_of_id', 'gen_random_uuid()'],
  ['subject_kind', "'key'"],
  ['subject_id', 'gen_random_uuid()'],
  ['request_id', 'gen_random_uuid()'],
  ['detail_digest', "sha256('')"],
  ['hash', "sha256('')"],
];

const tamperings: [what: string, statements: string[], faults: string[]][] = [
  ...fields.map(([field, value]): [string, string[], string[]] => [
    `another ${field}, ${value}`,
    [`update audit_entries set ${field} = ${value} where ${here} and number = 5`],
    field === 'hash'
      ? [altered(5), altered(6)]
      : field === 'detail_digest'
        ? [altered(5), 'the detail of entry 5 was altered']
        : [altered(5)],
  ]),
  [
    'an erasure that was none',
    [`update audit_entries set erases = '{2}' where ${here} and number = 5`],
    [altered(5), 'there is a detail 2 that no entry has, or that was erased'],
  ],
  ['an entry removed', [`delete from audit_entries where ${here} and number = 5`], ['entry 5 is missing', 'there is a detail 5 that no entry has, or that was erased']],
  [
    'entries removed without a trace',
    [`delete from audit_details where ${here} and number in (5, 6)`, `delete from audit_entries where ${here} and number in (5, 6)`],
    ['entries 5 to 6 are missing'],
  ],
  [
    'the first entry removed',
    [`delete from audit_details where ${here} and number = 1`, `delete from audit_entries where ${here} and number = 1`],
    ['entry 1 is missing'],
  ],
  [
    'an entry removed and the gap closed',
    [
      `delete from audit_details where ${here} and number = 8`, `delete from audit_entries where ${here} and number = 8`,
      `update audit_details set number = number - 1 where ${here} and number > 8`, `update audit_entries set number = number - 1 where ${here} and number > 8`,
    ],
    [altered(8), altered(9), 'entry 10 is missing: the log was cut off at its end'],
  ],
  [
    'two entries in another order',
    [
      `update audit_entries set number = 99 where ${here} and number = 5`, `update audit_entries set number = 5 where ${here} and number = 6`,
      `update audit_entries set number = 6 where ${here} and number = 99`,
    ],
    [altered(5), 'the detail of entry 5 was altered', altered(6), 'the detail of entry 6 was altered', altered(7)],
  ],
  [
    'an entry inserted',
    [
      `update audit_details set number = number + 1 where ${here} and number = 10`, `update audit_entries set number = number + 1 where ${here} and number = 10`,
      copyOf(9, '10'), `insert into audit_details select institution_id, 10, salt, detail from audit_details where ${here} and number = 9`,
      `update audit_heads set number = 11 where ${here}`,
    ],
    [altered(10), altered(11), 'the head is not sealed with this secret'],
  ],
  [
    'an entry appended by hand',
    [copyOf(9, '11'), `insert into audit_details select institution_id, 11, salt, detail from audit_details where ${here} and number = 9`],
    [altered(11), 'entry 11 is beyond the head of the log'],
  ],
  ['an entry before the first', ['alter table audit_entries drop constraint audit_entries_number_check', copyOf(1, '0')], [altered(0), altered(1), 'the detail of entry 0 was removed, and no entry erased it']],
  [
    'the end cut off',
    [`delete from audit_details where ${here} and number > 8`, `delete from audit_entries where ${here} and number > 8`],
    ['entries 9 to 10 are missing: the log was cut off at its end', 'the detail of entry 4 was removed, and no entry erased it'],
  ],
  [
    'the end cut off, and the head set to what is left',
    [
      `delete from audit_details where ${here} and number = 10`, `delete from audit_entries where ${here} and number = 10`,
      `update audit_heads h set number = 9, hash = e.hash from audit_entries e where h.${here} and e.${here} and e.number = 9`,
    ],
    ['the head is not sealed with this secret', 'the detail of entry 4 was removed, and no entry erased it'],
  ],
  ['another hash in the head', [`update audit_heads set hash = sha256('') where ${here}`], ['the head is not the hash of entry 10', 'the head is not sealed with this secret']],
  ['no head', [`delete from audit_heads where ${here}`], ['the head of the log is missing']],
  [
    'no log at all',
    [`delete from audit_details where ${here}`, `delete from audit_entries where ${here}`, `delete from audit_heads where ${here}`],
    ['there is no log at all'],
  ],
  ['another detail', [`update audit_details set detail = '{}' where ${here} and number = 5`], ['the detail of entry 5 was altered']],
  ['another salt', [`update audit_details set salt = sha256('') where ${here} and number = 5`], ['the detail of entry 5 was altered']],
  [
    'the details of two entries exchanged',
    [
      `update audit_details set number = 99 where ${here} and number = 5`, `update audit_details set number = 5 where ${here} and number = 6`,
      `update audit_details set number = 6 where ${here} and number = 99`,
    ],
    ['the detail of entry 5 was altered', 'the detail of entry 6 was altered'],
  ],
  ['a detail removed', [`delete from audit_details where ${here} and number = 5`], ['the detail of entry 5 was removed, and no entry erased it']],
  [
    'an erased detail filled in',
    [`insert into audit_details select institution_id, 4, salt, detail from audit_details where ${here} and number = 5`],
    ['the detail of entry 4 was altered', 'there is a detail 4 that no entry has, or that was erased'],
  ],
  [
    'the log of another institution in its place',
    [
      `delete from audit_details where ${here}`, `delete from audit_entries where ${here}`, `delete from audit_heads where ${here}`,
      'update audit_details set institution_id = OURS where institution_id = OTHER', 'update audit_entries set institution_id = OURS where institution_id = OTHER',
      'update audit_heads set institution_id = OURS where institution_id = OTHER',
    ],
    [altered(1), altered(2), 'the head is not sealed with this secret'],
  ],
]; // prettier-ignore

describe('verifying', () => {
  it('finds a log whole that nobody has touched', async () => {
    const { entries, head, faults } = await verifyOne(service, school);
    expect({ entries, number: head?.number, faults }).toEqual({ entries: 10, number: 10, faults: [] });
  });

  it.each(tamperings)('finds %s, and says where', async (_, statements, faults) => {
    await tamper(...statements);
    expect((await verifyOne(service, school)).faults).toEqual(faults);
    // Back to what the next test begins with, whatever constraint was dropped.
    await owner.query(
      'alter table audit_entries drop constraint if exists audit_entries_number_check, add constraint audit_entries_number_check check (number >= 1) not valid',
    );
  });

  it('finds the whole log written anew by somebody who has another secret', async () => {
    const forged = await forge('another secret, long enough');
    const { faults, faultCount, hasOtherSecret } = await verifyOne(service, forged);
    expect([faults[0], faultCount]).toEqual([altered(1), 4 + 4 + 1]);
    expect(hasOtherSecret, 'which is said first: most often the command has the wrong secret').toBe(true);
    expect((await verifyOne(service, school)).hasOtherSecret).toBe(false);
  });

  it('finds a log set back to what it was once, where its head was written down', async () => {
    const before = await verifyOne(service, school);
    const {
      rows: [oldHead],
    } = await owner.query<{ hash: Buffer; seal: Buffer }>(
      'select hash, seal from audit_heads where institution_id = $1',
      [school.institution.id],
    );
    const done = { action: 'test.done' as const, subject };
    await school.scope.transaction((tx) => Promise.resolve(tx.audit.add(done, done)));
    const { head } = await verifyOne(service, school);
    await tamper(
      `delete from audit_details where ${here} and number > 10`,
      `delete from audit_entries where ${here} and number > 10`,
      `update audit_heads set number = 10, hash = '\\x${oldHead!.hash.toString('hex')}', seal = '\\x${oldHead!.seal.toString('hex')}' where ${here}`,
    );
    // The database is, row by row, what it once was: only what lies outside of it can tell.
    expect(await verifyOne(service, school)).toEqual(before);
    expect((await verifyOne(service, school, { anchor: head })).faults).toEqual([
      'entry 12, which was there before, is missing: the log was cut off at its end',
    ]);
    await school.scope.transaction((tx) => Promise.resolve(tx.audit.add(done, done)));
    expect((await verifyOne(service, school, { anchor: head })).faults).toEqual([
      'entry 12 has another hash than it had before: the log was rewritten',
    ]);
    expect((await verifyOne(service, school, { anchor: before.head })).faults).toEqual([]);
  });

  it('takes secrets that were replaced, in their order only', async () => {
    const [older, newer] = ['the older secret, long enough', 'the newer secret, long enough'];
    const made = await forge(older);
    const acting = scopeOf(made, newer);
    await acting.transaction((tx) =>
      Promise.resolve(tx.audit.add({ action: 'test.done' as const, subject })),
    );
    const verify = async (...secrets: string[]) =>
      (await verifyOne(service, made, { keys: secrets.map(auditKeyOf) })).faults;
    expect(await verify(older, newer)).toEqual([]);
    expect((await verify(newer)).length).toBeGreaterThan(0);
    expect((await verify(older)).length).toBeGreaterThan(0);
    // A stolen old secret is good for nothing new.
    await scopeOf(made, older).transaction((tx) =>
      Promise.resolve(tx.audit.add({ action: 'test.done' as const, subject })),
    );
    expect(await verify(older, newer)).toEqual([altered(6), 'the head is not sealed with this secret']);
  });

  it('tells the first faults only, and how many there are', async () => {
    const many = Array.from({ length: 60 }, () => ({ action: 'test.done' as const, subject }));
    await school.scope.transaction((tx) => Promise.resolve(tx.audit.add(...many)));
    await tamper(`update audit_entries set action = 'test.undone' where ${here} and number > 10`);
    const { faults, faultCount } = await verifyOne(service, school);
    expect([faults.length, faultCount]).toEqual([20, 60]);
  });

  it('goes on over what is appended meanwhile', async () => {
    const many = Array.from({ length: 1_000 }, () => ({ action: 'test.done' as const, subject }));
    for (let i = 0; i < 6; i++)
      await school.scope.transaction((tx) => Promise.resolve(tx.audit.add(...many)));
    const [verdict] = await Promise.all([
      verifyOne(service, school),
      ...many
        .slice(0, 50)
        .map((each) => school.scope.transaction((tx) => Promise.resolve(tx.audit.add(each)))),
    ]);
    expect(verdict.faults).toEqual([]);
    expect(await verifyOne(service, school)).toMatchObject({ entries: 6_060, faults: [] });
  });
});

const scopeOf = ({ institution }: TestInstitution, secret: string) =>
  openScope({
    ...{ database: service.database, institution, log: silent, clock: () => new Date() },
    principal: { kind: 'system' },
    auditKey: auditKeyOf(secret),
  });

/** An institution whose log of four entries was written with a secret. */
async function forge(secret: string): Promise<TestInstitution> {
  const made = await service.createInstitution();
  const ourSchool = school;
  school = made;
  await tamper(
    `delete from audit_details where ${here}`,
    `delete from audit_entries where ${here}`,
    `delete from audit_heads where ${here}`,
  );
  school = ourSchool;
  const done = { action: 'test.done' as const, subject };
  await scopeOf(made, secret).transaction((tx) => Promise.resolve(tx.audit.add(done, done, done, done)));
  return made;
}

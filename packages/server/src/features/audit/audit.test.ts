import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditDraft } from '../../platform/audit';
import { newId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { openScope, type Scope } from '../../platform/scope';
import { testAuditKey } from '../../testing/secret';
import { silent, startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { insertInstitution } from '../institutions/store';
import { updateKeyOrigins } from '../keys';
import { eraseAs, verifyOne } from './testing/verify';

let service: TestService;
let owner: pg.Client;
beforeAll(async () => {
  service = await startTestService();
  owner = new pg.Client({ connectionString: service.ownerUrl });
  await owner.connect();
});
afterAll(() => owner.end());

const draft = (after: Record<string, unknown> = {}): AuditDraft => ({
  action: 'test.done',
  subject: { kind: 'profile', id: newId() },
  after,
});
const act = (scope: Scope, ...drafts: AuditDraft[]) =>
  scope.transaction((tx) => Promise.resolve(tx.audit.add(...drafts)));
const entriesOf = async ({ institution }: TestInstitution) =>
  (
    await owner.query<{ number: string; action: string }>(
      'select * from audit_entries where institution_id = $1 order by number',
      [institution.id],
    )
  ).rows;
const numbersOf = async (school: TestInstitution) =>
  (await entriesOf(school)).map(({ number }) => Number(number));

describe('what is done', () => {
  it('is in the log with who, from where, to what, before and after', async () => {
    const school = await service.createInstitution();
    const keyId = newId();
    const request = { id: newId(), address: '203.0.113.7' };
    const scope = openScope({
      ...{ database: service.database, institution: school.institution, request, log: silent },
      principal: { kind: 'secret', keyId, scopes: [] },
      clock: () => new Date('2026-11-21T09:30:00.123Z'),
      auditKey: testAuditKey,
    });
    const subject = { kind: 'profile', id: newId() } as const;
    await act(scope, {
      action: 'test.changed',
      subject,
      before: { role: 'alumnus' },
      after: { role: 'admin' },
    });
    const [, entry] = await entriesOf(school);
    expect(entry).toMatchObject({
      number: '2', action: 'test.changed', at: new Date('2026-11-21T09:30:00.123Z'), actor_kind: 'secretKey', actor_id: keyId,
      subject_kind: 'profile', subject_id: subject.id, request_id: request.id,
    }); // prettier-ignore
    const { rows } = await owner.query<{ detail: string }>(
      'select detail from audit_details where institution_id = $1 and number = 2',
      [school.institution.id],
    );
    expect(JSON.parse(rows[0]!.detail)).toEqual({
      address: '203.0.113.7',
      before: { role: 'alumnus' },
      after: { role: 'admin' },
    });
  });

  it('is there for the making of institutions and keys, and of changed origins once they differ', async () => {
    const school = await service.createInstitution();
    const key = await school.createKey({ kind: 'publishable', origins: ['https://a.example'] });
    await updateKeyOrigins(school.scope, key, ['https://b.example']);
    await updateKeyOrigins(school.scope, key, ['https://b.example']);
    const entries = await entriesOf(school);
    expect(entries.map(({ action }) => action)).toEqual([
      'institution.created',
      'key.created',
      'key.updated',
    ]);
  });

  it('holds no key', async () => {
    const school = await service.createInstitution();
    const secret = await school.createKey();
    const publishable = await school.createKey({ kind: 'publishable' });
    const { rows } = await owner.query<{ text: string }>(
      'select e::text || d::text as text from audit_entries e join audit_details d using (institution_id, number)',
    );
    const all = rows.map(({ text }) => text).join('\n');
    for (const key of [secret, publishable]) expect(all).not.toContain(key.split('_')[3]);
  });

  it('leaves nothing where it was rolled back', async () => {
    const school = await service.createInstitution();
    const failing = school.scope.transaction((tx) => {
      tx.audit.add(draft());
      return Promise.reject(new Error('given up'));
    });
    await expect(failing).rejects.toThrow('given up');
    expect(await numbersOf(school)).toEqual([1]);
    await act(school.scope, draft());
    expect(await numbersOf(school)).toEqual([1, 2]);
  });

  it('is not said outside of a transaction', async () => {
    const school = await service.createInstitution();
    expect(() => school.scope.audit.add(draft())).toThrow('belong to a transaction');
  });

  it('keeps odd texts as they are', async () => {
    const school = await service.createInstitution();
    const odd = { nul: 'a\0b', half: '\ud800', quotes: `'"\\`, date: new Date(0), many: 'ü'.repeat(50_000) };
    await act(school.scope, draft(odd));
    expect((await verifyOne(service, school)).faults).toEqual([]);
  });
});

describe('the chain', () => {
  it('stays one without gaps when many act at once, each with rows of its own locked', async () => {
    const school = await service.createInstitution();
    const ids = Array.from({ length: 4 }, () => newId());
    for (const id of ids) {
      await school.scope.transaction((tx) =>
        tx.db.query(
          {
            text: `insert into profiles (institution_id, id, family_name, created_at, updated_at)
                   values (current_institution(), $1, 'Curie', now(), now())`,
          },
          [id],
        ),
      );
    }
    const acts = Array.from({ length: 200 }, (_, i) =>
      school.scope.transaction(async (tx) => {
        await tx.db.query({ text: `update profiles set city = $2 where id = $1` }, [ids[i % 4], String(i)]);
        tx.audit.add(...Array.from({ length: 1 + (i % 3) }, () => draft({ i })));
        if (i % 10 === 9) throw new Error('given up');
      }),
    );
    const settled = await Promise.allSettled(acts);
    const done = settled.flatMap(({ status }, i) => (status === 'fulfilled' ? [1 + (i % 3)] : []));
    expect(done).toHaveLength(180);
    const total = 1 + done.reduce((sum, each) => sum + each, 0);
    expect(await numbersOf(school)).toEqual(Array.from({ length: total }, (_, i) => i + 1));
    expect(await verifyOne(service, school)).toMatchObject({ entries: total, faults: [] });
  });

  it('begins once where the first two act at once', async () => {
    // As an institution that is older than the log.
    const institution = await asOwner(service.ownerUrl, (asking) =>
      insertInstitution(asking, {
        ...{ id: newId(), slug: `older-${newId().slice(-8)}`, name: 'Older', mode: 'test' },
        ...{ audienceDefaults: {}, publicCountThreshold: 1 },
      }),
    );
    const school = { ...(await service.createInstitution()), institution: institution! };
    const scope = openScope({
      ...{ database: service.database, institution: school.institution, log: silent },
      ...{ principal: { kind: 'system' }, clock: () => new Date(), auditKey: testAuditKey },
    });
    await Promise.all([1, 2, 3, 4].map(() => act(scope, draft())));
    expect(await verifyOne(service, school)).toMatchObject({ entries: 4, faults: [] });
  });

  it('is each institution’s own: nobody waits for another’s', async () => {
    const [ours, theirs] = [await service.createInstitution(), await service.createInstitution()];
    await ours.scope.transaction(async (tx) => {
      await tx.db.query({ text: 'select lock_audit_head()' });
      await act(theirs.scope, draft());
      expect(await numbersOf(theirs)).toEqual([1, 2]);
    });
  });
});

describe('the tables of the log', () => {
  const tables = ['audit_entries', 'audit_details', 'audit_heads'];
  const refusal = (sql: string, setUp = 'select 1') =>
    owner
      .query(`begin; ${setUp}`)
      .then(() => owner.query(sql))
      .then(
        () => 'done',
        (error: { code: string; message: string }) => error.code,
      )
      .finally(() => owner.query('rollback'));

  beforeAll(async () => {
    await act((await service.createInstitution()).scope, draft());
  });

  const orders = tables.flatMap((table) => [
    `update ${table} set number = number`,
    `update ${table} set institution_id = institution_id`,
    `delete from ${table}`,
    `truncate ${table} cascade`,
    `merge into ${table} t using (select 1) s on true when matched then delete`,
    `insert into ${table} select * from ${table} on conflict (institution_id${table === 'audit_heads' ? '' : ', number'}) do update set number = excluded.number`,
  ]);

  it.each(orders)('refuse the owner: %s', async (sql) => {
    expect(await refusal(sql)).toBe('42501');
  });

  it.each(orders)('refuse the owner also where ordinary triggers are set aside: %s', async (sql) => {
    expect(await refusal(sql, 'set local session_replication_role = replica')).toBe('42501');
  });

  it('refuse the owner a truncate of institutions that takes them along', async () => {
    expect(await refusal('truncate institutions cascade')).toBe('42501');
  });

  it.each([...orders, ...tables.map((table) => `insert into ${table} select * from ${table}`)])(
    'refuse the application: %s',
    async (sql) => {
      expect(await refusal(sql, 'set local role homecoming_app')).toBe('42501');
    },
  );

  it('do not let the application read salts', async () => {
    expect(await refusal('select salt from audit_details', 'set local role homecoming_app')).toBe('42501');
  });

  const asApplication = (id: string | undefined) =>
    `set local role homecoming_app; select set_config('app.institution_id', '${id ?? ''}', true)`;
  const line = (number: number, more: object = {}) =>
    JSON.stringify([
      {
        ...{ number, at: new Date(), action: 'a.b', actorKind: 'system', subjectKind: 'profile' },
        ...{ subjectId: newId(), detailDigest: 'ab'.repeat(32), hash: 'ab'.repeat(32) },
        ...{ salt: 'ab'.repeat(32), detail: '{}', ...more },
      },
    ]);

  it('take entries only within an institution', async () => {
    expect(await refusal('select lock_audit_head()', asApplication(undefined))).toBe('42501');
    expect(await refusal(`select append_audit('${line(1)}', '')`, asApplication(undefined))).toBe('42501');
  });

  it('take only what continues the chain', async () => {
    const school = await service.createInstitution();
    const within = asApplication(school.institution.id);
    const append = (entries: string) => refusal(`select append_audit('${entries}', '')`, within);
    expect(await append(line(2))).toBe('done');
    for (const wrong of ['[]', line(1), line(3), line(0), '[{}]'])
      expect([wrong, await append(wrong)]).toEqual([wrong, '23514']);
  });

  it('let the application erase nothing, whatever the entry says', async () => {
    const { institution } = await service.createInstitution();
    const within = asApplication(institution.id);
    const erasing = line(2, {
      ...{ action: 'audit_log.details_erased', subjectKind: 'institution', subjectId: institution.id },
      erases: [1],
    });
    for (const name of ['append_audit', 'append_audit_erasing'])
      expect([name, await refusal(`select ${name}('${erasing}', '')`, within)]).toEqual([name, '42501']);
    const asOwnerThere = `select set_config('app.institution_id', '${institution.id}', true)`;
    expect(await refusal(`select append_audit_erasing('${erasing}', '')`, asOwnerThere)).toBe('done');
  });

  it('let the owner erase only in the name of the subject, and what is there', async () => {
    const { institution } = await service.createInstitution();
    const within = `select set_config('app.institution_id', '${institution.id}', true)`;
    const subject = { subjectKind: 'institution', subjectId: institution.id };
    for (const wrong of [
      line(2, { ...subject, erases: [1] }),
      line(2, { action: 'audit_log.details_erased', erases: [1] }),
      line(2, { ...subject, action: 'audit_log.details_erased', erases: [2] }),
    ])
      expect([wrong, await refusal(`select append_audit_erasing('${wrong}', '')`, within)]).toEqual([
        wrong,
        '23514',
      ]);
  });

  it('take no entry for another institution, whatever it says', async () => {
    const [ours, theirs] = [await service.createInstitution(), await service.createInstitution()];
    const before = await entriesOf(theirs);
    await ours.scope.transaction(async (tx) => {
      await tx.db.query({ text: 'select lock_audit_head()' });
      await tx.db.query({ text: 'select append_audit($1::jsonb, $2)' }, [
        line(2, { institutionId: theirs.institution.id, institution_id: theirs.institution.id }),
        Buffer.alloc(32),
      ]);
    });
    expect(await entriesOf(theirs)).toEqual(before);
    expect(await numbersOf(ours)).toEqual([1, 2]);
  });
});

describe('erasing', () => {
  it('takes the details of a subject out, tells so, and leaves the chain whole', async () => {
    const school = await service.createInstitution();
    const subject = { kind: 'profile', id: newId() } as const;
    await act(school.scope, { ...draft({ email: 'marie@example.org' }), subject }, draft({ other: 'stays' }));
    await act(school.scope, { ...draft({ email: 'm@example.org' }), subject });
    await eraseAs(service, school, subject);
    const { rows } = await owner.query<{ number: string; detail: string }>(
      'select number, detail from audit_details where institution_id = $1 order by number',
      [school.institution.id],
    );
    expect(rows.map(({ number }) => number)).toEqual(['1', '3', '5']);
    expect(rows[1]!.detail).toContain('stays');
    expect((await entriesOf(school)).at(-1)).toMatchObject({
      action: 'audit_log.details_erased',
      erases: ['2', '4'],
    });
    expect(await verifyOne(service, school)).toMatchObject({ entries: 5, faults: [] });
    // There is nothing more to erase, and nothing more to tell, but of the erasure itself.
    await eraseAs(service, school, { kind: 'profile', id: newId() });
    expect(await numbersOf(school)).toHaveLength(5);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { callRaw } from '../../testing/wire';
import { eraseAs } from './testing/verify';

interface Entry {
  readonly number: number;
  readonly action: string;
  readonly subject: string;
  readonly actor: { readonly kind: string; readonly id?: string };
  readonly [field: string]: unknown;
}

let service: TestService;
let school: TestInstitution;
let key: string;
let startedAt: Date;

beforeAll(async () => {
  service = await startTestService();
  school = await service.createInstitution();
  await (await service.createInstitution()).createKey();
  startedAt = new Date();
  key = await school.createKey({ name: 'Auditor', scopes: ['audit:read'] });
  for (let i = 0; i < 5; i++) await school.createKey({ name: `Key ${i}` });
});

const ask = async (query: string, path = '/v1/audit-log') => {
  const answer = await callRaw(service.origin, {
    path: `${path}?${query}`,
    headers: { 'Homecoming-Key': key },
  });
  expect(answer.status, answer.text).toBe(200);
  return answer;
};
const page = async (query: string) =>
  JSON.parse((await ask(query)).text) as { data: Entry[]; nextCursor: string | null };
const exported = async (query = '') =>
  (await ask(query, '/v1/audit-log/export')).text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Entry);

describe('the audit log', () => {
  it('is read newest first, page by page, each entry once', async () => {
    const seen: Entry[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { data, nextCursor }: Awaited<ReturnType<typeof page>> = await page(
        `limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      seen.push(...data);
      cursor = nextCursor;
    }
    const numbers = seen.map(({ number }) => number);
    expect(numbers).toEqual(Array.from({ length: numbers[0]! }, (_, i) => numbers[0]! - i));
    expect(seen.at(-1)).toMatchObject({
      number: 1,
      action: 'institution.created',
      actor: { kind: 'system' },
      after: { slug: school.institution.slug },
    });
  });

  it('is filtered by action, subject, actor and time', async () => {
    const { data: keys } = await page('action=key.created&limit=100');
    expect(keys).toHaveLength(6);
    const { subject } = keys[3]!;
    expect((await page(`subject=${subject}`)).data).toEqual([keys[3]]);
    expect((await page(`actor=${subject}`)).data).toEqual([]);
    expect((await page('actor=system&action=key.created&limit=100')).data).toEqual(keys);
    expect((await page(`to=${startedAt.toISOString()}`)).data.map(({ number }) => number)).toEqual([1]);
    expect((await page(`from=${startedAt.toISOString()}&action=institution.created`)).data).toEqual([]);
  });

  it('finds nothing by what cannot have acted', async () => {
    expect((await page(`actor=${school.institution.id && 'prof_01h2xcejqtf2nbrexx3vqjhp41'}`)).data).toEqual(
      [],
    );
  });

  it.each([
    ['subject=other_01h2xcejqtf2nbrexx3vqjhp41', 'invalid_id'],
    ['actor=nobody', 'invalid_id'],
    ['from=2026-06-30T23:59:60Z', 'invalid_request'],
    ['to=yesterday', 'invalid_request'],
    ['action=everything', 'invalid_request'],
  ])('refuses %s', async (query, code) => {
    for (const path of ['/v1/audit-log', '/v1/audit-log/export']) {
      const answer = await callRaw(service.origin, {
        path: `${path}?${query}`,
        headers: { 'Homecoming-Key': key },
      });
      expect([answer.status, (JSON.parse(answer.text) as { code: string }).code]).toEqual([400, code]);
    }
  });

  it('shows an erased detail as erased', async () => {
    const subject = { kind: 'profile', id: newId() } as const;
    const after = { email: 'marie@example.org' };
    await school.scope.transaction((tx) =>
      Promise.resolve(tx.audit.add({ action: 'test.done' as const, subject, after })),
    );
    await eraseAs(service, school, subject);
    const { data } = await page('action=test.done');
    expect(data[0]).toMatchObject({ detailErased: true });
    expect(data[0]).not.toHaveProperty('after');
    expect(JSON.stringify(await exported())).not.toContain('marie@example.org');
  });
});

describe('an export', () => {
  it('holds every entry, oldest first, and says who made it, from where, in which call', async () => {
    const before = (await page('limit=1')).data[0]!.number;
    const answer = await ask('', '/v1/audit-log/export');
    expect(answer.headers).toMatchObject({
      'content-type': 'application/x-ndjson',
      'cache-control': 'private, no-store',
    });
    const entries = answer.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Entry);
    expect(entries.map(({ number }) => number)).toEqual(Array.from({ length: before + 1 }, (_, i) => i + 1));
    expect(entries.at(-1)).toMatchObject({
      action: 'audit_log.exported',
      actor: {
        kind: 'secretKey',
        id: entries.find(({ after }) => (after as { name?: string }).name === 'Auditor')!.subject,
      },
      address: '127.0.0.1',
      requestId: answer.headers['request-id'],
    });
  });

  it('goes on where one broke off, and keeps to its filters', async () => {
    const all = await exported();
    expect((await exported('after=3')).slice(0, all.length - 3)).toEqual(all.slice(3));
    const keys = await exported('action=key.created');
    expect(keys).toEqual(all.filter(({ action }) => action === 'key.created'));
  });

  it('is read batch by batch, without a hole between', async () => {
    const many = await service.createInstitution();
    const reader = await many.createKey();
    const drafts = Array.from({ length: 2_500 }, () => ({
      ...{ action: 'test.done' as const, subject: { kind: 'profile', id: newId() } as const },
    }));
    await many.scope.transaction((tx) => Promise.resolve(tx.audit.add(...drafts)));
    const answer = await callRaw(service.origin, {
      path: '/v1/audit-log/export',
      headers: { 'Homecoming-Key': reader },
    });
    const numbers = answer.text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as Entry).number);
    expect(numbers).toEqual(Array.from({ length: 2_503 }, (_, i) => i + 1));
  });
});

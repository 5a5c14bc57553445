import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestService, type TestInstitution, type TestService } from '../testing/service';
import { callRaw } from '../testing/wire';
import { asOwner } from './owner';

let service: TestService;
let school: TestInstitution;
let key: string;
let profileId: string;

const call = (method: string, path: string, body?: object) =>
  callRaw(service.origin, {
    method,
    path,
    headers: { 'Homecoming-Key': key, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
const owner = (text: string) => asOwner(service.ownerUrl, (db) => db.query<Record<string, string>>({ text }));

/** Each on every connection of the pool, so that each has its statements prepared. */
async function callAll(): Promise<string[]> {
  const reads = [
    `/v1/profiles/${profileId}`, `/v1/profiles?ids=${profileId}`, '/v1/batches', '/v1/directory/search?q=curie', '/v1/directory/search?company=sorbonne',
    '/v1/directory/suggest?q=cur', '/v1/changes?limit=5', '/v1/webhook-endpoints', '/v1/degree-lists', '/v1/keys', '/v1/members', '/v1/claims',
  ]; // prettier-ignore
  const calls = Array.from({ length: 12 }, () => reads.map((path) => ['GET', path] as const)).flat();
  const answers = await Promise.all(
    calls.map(async ([method, path]) => [path, (await call(method, path)).status]),
  );
  const writes = await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      const { status } = await call('POST', '/v1/profiles', { familyName: `Curie ${i}` });
      return ['POST /v1/profiles', status];
    }),
  );
  return [...new Set([...answers, ...writes].map(([path, status]) => `${status} ${path}`))].sort();
}

beforeAll(async () => {
  service = await startTestService();
  school = await service.createInstitution();
  key = await school.createKey();
  const made = await call('POST', '/v1/profiles', { familyName: 'Curie', company: 'Sorbonne' });
  profileId = (JSON.parse(made.text) as { id: string }).id;
  await call('POST', '/v1/webhook-endpoints', { url: 'https://partner.example/hook', types: ['*'] });
});

describe('a process that runs while another one migrates', () => {
  it('answers as before when every table gets a column', async () => {
    const before = await callAll();
    expect(before.filter((answer) => /^[45]/.test(answer))).toEqual([]);
    const tables = await owner(
      `select format('%I', c.relname) as name from pg_class c
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
         and c.relname not like 'knex%'`,
    );
    expect(tables.length).toBeGreaterThan(30);
    // Altering all tables at once, in any order, must not meet the relay, which writes to two of them.
    await vi.waitUntil(async () => (await owner('select from outbox')).length === 0);
    await owner(
      tables.map(({ name }) => `alter table ${name} add column added_later text default 'x'`).join('; '),
    );
    expect(await callAll()).toEqual(before);
  });

  it('prepares its statements again when the type of a column they give has changed', async () => {
    const before = await callAll();
    await owner(`alter table profiles alter column given_name type varchar(500);
                 alter table api_keys alter column name type varchar(500);
                 alter table webhook_endpoints alter column description type varchar(5000)`);
    expect(await callAll()).toEqual(before);
  });

  it('runs a whole transaction again, once, when a statement in its middle is stale: nothing is written or said twice', async () => {
    const { scope } = school;
    await owner(`create table shapes (id int, shape text); grant all on shapes to homecoming_app`);
    const shapes = { name: 'shapes', text: 'select id, shape from shapes' };
    let runs = 0;
    const write = () =>
      scope.transaction(async (tx) => {
        runs++;
        await tx.db.query({ name: 'shapes-insert', text: `insert into shapes values (1, 'round')` });
        tx.changes.add({ type: 'profile.updated', subjectId: scope.institution.id, version: 1, audience: 'public' }); // prettier-ignore
        return tx.db.query(shapes);
      });
    await write();
    // Prepared on each connection.
    await Promise.all(Array.from({ length: 12 }, () => scope.db.query(shapes)));
    await owner('alter table shapes alter column shape type varchar(50); delete from shapes');
    runs = 0;
    const count = async () => (await owner('select count(*) as count from changes'))[0]!.count;
    await vi.waitUntil(async () => (await owner('select from outbox')).length === 0);
    const before = Number(await count());
    expect(await write()).toEqual([{ id: 1, shape: 'round' }]);
    expect(runs).toBe(2);
    expect(await owner('select id, shape from shapes')).toEqual([{ id: 1, shape: 'round' }]);
    await vi.waitUntil(async () => (await owner('select from outbox')).length === 0);
    expect(Number(await count())).toBe(before + 1);
  });
});

import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, startTestService, type TestService } from '../testing/service';
import { callRaw } from '../testing/wire';
import { Database, DatabaseUnavailable, type Statement } from './database';
import { newId } from './ids';
import { asOwner } from './owner';

let url: string;
const institution = newId();

beforeAll(async () => {
  ({ url } = await createTestDatabase());
  await asOwner(url, async (owner) => {
    await owner.query({
      text: 'create table notes (id int, text text, constraint once unique (id) deferrable initially deferred)',
    });
    await owner.query({ text: 'grant all on notes to homecoming_app' });
  });
});

const opened: Database[] = [];
function openDatabase(
  options: { poolSize?: number; statementTimeoutMs?: number; lockTimeoutMs?: number } = {},
): Database {
  const database = new Database({ url, poolSize: 1, ...options });
  opened.push(database);
  return database;
}
afterAll(() => Promise.all(opened.map((database) => database.close())));

const backend: Statement = { text: 'select pg_backend_pid() as pid' };
const backendOf = async (database: Database) =>
  (await database.of(institution).query<{ pid: number }>(backend))[0]!.pid;
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'resolved',
    (error: { code?: string }) => error.code,
  );

/** Ends the backend that waits in pg_sleep, as soon as it does. */
async function terminateSleeper(database = url): Promise<void> {
  await asOwner(database, (owner) =>
    vi.waitUntil(
      async () => {
        const ended = await owner.query({
          text: `select pg_terminate_backend(pid) from pg_stat_activity
                 where datname = current_database() and state = 'active' and query like '%pg_sleep%' and pid <> pg_backend_pid()`,
        });
        return ended.length > 0;
      },
      { interval: 5, timeout: 5_000 },
    ),
  );
}

describe('a read', () => {
  it('that fails leaves its connection good for the next', async () => {
    const database = openDatabase();
    const pid = await backendOf(database);
    for (const [text, code] of [
      ['select 1 / 0', '22012'], ['selekt', '42601'], ['select * from nowhere', '42P01'], ["insert into notes values (1, 'a')", undefined],
      ["select set_config('role', 'nobody', true)", '22023'], ['select 1; commit; select 1 / 0', '42601'],
    ] as const) {
      const outcome = codeOf(database.of(institution).query({ text }));
      if (code) expect(await outcome, text).toBe(code);
      else expect(await outcome).not.toBe('resolved');
      expect(await backendOf(database)).toBe(pid);
    }
    expect(await codeOf(database.of(institution).query({ text: 'select $1::int as a' }, ['no number']))).toBe('22P02');
    expect(await backendOf(database)).toBe(pid);
  }); // prettier-ignore

  it('with a prepared statement can fail and be asked again', async () => {
    const database = openDatabase();
    const divide: Statement = { name: 'divide', text: 'select 6 / $1::int as result' };
    const early: Statement = { name: 'early', text: 'select count(*)::int as result from made_later' };
    const read = (statement: Statement, values?: unknown[]) =>
      database.of(institution).query(statement, values);
    expect(await codeOf(read(divide, [0]))).toBe('22012');
    expect(await read(divide, [3])).toEqual([{ result: 2 }]);
    expect(await codeOf(read(early))).toBe('42P01');
    await asOwner(url, (owner) =>
      owner.query({ text: 'create table made_later (); grant select on made_later to homecoming_app' }),
    );
    expect(await read(early)).toEqual([{ result: 0 }]);
    expect(await codeOf(read(divide, [0]))).toBe('22012');
    expect(await read(divide, [2])).toEqual([{ result: 3 }]);
  });

  it('is one statement: no second one can be put behind it', async () => {
    const database = openDatabase();
    for (const text of [
      'select 1; reset role',
      "select 1; select set_config('app.institution_id', '', true)",
      'commit; drop table notes',
    ]) {
      expect(await codeOf(database.of(institution).query({ text }))).toBe('42601');
      expect(await codeOf(database.transaction(institution, (tx) => tx.query({ text })))).toBe('42601');
    }
  });

  it('that takes too long is ended, and its connection stays good', async () => {
    const database = openDatabase({ statementTimeoutMs: 50 });
    const pid = await backendOf(database);
    expect(await codeOf(database.of(institution).query({ text: 'select pg_sleep(10)' }))).toBe('57014');
    expect(await backendOf(database)).toBe(pid);
  });

  it('waits for its turn: 200 at once on four connections, each within its own institution', async () => {
    const database = openDatabase({ poolSize: 4 });
    const ids = Array.from({ length: 200 }, newId);
    const whose: Statement = {
      name: 'whose',
      text: `select current_institution() as id, current_user as role, $1::text as given`,
    };
    const answers = await Promise.all(ids.map((id) => database.of(id).query(whose, [id])));
    expect(answers).toEqual(ids.map((id) => [{ id, role: 'homecoming_app', given: id }]));
    expect(database.pool.totalCount).toBe(4);
  });

  it('that fails among 200 others fails alone', async () => {
    const database = openDatabase({ poolSize: 4 });
    const divide: Statement = { name: 'divide', text: 'select 6 / $1::int as result' };
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, i) => codeOf(database.of(institution).query(divide, [i % 3]))),
    );
    expect(outcomes).toEqual(outcomes.map((_, i) => (i % 3 ? 'resolved' : '22012')));
    expect(database.pool.totalCount).toBe(4);
  });

  it('can’t write, nor take that back', async () => {
    const database = openDatabase();
    const read = (text: string) => codeOf(database.of(institution).query({ text }));
    expect(await read("insert into notes values (30, 'a')")).toBe('25006');
    expect(await read("select set_config('transaction_read_only', 'off', true)")).toBe('25001');
    expect(await read("select set_config('transaction_read_only', 'off', false)")).toBe('25001');
    await database.reading(institution, async (db) => {
      expect(await codeOf(db.query({ text: "insert into notes values (30, 'a')" }))).toBe('25006');
    });
  });

  it('doesn’t run where its role and institution couldn’t be set, nor does a write: both are tried on another connection', async () => {
    const database = openDatabase();
    const who: Statement = { text: 'select current_user as role, current_institution() as id' };
    const forget = (name: string) =>
      database.transaction(institution, (tx) => tx.query({ text: `deallocate "${name}"` }));
    await database.of(institution).query(who);
    for (const [i, name] of ['open-read', 'open-write', 'begin'].entries()) {
      await forget(name);
      expect(await database.of(institution).query(who)).toEqual([
        { role: 'homecoming_app', id: institution },
      ]);
      await database.transaction(institution, async (tx) => {
        await tx.query({ text: 'insert into notes values ($1, current_user)' }, [31 + i]);
        await tx.query(who);
      });
    }
    const written = await database.of(institution).query({
      text: 'select id, text from notes where id between 31 and 33 order by id',
    });
    expect(written).toEqual([31, 32, 33].map((id) => ({ id, text: 'homecoming_app' })));
  });

  it('is refused for what is no institution, and nothing is sent', async () => {
    const database = openDatabase();
    for (const id of ['', "' or true --", `${institution}'`, institution.toUpperCase(), `${institution}\n`]) {
      await expect(database.of(id).query(backend)).rejects.toThrow('Not an institution id.');
      await expect(database.transaction(id, (tx) => tx.query(backend))).rejects.toThrow(
        'Not an institution id.',
      );
    }
    expect(await backendOf(database)).toBeGreaterThan(0);
  });
});

describe('a transaction', () => {
  const insert: Statement = { text: 'insert into notes values ($1, $2)' };
  const count = async (database: Database, id: number) =>
    (await database.of(institution).query({ text: 'select id from notes where id = $1' }, [id])).length;

  it('is there whole or not at all', async () => {
    const database = openDatabase();
    await database.transaction(institution, (tx) => tx.query(insert, [1, 'kept']));
    const given = new Error('changed my mind');
    await expect(
      database.transaction(institution, async (tx) => {
        await tx.query(insert, [2, 'not kept']);
        throw given;
      }),
    ).rejects.toBe(given);
    expect([await count(database, 1), await count(database, 2)]).toEqual([1, 0]);
  });

  it('whose commit fails rejects, and its connection stays good', async () => {
    const database = openDatabase();
    const pid = await backendOf(database);
    const twice = database.transaction(institution, async (tx) => {
      await tx.query(insert, [3, 'a']);
      await tx.query(insert, [3, 'b']);
    });
    expect(await codeOf(twice)).toBe('23505');
    expect(await count(database, 3)).toBe(0);
    expect(await backendOf(database)).toBe(pid);
  });

  it('that swallows an error rejects, for nothing of it was kept', async () => {
    const database = openDatabase();
    const swallowing = database.transaction(institution, async (tx) => {
      await tx.query(insert, [4, 'a']);
      await tx.query({ text: 'select 1 / 0' }).catch(() => undefined);
      return 'fine';
    });
    await expect(swallowing).rejects.toThrow('The transaction was rolled back.');
    expect(await count(database, 4)).toBe(0);
  });

  it.each(['transaction', 'reading'] as const)(
    'that has failed (%s) runs no statement of its work any more: the connection may be another institution’s by then',
    async (kind) => {
      const database = openDatabase();
      let straggle!: () => void;
      let straggler!: Promise<unknown>;
      const failed = database[kind](institution, async (tx) => {
        const waited = new Promise<void>((resolve) => (straggle = resolve));
        straggler = waited.then(() =>
          tx.query({ text: "select current_setting('app.institution_id') as id" }),
        );
        straggler.catch(() => undefined);
        await tx.query({ text: 'select 1 / 0' });
      });
      expect(await codeOf(failed)).toBe('22012');
      await database.transaction(newId(), async (other) => {
        await other.query(backend);
        straggle();
        await expect(straggler).rejects.toThrow('The transaction is over.');
      });
    },
  );
});

describe('a lost connection', () => {
  it('in the middle of a transaction tells that the database is not there, keeps nothing, and the next one works', async () => {
    const database = openDatabase();
    const work = database.transaction(institution, async (tx) => {
      await tx.query({ text: 'insert into notes values (10, $1)' }, ['lost']);
      await tx.query({ text: 'select pg_sleep(30)' });
    });
    await Promise.all([expect(work).rejects.toBeInstanceOf(DatabaseUnavailable), terminateSleeper()]);
    expect(await database.of(institution).query({ text: 'select 1 from notes where id = 10' })).toEqual([]);
  });

  it('between two statements of a transaction does the same', async () => {
    const database = openDatabase();
    const work = database.transaction(institution, async (tx) => {
      const [row] = await tx.query<{ pid: number }>(backend);
      await asOwner(url, (owner) =>
        owner.query({ text: 'select pg_terminate_backend($1, 5000)' }, [row!.pid]),
      );
      await tx.query(backend);
    });
    await expect(work).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(await backendOf(database)).toBeGreaterThan(0);
  });

  it('before the commit does the same', async () => {
    const database = openDatabase();
    const work = database.transaction(institution, async (tx) => {
      const [row] = await tx.query<{ pid: number }>(backend);
      await asOwner(url, (owner) =>
        owner.query({ text: 'select pg_terminate_backend($1, 5000)' }, [row!.pid]),
      );
    });
    await expect(work).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(await backendOf(database)).toBeGreaterThan(0);
  });

  it('in the middle of a read does the same', async () => {
    const database = openDatabase();
    const read = database.of(institution).query({ text: 'select pg_sleep(30)' });
    await Promise.all([expect(read).rejects.toBeInstanceOf(DatabaseUnavailable), terminateSleeper()]);
    expect(await backendOf(database)).toBeGreaterThan(0);
  });

  it('while nobody used it is not noticed by the next', async () => {
    const database = openDatabase();
    const pid = await backendOf(database);
    await asOwner(url, (owner) => owner.query({ text: 'select pg_terminate_backend($1, 5000)' }, [pid]));
    await vi.waitUntil(() => database.pool.totalCount === 0);
    expect(await backendOf(database)).not.toBe(pid);
  });
});

describe('a locked row', () => {
  it('costs writers seconds and readers nothing, however many wait for it', async () => {
    const database = openDatabase({ poolSize: 12, lockTimeoutMs: 800 });
    await asOwner(url, (owner) => owner.query({ text: "insert into notes values (20, 'held')" }));
    const holder = new pg.Client({ connectionString: url });
    await holder.connect();
    await holder.query('begin; select from notes where id = 20 for update');
    const began = performance.now();
    const took = (since: number) => performance.now() - since;
    const writers = Array.from({ length: 30 }, () =>
      database
        .transaction(institution, (tx) => tx.query({ text: "update notes set text = 'mine' where id = 20" }))
        .then(
          () => expect.fail('it was locked'),
          (error: unknown) => (expect(error).toBeInstanceOf(DatabaseUnavailable), took(began)),
        ),
    );
    const readers = Array.from({ length: 100 }, async () => {
      await database.of(institution).query(backend);
      return took(began);
    });
    expect(Math.max(...(await Promise.all(readers)))).toBeLessThan(800);
    const waits = await Promise.all(writers);
    await holder.end();
    expect(Math.min(...waits), 'no lock is waited for longer').toBeLessThan(1_500);
    expect(Math.max(...waits), 'nor a place').toBeLessThan(5_000);
    await database.transaction(institution, (tx) =>
      tx.query({ text: "update notes set text = 'mine' where id = 20" }),
    );
  });
});

describe('the service without its database', () => {
  let service: TestService;
  let key: string;
  beforeAll(async () => {
    service = await startTestService();
    key = await (await service.createInstitution()).createKey();
  });

  const reachable = async (allowed: boolean) => {
    const name = new URL(service.ownerUrl).pathname.slice(1);
    const admin = new pg.Client({
      connectionString: Object.assign(new URL(service.ownerUrl), { pathname: '/postgres' }).href,
    });
    await admin.connect();
    await admin.query(`alter database ${name} allow_connections ${allowed}`);
    if (!allowed)
      await admin.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1', [
        name,
      ]);
    await admin.end();
  };
  const body = JSON.stringify({ familyName: 'Curie' });
  const headers = { 'Homecoming-Key': '', 'Content-Type': 'application/json' };
  const calls = () =>
    [
      { path: '/readyz' },
      { path: '/v1/batches' },
      { path: '/v1/directory/search?q=curie' },
      { method: 'POST', path: '/v1/profiles', body },
    ].map((call) => callRaw(service.origin, { ...call, headers: { ...headers, 'Homecoming-Key': key } }));

  it.each(['53100', '53200', '53400', '58030'])(
    'says 503 with when to try again where PostgreSQL has no room or no disk (%s)',
    async (code) => {
      const post = () =>
        callRaw(service.origin, {
          method: 'POST',
          path: '/v1/profiles',
          headers: { ...headers, 'Homecoming-Key': key },
          body: JSON.stringify({ familyName: 'Hahn' }),
        });
      await asOwner(service.ownerUrl, (owner) =>
        owner.query({
          text: `create or replace function full_disk() returns trigger language plpgsql as
                   $$ begin raise exception 'could not extend file' using errcode = '${code}'; end $$;
                 create trigger full_disk before insert on profiles execute function full_disk()`,
        }),
      );
      const refused = await post();
      await asOwner(service.ownerUrl, (owner) => owner.query({ text: 'drop trigger full_disk on profiles' }));
      expect([refused.status, Number(refused.headers['retry-after'])]).toEqual([503, 10]);
      expect(refused.text).not.toContain('extend file');
      // Of another institution than the one that others of these tests look at.
      key = await (await service.createInstitution()).createKey();
      expect((await post()).status).toBe(201);
      key = await (await service.createInstitution()).createKey();
    },
  );

  it('lives, says 503 with when to try again, and serves as soon as it is back', async () => {
    expect((await Promise.all(calls())).map(({ status }) => status)).toEqual([200, 200, 200, 201]);
    await reachable(false);
    try {
      for (let round = 0; round < 2; round++) {
        for (const answer of await Promise.all(calls())) {
          expect(answer.status, answer.text).toBe(503);
          expect(JSON.parse(answer.text)).toMatchObject({ code: 'unavailable', status: 503 });
          expect(answer.headers).toMatchObject({
            'retry-after': expect.stringMatching(/^\d+$/) as string,
            'cache-control': 'no-store',
          });
          expect(answer.text).not.toMatch(/accepting connections|terminat|5432|127\.0\.0\.1/);
        }
        expect((await callRaw(service.origin, { path: '/livez' })).status).toBe(200);
      }
    } finally {
      await reachable(true);
    }
    expect((await Promise.all(calls())).map(({ status }) => status)).toEqual([200, 200, 200, 201]);
    const found = await callRaw(service.origin, {
      path: '/v1/directory/search?q=curie',
      headers: { 'Homecoming-Key': key },
    });
    const { total } = JSON.parse(found.text) as { total: unknown };
    expect(total, 'nothing was written while it was away').toEqual({ value: 2, relation: 'exact' });
  });
});

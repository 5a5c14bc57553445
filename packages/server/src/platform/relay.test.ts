import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { silent, startTestService, type TestInstitution, type TestService } from '../testing/service';
import { type Bus, openBus } from './bus';
import { newId } from './ids';
import { type Moved, movedTopic, type Relay, type RelayOptions, startRelay } from './relay';

let service: TestService;
let owner: pg.Client;
let ours: TestInstitution;
let bus: Bus;
beforeAll(async () => {
  service = await startTestService({ relays: false });
  owner = new pg.Client({ connectionString: service.ownerUrl });
  await owner.connect();
  return () => owner.end();
});
const relays: Relay[] = [];
beforeEach(async () => {
  ours = await service.createInstitution();
  bus = openBus({ log: silent });
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  await owner.query('drop trigger if exists hang on changes');
});

function relayHere(options: Partial<RelayOptions> = {}): Relay {
  const relay = startRelay({ database: service.database, bus, log: silent, ...options });
  relays.push(relay);
  return relay;
}

const say = async (count = 1) => {
  const ids = Array.from({ length: count }, newId);
  await ours.scope.transaction((tx) => {
    for (const subjectId of ids) {
      tx.changes.add({ type: 'profile.updated', subjectId, version: 1, audience: 'public' });
    }
    return Promise.resolve();
  });
  return ids;
};

const log = async () =>
  (
    await ours.scope.db.query<{ subject_id: string }>({
      text: 'select subject_id from changes order by position',
    })
  ).map((row) => row.subject_id);

/** Resolves when the institution's log has been moved to a head. */
const movedTo = (head: number) =>
  new Promise<void>((resolve) => {
    const end = bus.subscribe(movedTopic, (message) => {
      if (((message as Moved)[ours.institution.id]?.head ?? 0) < head) return;
      end();
      resolve();
    });
  });

describe('the relay', () => {
  it('hands on what was left before it began, in its order, however much it is', async () => {
    const ids = [...(await say(1_200)), ...(await say(1))];
    const moved = movedTo(1_201);
    relayHere();
    await moved;
    expect(await log()).toEqual(ids);
  });

  it('is woken by a commit, and tells what it has moved: where to, and which kinds', async () => {
    const relay = relayHere({ pollMs: 600_000 });
    await relay.stop();
    const woken = relayHere({ pollMs: 600_000 });
    const told = new Promise<Moved>((resolve) =>
      bus.subscribe(movedTopic, (message) => resolve(message as Moved)),
    );
    await say(2);
    woken.wake();
    expect(await told).toEqual({ [ours.institution.id]: { head: 2, kinds: ['profile.updated public'] } });
  });

  it('finds by itself what nobody has told it of', async () => {
    relayHere();
    const moved = movedTo(1);
    await say();
    await moved;
  });

  it('takes everything, once and in the order of commits, while older transactions stay open', async () => {
    const before = new pg.Client({ connectionString: service.ownerUrl });
    const during = new pg.Client({ connectionString: service.ownerUrl });
    await Promise.all([before.connect(), during.connect()]);
    try {
      const begin = async (client: pg.Client, subjectId: string) => {
        await client.query('begin');
        await client.query('insert into outbox (institution_id, change) values ($1, $2)', [
          ours.institution.id,
          {
            id: newId(),
            type: 'profile.updated',
            subjectId,
            version: 1,
            audience: 'public',
            occurredAt: new Date(),
          },
        ]);
      };
      const [early, late] = [newId(), newId()];
      await begin(before, early);
      const relay = relayHere({ pollMs: 20 });
      const first = movedTo(300);
      const ids: string[] = [];
      for (let i = 0; i < 100; i++) {
        ids.push(...(await say(3)));
        relay.wake();
        if (i === 50) await begin(during, late);
      }
      await first;
      const second = movedTo(301);
      await during.query('commit');
      await second;
      const third = movedTo(302);
      await before.query('commit');
      await third;
      expect(await log()).toEqual([...ids, late, early]);
    } finally {
      await Promise.all([before.end(), during.end()]);
    }
  });

  it('hands on at its stop what had been committed', async () => {
    const relay = relayHere({ pollMs: 600_000 });
    const ids = await say(700);
    await relay.stop();
    expect(await log()).toEqual(ids);
  });

  it('stops soon though the database cannot be reached', async () => {
    const relay = relayHere({
      database: { acrossWith: () => ({ query: () => new Promise(() => undefined) }) } as never,
    });
    const began = performance.now();
    await relay.stop();
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it('goes on after a failure', async () => {
    let failures = 3;
    const real = service.database.across;
    relayHere({
      database: {
        acrossWith: () => ({
          query: (...args: Parameters<typeof real.query>) =>
            failures-- > 0 ? Promise.reject(new Error('gone')) : real.query(...args),
        }),
      } as never,
    });
    const moved = movedTo(1);
    await say();
    await moved;
    expect(failures).toBeLessThan(0);
  });

  it('refuses in the transaction that says it what it could not hand on', async () => {
    const addAll = (draft: object, task?: object) =>
      ours.scope.transaction((tx) => {
        if (task) tx.tasks.add(task as never);
        else
          tx.changes.add({
            type: 'profile.updated',
            subjectId: newId(),
            version: 1,
            audience: 'public',
            ...draft,
          });
        return Promise.resolve();
      });
    for (const draft of [
      { subjectId: 'x' },
      { version: 0 },
      { audience: 'all' },
      { type: '' },
      { type: null },
    ]) {
      await expect(addAll(draft)).rejects.toMatchObject({ code: expect.stringMatching(/^2/) as string });
    }
    for (const task of [
      { task: '' },
      { task: 'a', jobKey: 'k'.repeat(500) },
      { task: 'a', queue: 'q'.repeat(100) },
      { task: 'a', maxAttempts: 0 },
    ]) {
      await expect(addAll({}, task)).rejects.toMatchObject({ code: '23514' });
    }
  });

  it('keeps tasks of institutions apart, and of those of one key the last', async () => {
    const theirs = await service.createInstitution();
    for (const { scope } of [ours, theirs]) {
      await scope.transaction((tx) => {
        for (const n of [1, 2])
          tx.tasks.add({ task: 'test.count', jobKey: 'same', queue: 'same', payload: { n } });
        tx.tasks.add({ task: 'test.count', payload: { n: 3 } });
        return Promise.resolve();
      });
    }
    await relayHere().stop();
    const { rows } = await owner.query<{ key: string | null; queue_name: string | null; payload: unknown }>(
      `select j.key, q.queue_name, j.payload from graphile_worker._private_jobs j
       left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
       where j.payload ->> 'institutionId' = any ($1) order by j.id`,
      [[ours.institution.id, theirs.institution.id]],
    );
    const of = ({ institution }: TestInstitution) => {
      const envelope = (n: number) => ({
        institutionId: institution.id,
        id: expect.any(String) as string,
        payload: { n },
      });
      const name = `${institution.id} same`;
      return [
        { key: name, queue_name: name, payload: envelope(2) },
        { key: null, queue_name: null, payload: envelope(3) },
      ];
    };
    expect(rows).toEqual([...of(ours), ...of(theirs)]);
  });
});

describe('another relay goes on within two seconds', () => {
  /** Whoever relays under this name comes to a stop in the middle of its transaction, with the lock. */
  const victim = 'victim';

  beforeEach(async () => {
    await owner.query(`
      create or replace function hang() returns trigger language plpgsql as $$
      begin
        if current_setting('application_name') = '${victim}' then
          perform pg_sleep(60);
        end if;
        return new;
      end $$;
      create trigger hang before insert on changes for each row execute function hang()`);
  });

  async function relayElsewhere(): Promise<ChildProcess> {
    const url = new URL(service.ownerUrl);
    url.searchParams.set('application_name', victim);
    const child = fork(fileURLToPath(new URL('../testing/relay-process.ts', import.meta.url)), [url.href], {
      execArgv: ['--import', 'tsx'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child, 'message');
    return child;
  }

  /** Until the victim hangs with the lock in its hands. */
  async function caught(): Promise<void> {
    for (;;) {
      const { rowCount } = await owner.query(
        `select from pg_locks l join pg_stat_activity a using (pid)
         where l.locktype = 'advisory' and l.granted and a.application_name = $1 and a.wait_event = 'PgSleep'`,
        [victim],
      );
      if (rowCount) return;
    }
  }

  it.each([
    ['is killed in the middle of its transaction', 'SIGKILL'],
    ['hangs there', 'SIGSTOP'],
  ] as const)('when the process that relays %s', async (_, signal) => {
    const child = await relayElsewhere();
    const [id] = await say();
    await caught();
    relayHere();
    const moved = movedTo(1);
    const began = performance.now();
    child.kill(signal);
    await moved;
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(await log()).toEqual([id]);
  });
});

import pg from 'pg';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestService, type TestInstitution, type TestService } from '../testing/service';
import { backgroundOf, until } from '../testing/tasks';
import { cronItems, queueForInstitutions } from './cron';

let service: TestService;
let schools: TestInstitution[];
let background: ReturnType<typeof backgroundOf>;
beforeAll(async () => {
  service = await startTestService();
  schools = [await service.createInstitution(), await service.createInstitution()];
  const closed = await service.createInstitution();
  background = backgroundOf(service);
  await background.owner('update institutions set deleted_at = now() where id = $1', [closed.institution.id]);
});
beforeEach(() => background.owner('delete from graphile_worker._private_jobs'));

const daily = cronItems([{ task: 'clean', pattern: '0 3 * * *' }]);
const due = async (ts: string, now: string) => {
  const pool = new pg.Pool({ connectionString: service.ownerUrl, max: 1 });
  await queueForInstitutions(pool, daily, { task: 'clean', _cron: { ts } }, new Date(now));
  await pool.end();
  await background.relay();
};
const queued = async () => (await background.jobs()).map(({ task }) => task);

describe('a cron entry', () => {
  it('gives its task to every living institution, once', async () => {
    const seen: string[] = [];
    await due('2026-11-21T03:00:00Z', '2026-11-21T03:00:01Z');
    await background.start({ handlers: { clean: async (scope) => void seen.push(scope.institution.slug) } });
    await until(async () => (await background.jobs()).length === 0);
    expect(seen.sort()).toEqual(schools.map(({ institution }) => institution.slug).sort());
  });

  it('has a run that was handed out twice, or found its last still waiting, once', async () => {
    for (const day of ['20', '20', '21']) await due(`2026-11-${day}T03:00:00Z`, `2026-11-${day}T03:00:01Z`);
    expect(await queued()).toEqual(['clean', 'clean']);
  });

  it('makes up for the last of several missed runs only', async () => {
    await due('2026-11-19T03:00:00Z', '2026-11-21T09:00:00Z');
    expect(await queued()).toEqual([]);
    await due('2026-11-21T03:00:00Z', '2026-11-21T09:00:00Z');
    expect(await queued()).toEqual(['clean', 'clean']);
  });

  it('that was due while no runner was up runs when one starts', async () => {
    const seen: string[] = [];
    const options = {
      handlers: { tick: async (scope: TestInstitution['scope']) => void seen.push(scope.institution.slug) },
      cron: [{ task: 'tick', pattern: '* * * * *' }],
    };
    const known = () =>
      background.owner(`select from graphile_worker._private_known_crontabs where identifier = 'tick'`);
    const first = await background.start(options);
    await until(async () => (await known()).length === 1);
    await first.stop();
    await background.owner(
      `update graphile_worker._private_known_crontabs set known_since = now() - interval '2 hours', last_execution = now() - interval '1 hour'`,
    );
    seen.length = 0;
    await background.start(options);
    const outbox = () => background.owner('select from outbox');
    await until(async () => (await outbox()).length > 0);
    await until(async () => (await queued()).length === 0);
    await background.relay();
    await until(() => seen.length >= 2);
    await until(async () => (await queued()).length === 0);
    expect(new Set(seen).size).toBe(2);
    // A minute may turn meanwhile; sixty were missed.
    expect(seen.length).toBeLessThanOrEqual(4);
  });

  it('is refused where its pattern says nothing', () => {
    expect(() => cronItems([{ task: 'clean', pattern: 'sometimes' }])).toThrow();
  });
});

import { beforeAll, expect, it, vi } from 'vitest';
import { retention } from './features';
import { asOwner } from './platform/owner';
import { purge, type Retention } from './platform/retention';
import { purgeOld } from './testing/purge';
import { startTestService, type TestInstitution, type TestService } from './testing/service';

let service: TestService;
let ours: TestInstitution;
let theirs: TestInstitution;

beforeAll(async () => {
  service = await startTestService();
  [ours, theirs] = [await service.createInstitution(), await service.createInstitution()];
});

const mails: Retention = { table: 'mails', since: 'created_at', keepDays: 30, batchSize: 2 };

async function insertMails({ institution }: TestInstitution): Promise<void> {
  await asOwner(service.ownerUrl, (owner) =>
    owner.query(
      {
        text: `insert into mails (institution_id, id, created_at, sent_at)
               select $1, gen_random_uuid(), now() - days * interval '1 day', now() from unnest($2::int[]) as days`,
      },
      [institution.id, [29, 31, 32, 33, 34, 35]],
    ),
  );
}

async function countMails({ institution }: TestInstitution): Promise<number> {
  const rows = await asOwner(service.ownerUrl, (owner) =>
    owner.query({ text: 'select from mails where institution_id = $1' }, [institution.id]),
  );
  return rows.length;
}

it('what every feature declares can be removed by the application', async () => {
  await purgeOld(ours.scope, { retention });
  expect(new Set(retention.map(({ table }) => table)).size).toBe(retention.length);
});

it('rows older than declared are removed batch by batch, of one institution, and no newer ones', async () => {
  for (const each of [ours, theirs]) await insertMails(each);
  await purgeOld(ours.scope, { retention: [mails] });
  expect([await countMails(ours), await countMails(theirs)]).toEqual([1, 6]);
});

it('a table that fails keeps no other from being emptied, and the task fails', async () => {
  const warn = vi.fn();
  const scope = { ...theirs.scope, log: { warn } as never };
  const failing: Retention = {
    ...{ table: 'changes', keepDays: 1 },
    purge: () => Promise.reject(new Error('locked')),
  };
  const settings = { changesRetentionDays: 30 };
  const signal = new AbortController().signal;
  await expect(purge(scope, [failing, mails], settings, signal)).rejects.toThrow('locked');
  expect(await countMails(theirs)).toBe(1);
  expect(warn).toHaveBeenCalledOnce();
});

it('a setting says how long changes are kept', async () => {
  const purgeChanges = vi.fn(() => Promise.resolve(0));
  const changes: Retention = { table: 'changes', keepDays: 'changesRetentionDays', purge: purgeChanges };
  const now = new Date('2026-11-30T12:00:00Z');
  const scope = { ...ours.scope, clock: () => now };
  await purge(scope, [changes], { changesRetentionDays: 7 }, new AbortController().signal);
  expect(purgeChanges).toHaveBeenCalledWith(expect.anything(), new Date('2026-11-23T12:00:00Z'), 1_000);
});

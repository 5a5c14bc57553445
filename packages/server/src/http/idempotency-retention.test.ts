import { beforeAll, expect, it } from 'vitest';
import { retention } from '../features';
import { newId } from '../platform/ids';
import { asOwner } from '../platform/owner';
import { purge } from '../platform/retention';
import type { Scope } from '../platform/scope';
import { purgeOld } from '../testing/purge';
import { startTestService, type TestInstitution, type TestService } from '../testing/service';
import { answerOnce } from './idempotency';

let service: TestService;
let ours: TestInstitution;
let theirs: TestInstitution;
beforeAll(async () => {
  service = await startTestService();
  [ours, theirs] = [await service.createInstitution(), await service.createInstitution()];
});

const keep = (scope: Scope, key: string) =>
  answerOnce(
    scope,
    { principalId: newId(), operationId: 'createProfile', key, fingerprint: Buffer.alloc(32) },
    () => Promise.resolve({ status: 204, json: undefined }),
  );

const keysOf = async ({ institution }: TestInstitution) =>
  asOwner(service.ownerUrl, (owner) =>
    owner.query({ text: 'select key from idempotency_keys where institution_id = $1 order by 1' }, [
      institution.id,
    ]),
  );

it('answers whose day is over are removed, of one institution, however many there are', async () => {
  const dayAgo = (scope: Scope): Scope => {
    const past: Scope = {
      ...scope,
      clock: () => new Date(Date.now() - 24 * 60 * 60 * 1_000),
      transaction: (work) => scope.transaction((tx) => work({ ...tx, clock: past.clock })),
    };
    return past;
  };
  await keep(dayAgo(ours.scope), 'old');
  await keep(ours.scope, 'new');
  await keep(dayAgo(theirs.scope), 'old');
  await asOwner(service.ownerUrl, (owner) =>
    owner.query({
      text: `insert into idempotency_keys (institution_id, principal_id, operation, key, fingerprint, expires_at, status)
             select institution_id, principal_id, operation, 'old-' || n, fingerprint, expires_at, status
             from idempotency_keys, generate_series(1, 2500) n where key = 'old'`,
    }),
  );
  await purgeOld(ours.scope, { retention });
  expect(await keysOf(ours)).toEqual([{ key: 'new' }]);
  expect(await keysOf(theirs)).toHaveLength(2_501);
});

it('their removal ends when the process is to stop', async () => {
  const stopped = purge(theirs.scope, retention, { changesRetentionDays: 30 }, AbortSignal.abort());
  await expect(stopped).rejects.toThrow();
  expect(await keysOf(theirs)).toHaveLength(2_501);
});

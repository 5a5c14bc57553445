import { beforeAll, describe, expect, it } from 'vitest';
import { startTestService, type TestInstitution, type TestService } from '../testing/service';
import type { ChangeType } from './change-types';
import { newId } from './ids';

let service: TestService;
let ours: TestInstitution;
beforeAll(async () => {
  service = await startTestService({ relays: false });
  ours = await service.createInstitution();
});

const relay = () =>
  service.database.across.query<{ taken: number; heads: Record<string, string> | null }>({
    text: 'select taken, heads from relay_outbox(100)',
  });
const log = () =>
  ours.scope.db.query<{ position: string; type: string }>({
    text: 'select position, type from changes order by position',
  });
const change = (type: ChangeType) =>
  ({ type, subjectId: newId(), version: 1, audience: 'public', channels: ['jobs'] }) as const;

describe('the outbox', () => {
  it('gives positions to what was committed, per institution, and hands tasks on', async () => {
    const theirs = await service.createInstitution();
    await ours.scope.transaction((tx) => {
      tx.changes.add(change('profile.created'), change('profile.updated'));
      tx.tasks.add({ task: 'nothing', payload: { deep: [1] } });
      return Promise.resolve();
    });
    await theirs.scope.transaction((tx) => Promise.resolve(tx.changes.add(change('profile.created'))));
    await ours.scope
      .transaction((tx) => {
        tx.changes.add(change('profile.deleted'));
        return Promise.reject(new Error('given up'));
      })
      .catch(() => undefined);
    expect(await relay()).toEqual([
      { taken: 4, heads: { [ours.institution.id]: 2, [theirs.institution.id]: 1 } },
    ]);
    expect(await relay()).toEqual([{ taken: 0, heads: null }]);
    expect(await log()).toEqual([
      { position: '1', type: 'profile.created' },
      { position: '2', type: 'profile.updated' },
    ]);
  });

  it('takes nothing outside of a transaction', () => {
    expect(() => ours.scope.changes.add(change('profile.updated'))).toThrow('belong to a transaction');
  });
});

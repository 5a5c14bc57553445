import type { Scope } from '../../platform/scope';
import type { CronEntry, TaskHandlers } from '../../platform/tasks';
import { deleteIdentitiesOfDeleted } from './identity-store';
import { deleteUsedTokensBefore } from './used-token-store';

/** Of one transaction: short enough to be in nobody's way. */
const rowsAtOnce = 1_000;

export const signInProviderTasks: TaskHandlers = {
  /** Removes what signing in by providers leaves behind. */
  'sign_in_providers.purge': async (scope, _payload, signal) => {
    const inPortions = async (remove: (tx: Scope) => Promise<number>) => {
      do signal.throwIfAborted();
      while ((await scope.transaction(remove)) === rowsAtOnce);
    };
    await inPortions((tx) => deleteUsedTokensBefore(tx, tx.clock(), rowsAtOnce));
    await inPortions((tx) => deleteIdentitiesOfDeleted(tx, rowsAtOnce));
  },
};

export const signInProviderCron: readonly CronEntry[] = [
  { task: 'sign_in_providers.purge', pattern: '41 * * * *' },
];

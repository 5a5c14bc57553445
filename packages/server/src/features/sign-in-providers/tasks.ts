import type { Scope } from '../../platform/scope';
import type { CronEntry, TaskHandlers } from '../../platform/tasks';
import { deleteIdentitiesOfDeleted } from './identity-store';
import { deleteSignInsBefore } from './oidc/sign-in-store';
import { deleteUsedTokensBefore } from './used-token-store';

const dayMs = 24 * 60 * 60_000;

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
    // Until then who is sent back too late still finds the way to their page.
    const dayAgo = new Date(scope.clock().getTime() - dayMs);
    await inPortions((tx) => deleteSignInsBefore(tx, dayAgo, rowsAtOnce));
    await inPortions((tx) => deleteIdentitiesOfDeleted(tx, rowsAtOnce));
  },
};

export const signInProviderCron: readonly CronEntry[] = [
  { task: 'sign_in_providers.purge', pattern: '41 * * * *' },
];

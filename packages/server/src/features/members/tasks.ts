import type { Scope } from '../../platform/scope';
import type { CronEntry, TaskHandlers } from '../../platform/tasks';
import { deleteExpiredRevocations } from '../access';
import { deleteSessionsExpiredBefore } from './sessions/store';
import { deleteCodesBefore } from './sign-in/code-store';
import { deleteCountsBefore, deleteTriesBefore } from './sign-in/tries-store';

const dayMs = 24 * 60 * 60_000;

/** Of one transaction: short enough to be in nobody's way. */
const rowsAtOnce = 1_000;

export const memberTasks: TaskHandlers = {
  /** Removes what signing in leaves behind: codes of those who never came, sessions that are over, what counted tries. */
  'members.purge': async (scope, _payload, signal) => {
    const ago = (days: number) => new Date(scope.clock().getTime() - days * dayMs);
    const inPortions = async (remove: (tx: Scope) => Promise<number>) => {
      do signal.throwIfAborted();
      while ((await scope.transaction(remove)) === rowsAtOnce);
    };
    await inPortions((tx) => deleteCodesBefore(tx, ago(1), rowsAtOnce));
    await inPortions((tx) => deleteTriesBefore(tx, ago(30), rowsAtOnce));
    // Kept for a month after their end, for whoever asks how an account was used.
    await inPortions((tx) => deleteSessionsExpiredBefore(tx, ago(30), rowsAtOnce));
    await scope.transaction(async (tx) => {
      await deleteCountsBefore(tx, ago(2));
      await deleteExpiredRevocations(tx, tx.clock());
    });
  },
};

export const memberCron: readonly CronEntry[] = [{ task: 'members.purge', pattern: '27 * * * *' }];

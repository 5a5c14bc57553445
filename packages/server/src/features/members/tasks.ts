import type { Scope } from '../../platform/scope';
import type { CronEntry, TaskHandlers } from '../../platform/tasks';
import { deleteExpiredRevocations, type Tokens } from '../access';
import { bulkTask } from './bulk/bulk-actions';
import { goThrough } from './bulk/run';
import { deleteActionsBefore } from './bulk/store';
import { deleteEmailChangesBefore } from './email-change/store';
import { deleteInvitationsExpiredBefore } from './invitations/store';
import { deleteSessionsExpiredBefore } from './sessions/store';
import { deleteCodesBefore } from './sign-in/code-store';
import { deleteCountsBefore, deleteTriesBefore } from './sign-in/tries-store';

const dayMs = 24 * 60 * 60_000;

/** Of one transaction: short enough to be in nobody's way. */
const rowsAtOnce = 1_000;

export const memberTasks = ({ tokens }: { readonly tokens: Tokens }): TaskHandlers => ({
  [bulkTask]: async (scope, payload, signal) => {
    const { bulkActionId } = payload as { readonly bulkActionId: string };
    await goThrough(scope, tokens.revocations, bulkActionId, signal);
  },

  /** Removes what signing in leaves behind: codes of those who never came, sessions that are over, what counted tries. */
  'members.purge': async (scope, _payload, signal) => {
    const ago = (days: number) => new Date(scope.clock().getTime() - days * dayMs);
    const inPortions = async (remove: (tx: Scope) => Promise<number>) => {
      do signal.throwIfAborted();
      while ((await scope.transaction(remove)) > 0);
    };
    await inPortions((tx) => deleteCodesBefore(tx, ago(1), rowsAtOnce));
    await inPortions((tx) => deleteEmailChangesBefore(tx, ago(1), rowsAtOnce));
    await inPortions((tx) => deleteTriesBefore(tx, { failed: ago(1), proven: ago(90) }, rowsAtOnce));
    // Kept for a month after their end, for whoever asks how an account was used.
    await inPortions((tx) => deleteSessionsExpiredBefore(tx, ago(30), rowsAtOnce));
    // Registrations that nobody has confirmed; accepted ones go too, for the audit log has them.
    await inPortions((tx) => deleteInvitationsExpiredBefore(tx, ago(60), rowsAtOnce));
    await inPortions((tx) => deleteActionsBefore(tx, ago(90), 1));
    await scope.transaction(async (tx) => {
      await deleteCountsBefore(tx, ago(2));
      await deleteExpiredRevocations(tx, tx.clock());
    });
  },
});

export const memberCron: readonly CronEntry[] = [{ task: 'members.purge', pattern: '27 * * * *' }];

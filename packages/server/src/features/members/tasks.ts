import type { TaskHandlers } from '../../platform/tasks';
import type { Tokens } from '../tokens';
import { bulkTask } from './bulk/bulk-actions';
import { goThrough } from './bulk/run';

export const memberTasks = ({ tokens }: { readonly tokens: Tokens }): TaskHandlers => ({
  [bulkTask]: async (scope, payload, signal) => {
    const { bulkActionId } = payload as { readonly bulkActionId: string };
    await goThrough(scope, tokens.revocations, bulkActionId, signal);
  },
});

import type { TaskHandlers } from '../../platform/tasks';
import type { Tokens } from '../tokens';
import { bulkTask } from './bulk-actions';
import { goThrough } from './run';

export const bulkTasks = ({ tokens }: { readonly tokens: Tokens }): TaskHandlers => ({
  [bulkTask]: async (scope, payload, signal) => {
    const { bulkActionId } = payload as { readonly bulkActionId: string };
    await goThrough(scope, tokens.revocations, bulkActionId, signal);
  },
});

import type { Tokens } from '../tokens';
import { bulkTask } from './bulk-actions';
import { goThrough } from './run';

export const bulkTasks = ({ tokens }: { readonly tokens: Tokens }) =>
  bulkTask.handledBy((scope, { bulkActionId }, signal) =>
    goThrough(scope, tokens.revocations, bulkActionId, signal),
  );

import { defineFeature } from '../feature';
import { bulkHandlers } from './handlers';
import { bulkTasks } from './tasks';

export const bulkActions = defineFeature({
  handlers: bulkHandlers,
  tasks: bulkTasks,
  // Each goes with its results, of which there may be many.
  retention: [{ table: 'bulk_actions', since: 'created_at', keepDays: 90, batchSize: 1 }],
  audits: ['bulk_action.created'],
});

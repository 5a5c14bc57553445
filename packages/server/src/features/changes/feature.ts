import { defineFeature } from '../feature';
import { changesHandlers } from './handlers';
import { deleteOldest } from './store';

export const changes = defineFeature({
  handlers: changesHandlers,
  retention: [{ table: 'changes', keepDays: 'changesRetentionDays', purge: deleteOldest }],
  audits: ['change_consumer.granted', 'change_consumer.withdrawn'],
});

import { deleteImpersonationsBefore } from './impersonations/store';
import { defineFeature } from '../feature';
import { operatorCommands } from './commands';
import { operatorHandlers } from './handlers';
import { operatorCron, operatorTasks } from './tasks';

export const operators = defineFeature({
  handlers: operatorHandlers,
  tasks: () => operatorTasks,
  cron: operatorCron,
  retention: [{ table: 'impersonations', keepDays: 30, purge: deleteImpersonationsBefore }],
  commands: operatorCommands,
});

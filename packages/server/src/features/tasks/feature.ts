import { defineFeature } from '../feature';
import { taskCommands } from './commands';
import { taskHandlers } from './handlers';

export const tasks = defineFeature({
  handlers: taskHandlers,
  commands: taskCommands,
  audits: ['task.deleted', 'task.rerun'],
});

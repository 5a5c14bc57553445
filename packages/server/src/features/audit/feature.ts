import { defineFeature } from '../feature';
import { auditCommands } from './commands';
import { auditHandlers } from './handlers';

export const audit = defineFeature({ handlers: auditHandlers, commands: auditCommands });

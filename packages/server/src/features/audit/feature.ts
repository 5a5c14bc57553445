import { defineFeature } from '../feature';
import { auditCommands } from './commands';
import { auditHandlers } from './handlers';

export const audit = defineFeature({
  handlers: auditHandlers,
  commands: auditCommands,
  audits: ['audit_log.details_erased', 'audit_log.exported'],
});

import { defineFeature } from '../feature';
import { operatorCommands } from './commands';
import { operatorHandlers } from './handlers';
import { deleteImpersonationsBefore } from './impersonations/store';
import { operatorCron, operatorTasks } from './tasks';

export const operators = defineFeature({
  handlers: operatorHandlers,
  tasks: () => operatorTasks,
  cron: operatorCron,
  retention: [{ table: 'impersonations', keepDays: 30, purge: deleteImpersonationsBefore }],
  commands: operatorCommands,
  audits: [
    'audit_log.read',
    'impersonation.ended',
    'impersonation.listed',
    'impersonation.started',
    'institution.listed',
    'institution.read',
    'member.looked_up',
    'operator.created',
    'operator.disabled',
    'operator.password_change_failed',
    'operator.password_changed',
    'operator.reset',
    'operator.set_up',
    'operator.set_up_begun',
    'operator.set_up_failed',
    'operator.sign_in_failed',
    'operator.sign_in_locked',
    'operator_session.ended',
    'operator_session.opened',
  ],
});

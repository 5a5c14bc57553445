import { defineFeature } from '../feature';
import { bulkHandlers } from './bulk/handlers';
import { memberCommands } from './commands';
import { memberHandlers, presentMembers, type MemberHandlerServices } from './handlers';
import { invitationHandlers } from './invitations/handlers';
import { triesRetention } from './sign-in/tries-store';
import { memberTasks } from './tasks';

export const members = defineFeature({
  handlers: (services: MemberHandlerServices) => ({
    ...memberHandlers(services),
    ...invitationHandlers(),
    ...bulkHandlers(),
  }),
  tasks: memberTasks,
  subjects: () => ({ member: presentMembers }),
  retention: [
    { table: 'sign_in_codes', since: 'created_at', keepDays: 1 },
    { table: 'email_changes', since: 'created_at', keepDays: 1 },
    triesRetention,
    { table: 'sign_in_counts', since: 'hour', keepDays: 2 },
    // Kept for a month after their end, for whoever asks how an account was used.
    { table: 'sessions', since: 'expires_at', keepDays: 30 },
    // Registrations that nobody has confirmed; accepted ones go too, for the audit log has them.
    { table: 'invitations', since: 'expires_at', keepDays: 60 },
    // Each goes with its results, of which there may be many.
    { table: 'bulk_actions', since: 'created_at', keepDays: 90, batchSize: 1 },
  ],
  commands: memberCommands,
});

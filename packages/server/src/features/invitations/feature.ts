import { defineFeature } from '../feature';
import { invitationHandlers } from './handlers';

export const invitations = defineFeature({
  handlers: invitationHandlers,
  // Registrations that no one has confirmed; accepted ones go too, since the audit log has them.
  retention: [{ table: 'invitations', since: 'expires_at', keepDays: 60 }],
  audits: ['invitation.accepted', 'invitation.created', 'invitation.resent', 'invitation.revoked'],
});

// Generated from openapi/ by `npm run generate`.
import type { Route } from '../../transport/route';

export const listInvitations: Route<'listInvitations'> = { method: 'GET', path: '/v1/invitations' };
export const createInvitation: Route<'createInvitation'> = { method: 'POST', path: '/v1/invitations' };
export const bulkInvite: Route<'bulkInvite'> = { method: 'POST', path: '/v1/invitations/bulk' };
export const getInvitation: Route<'getInvitation'> = {
  method: 'GET',
  path: '/v1/invitations/{invitationId}',
};
export const revokeInvitation: Route<'revokeInvitation'> = {
  method: 'DELETE',
  path: '/v1/invitations/{invitationId}',
};
export const resendInvitation: Route<'resendInvitation'> = {
  method: 'POST',
  path: '/v1/invitations/{invitationId}/resend',
};

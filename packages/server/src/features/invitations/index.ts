export { draftOf } from './handlers';
export type { Invitation, InvitationDraft } from './invitation';
export { acceptInvitation, alreadyInvited, invite, refuseInviting, roleAfter } from './invitations';
export { findPendingInvitation, lockPendingInvitation } from './store';

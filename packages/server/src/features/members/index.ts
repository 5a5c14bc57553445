export { giveProfile, lockClaimant, verifyMember } from './claimed-profile';
export { bulkHandlers } from './bulk/handlers';
export { memberHandlers, presentMembers } from './handlers';
export { invitationHandlers } from './invitations/handlers';
export type { Member, MemberStatus } from './member';
export { makeAdmin } from './members';
export { createMemberServices, type MemberServices } from './services';
export { ownersOf } from './store';
export { memberCron, memberTasks } from './tasks';

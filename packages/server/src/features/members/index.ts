export { memberHandlers, presentMembers } from './handlers';
export type { Member, MemberStatus } from './member';
export { makeAdmin } from './members';
export { createMemberServices, type MemberServices } from './services';
export { memberCron, memberTasks } from './tasks';

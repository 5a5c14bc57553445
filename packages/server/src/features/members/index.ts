export { normalizedEmail } from './email';
export { isActingAdmin, type Member, type MemberStatus } from './member';
export { accessAfter, type AccessChange, updateMember } from './members';
export { presentMember } from './present';
export {
  findMember,
  findMemberByEmail,
  findMembers,
  insertMember,
  lockAddress,
  lockMember,
  lockMemberRoles,
  type MemberFilter,
  ownersOf,
  raiseMemberVersion,
  selectActingAdmins,
  selectMemberIds,
  setMemberEmail,
  setMemberProfile,
  setPasswordHash,
  setProfileTakenBack,
  touchMember,
  touchMemberByEmail,
} from './store';

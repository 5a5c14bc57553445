export { giveProfile, lockClaimant, verifyMember, type Gift } from './claimed-profile';
export type { Member, MemberStatus } from './member';
export { makeAdmin, updateMember } from './members';
export { createMemberServices, type MemberServices } from './services';
export { presentMember, presentSignedIn } from './present';
export { openSession, type SignedInMember } from './sessions/sessions';
export { arrivalOf, memberOfProvenEmail, memberOfUnprovenEmail } from './sign-in/arrival';
export { normalizedEmail } from './sign-in/email';
export { PasswordHashing } from './sign-in/hashing';
export { weaknessOf } from './sign-in/password-rules';
export { tooMany, tryPassword, type TryRules } from './sign-in/tries';
export type { ConfirmLink } from './sign-in/code-store';
export { sendLinkCode } from './sign-in/request-code';
export { sourceOf } from './sign-in/source';
export {
  clearTries,
  forgetTries,
  noteProven,
  secondsToWait,
  takeTry,
  triesRetention,
  type TrySource,
} from './sign-in/tries-store';
export { findMemberByEmail, findMembers, lockMember, ownersOf, selectMembers, touchMember } from './store';

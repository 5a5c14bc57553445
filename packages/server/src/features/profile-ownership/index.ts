export { assignProfile, hasProfile, lockClaimant, verifyMember } from './ownership';

export { findByRegister, findCandidates, mostOfOneBirth, type FoundIds } from './candidates';
export { showProfile } from './handlers';
export { trimmed, visibleText } from './clean';
export { deletePhoto, putPhoto } from './photo';
export { loadProfiles } from './load';
export type { LoadReport, RefusedDraft } from './load-chunk';
export {
  compare,
  confidences,
  contradicts,
  proofs,
  registeredProfile,
  type Comparison,
  type Described,
  type Registered,
} from './matching';
export { displayNameOf, type AudienceField, type Degree, type Profile } from './profile';
export {
  createProfile,
  getProfile,
  lockLivingProfile,
  lockLivingProfiles,
  updateProfile,
  type ProfileCreate,
} from './profiles';
export { sharesName } from './same-name';
export { visitingAudience } from './policy';
export { countVisible } from './search/store/values';
export { findProfileIdsByEmail } from './profile-ids-store';
export { findProfiles, lockProfiles } from './profile-store';
export { keyOf, wordsOf } from './text';
export { verifyDegrees, type ProvenDegree } from './verify-degrees';
export { audienceFields } from './visibility';

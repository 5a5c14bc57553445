export { findCandidates, nameWordsOf } from './candidates';
export { directoryHandlers, presentProfiles, showProfile } from './handlers';
export { deletePhoto, putPhoto } from './photo';
export { loadProfiles, type LoadReport } from './load';
export { displayNameOf, type AudienceField, type Profile } from './profile';
export { createProfile, getProfile, lockLivingProfile, updateProfile, type ProfileCreate } from './profiles';
export { findProfileIdsByEmail, lockProfiles } from './store';
export { wordsOf } from './text';
export { audienceFields } from './visibility';

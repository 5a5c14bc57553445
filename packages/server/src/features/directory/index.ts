export { directoryHandlers, presentProfiles, showProfile } from './handlers';
export { deletePhoto, putPhoto } from './photo';
export { loadProfiles, type LoadReport } from './load';
export type { AudienceField } from './profile';
export { updateProfile, type ProfileCreate } from './profiles';
export { audienceFields } from './visibility';

export { directoryHandlers, presentProfiles } from './handlers';
export { deletePhoto, putPhoto } from './photo';
export { loadProfiles, type LoadReport } from './load';
export type { AudienceField } from './profile';
export type { ProfileCreate } from './profiles';
export { audienceFields } from './visibility';

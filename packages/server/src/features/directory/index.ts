export { directoryHandlers } from './handlers';
export { loadProfiles, type LoadReport } from './load';
export type { ProfileCreate } from './profiles';

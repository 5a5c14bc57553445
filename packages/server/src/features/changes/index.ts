export { changesCron, changesTasks } from './expiry';
export { Feed, type FeedOptions, type MovedListener } from './feed';
export { changesHandlers, type ChangesDependencies } from './handlers';
export { audiencesWithin, readChanges, type Block, type Change, type ReadChanges } from './log';
export { Positions } from './positions';
export { subjectOf } from './present';
export type { PresentSubjects } from './presenters';
export { selectEnds as findLogEnds } from './store';

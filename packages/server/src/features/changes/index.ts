export { Feed, type FeedOptions, type MovedListener } from './feed';
export { readChanges, type Block, type Change, type ReadChanges } from './log';
export type { LogPosition } from './log-position';
export { subjectOf } from './present';
export { findFirstPositionSince, selectEnds as findLogEnds } from './store';
export { audiencesWithin, heldScopes, isReceivable, matches, requireKnown, scopesNeeded } from './types';

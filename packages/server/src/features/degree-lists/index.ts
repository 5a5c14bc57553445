export { degreeListHandlers, presentDegreeLists } from './handlers';
export { proofsOfRegistrar } from './proofs';
export { degreeListCron, degreeListTasks } from './tasks';

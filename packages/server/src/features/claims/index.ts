export { claimHandlers, presentClaims } from './handlers';
export { claimCron, claimTasks } from './tasks';

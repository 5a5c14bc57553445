export type { Claim, ClaimStatus } from './claim';
export { approveClaim, rejectClaim } from './claims';
export { claimHandlers, presentClaims } from './handlers';
export { selectClaims } from './store';
export { claimCron, claimTasks } from './tasks';

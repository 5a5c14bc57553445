export { claimHandlers, presentClaims } from './handlers';

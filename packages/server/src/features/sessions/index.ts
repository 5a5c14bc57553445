export { presentSession } from './present';
export { authenticatedAtOf, isRecent, sessionEnded } from './recent';
export { RefreshTokens } from './refresh-tokens';
export { endOtherSessions, endOwnSession, endSession, expiryOf, openSession, tellEnded } from './sessions';
export {
  findSession,
  lockSession,
  rotateSession,
  selectLivingSessions,
  type Session,
  setSessionsEnded,
} from './store';

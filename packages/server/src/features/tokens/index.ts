export type { AccessTokens } from './access-tokens';
export { revocationRetention } from './revocation-store';
export { Revocations, type OnMemberRevoked, type WakeUps } from './revocations';
export { ensureSigningKey } from './rotation';
export { createTokens, openTokens, type Tokens, type TokensOptions } from './tokens';

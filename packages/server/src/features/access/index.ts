export { expireImpersonations, tellImpersonationEnded, type ImpersonationEnd } from './impersonations/end';
export {
  deleteImpersonationsBefore,
  insertImpersonation,
  listLivingImpersonations,
  setImpersonationEnded,
  type Impersonation,
} from './impersonations/store';
export { keyAuthenticator } from './authenticator';
export { exposureReporter } from './key-exposure';
export { managingScope, scopes, type KeyScope } from './key-policy';
export { KeyUses } from './key-uses';
export {
  createKey,
  revokeKey,
  rotateKey,
  updateKey,
  updateKeyOrigins,
  type MadeKey,
  type NewKey,
} from './keys';
export { equalScopes } from './equal-scopes';
export { findKeyById, findKeyLine, findKeysByIds, findPublishableKey, listKeys, type Key } from './store';
export { permissions } from './permissions';
export type { AccessTokens } from './tokens/access-tokens';
export { revocationRetention } from './tokens/revocation-store';
export { Revocations, type WakeUps } from './tokens/revocations';
export { ensureSigningKey } from './tokens/rotation';
export { createTokens, openTokens, type Tokens, type TokensOptions } from './tokens/tokens';

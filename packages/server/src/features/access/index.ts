export { keyAuthenticator } from './authenticator';
export { exposureReporter } from './key-exposure';
export { keyHandlers, presentKeys } from './key-handlers';
export { managingScope, scopes, type KeyScope } from './key-policy';
export { KeyUses } from './key-uses';
export { createKey, revokeKey, rotateKey, updateKeyOrigins, type MadeKey, type NewKey } from './keys';
export { findKeyById, listKeys, type Key } from './store';

export { keyAuthenticator } from './authenticator';
export { equalScopes } from './equal-scopes';
export { exposureReporter } from './key-exposure';
export { KeyUses } from './key-uses';
export { createKey, updateKeyOrigins, type NewKey } from './keys';
export { managingScope, scopes, type KeyScope } from './policy';
export { findKeyById, findKeyLine, findKeysByIds, findPublishableKey } from './store';

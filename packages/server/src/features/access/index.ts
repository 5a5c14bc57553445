export { createKey, keyAuthenticator, scopes, type KeyScope, type NewKey } from './keys';
export { updateKeyOrigins } from './store';

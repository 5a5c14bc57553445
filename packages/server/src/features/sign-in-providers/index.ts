export { confirmLink } from './link';
export { createSignInTools } from './services';

export { confirmLink } from './link';
export { signInProviderHandlers } from './handlers';
export { createSignInTools } from './services';
export { signInProviderCron, signInProviderTasks } from './tasks';

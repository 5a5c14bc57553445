// Every feature: adding one here adds its operations, tasks, presenters, commands and outlets to the service.
export { audit } from './audit/feature';
export { changes } from './changes/feature';
export { claims } from './claims/feature';
export { degreeLists } from './degree-lists/feature';
export { directory } from './directory/feature';
export { imports } from './imports/feature';
export { institutions } from './institutions/feature';
export { keys } from './keys/feature';
export { members } from './members/feature';
export { operators } from './operators/feature';
export { signInProviders } from './sign-in-providers/feature';
export { tasks } from './tasks/feature';
export { tokens } from './tokens/feature';
export { webhooks } from './webhooks/feature';

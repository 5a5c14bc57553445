export { startDispatcher, type Dispatcher, type DispatcherOptions, type DispatchLimits } from './dispatcher';
export { Secrets } from './secrets';

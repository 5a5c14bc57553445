export { endImpersonationsOf } from './impersonations/end';
export { createOperator } from './set-up';
export { operatorAuthenticator } from './sign-in';

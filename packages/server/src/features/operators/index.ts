export { operatorHandlers } from './handlers';
export { createOperatorServices, type OperatorServices } from './services';
export { createOperator, disableOperator, resetOperator, type MadeOperator } from './set-up';
export { operatorAuthenticator } from './sign-in';
export { listOperators } from './store';
export { operatorCron, operatorTasks } from './tasks';

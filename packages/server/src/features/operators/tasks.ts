import { defineTask } from '../../platform/tasks';
import { expireImpersonations } from './impersonations/end';

const expireTask = defineTask('impersonations.tidy');

/** Says in the log which impersonations have ended by their time. */
export const operatorTasks = expireTask.handledBy((scope) => scope.transaction(expireImpersonations));

export const operatorCron = [expireTask.at('41 * * * *')];

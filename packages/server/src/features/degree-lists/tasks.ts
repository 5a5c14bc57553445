import { tellNext } from './finish';
import { verifyTask } from './lists';
import { verifyNextRows } from './verify';

export const degreeListTasks = verifyTask.handledBy(async (scope, { listId }, signal) => {
  for (const next of [verifyNextRows, tellNext]) {
    do signal.throwIfAborted();
    while (await next(scope, listId));
  }
});

export { rerunDeadTasks, rerunTask } from './dead-tasks';
export { taskHandlers } from './handlers';
export { presentTask } from './present';
export { listTasks, type TaskState } from './store';

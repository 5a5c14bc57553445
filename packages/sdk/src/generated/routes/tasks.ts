// Generated from openapi/ by `npm run generate`.
import type { Route } from '../../transport/route';

export const listTasks: Route<'listTasks'> = { method: 'GET', path: '/v1/tasks' };
export const deleteTask: Route<'deleteTask'> = { method: 'DELETE', path: '/v1/tasks/{taskId}' };
export const rerunTask: Route<'rerunTask'> = { method: 'POST', path: '/v1/tasks/{taskId}/rerun' };

import type { TaskDraft } from '../outbox';
import { priorities } from '../tasks';

export const sweepTaskName = 'files.sweep';

/** Removes what nothing refers to; one that waits already does for all. */
export function sweepTask(): TaskDraft {
  return { task: sweepTaskName, jobKey: sweepTaskName, priority: priorities.maintenance };
}

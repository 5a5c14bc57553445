import { defineTask, priorities } from '../tasks';

/** Removes what nothing refers to; one that waits already does for all. */
export const sweepTask = defineTask('files.sweep', {
  jobKey: 'files.sweep',
  priority: priorities.maintenance,
});

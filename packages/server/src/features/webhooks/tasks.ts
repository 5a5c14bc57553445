import type { CronEntry, TaskHandlers } from '../../platform/tasks';
import { deleteDeliveriesBefore } from './delivery-store';
import { deleteEndedSecrets } from './secret-store';

const purgeTask = 'webhooks.purge';

/** The delivery log is kept for so long. */
const keptMs = 30 * 24 * 60 * 60 * 1000;

/** Of one transaction: short enough to be in nobody's way. */
const deliveriesAtOnce = 500;

export const webhookTasks: TaskHandlers = {
  /** Removes deliveries whose time is over, and secrets that sign no more. */
  [purgeTask]: async (scope, _payload, signal) => {
    const now = scope.clock();
    const before = new Date(now.getTime() - keptMs);
    let removed: number;
    do {
      signal.throwIfAborted();
      removed = await scope.transaction((tx) => deleteDeliveriesBefore(tx, before, deliveriesAtOnce));
    } while (removed === deliveriesAtOnce);
    await scope.transaction((tx) => deleteEndedSecrets(tx, now));
  },
};

export const webhookCron: readonly CronEntry[] = [{ task: purgeTask, pattern: '20 * * * *' }];

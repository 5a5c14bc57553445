import { type CronItem, parseCronItems, type ParsedCronItem } from 'graphile-worker';
import type pg from 'pg';
import { newId } from './ids';
import { defaultMaxAttempts } from './outbox';
import { insertOutgoingTasks, listInstitutionIds } from './task-store';
import { type CronEntry, priorities } from './tasks';
import { dayMs, minuteMs } from './time';

/** The runner's own task: gives every institution the task that is due. */
export const cronTask = 'cron';

/** The entries as the runner takes them. Runs that fell into the last day, while no runner was up, are made up for. */
export function cronItems(entries: readonly CronEntry[]): ParsedCronItem[] {
  const items = entries.map(({ task, pattern }): CronItem => ({
    task: cronTask,
    match: pattern,
    identifier: task,
    payload: { task },
    options: { backfillPeriod: dayMs, priority: priorities.maintenance },
  }));
  return parseCronItems(items);
}

/** What the runner hands over when an entry is due. */
interface CronPayload {
  readonly task: string;
  readonly _cron: { readonly ts: string };
}

/** Gives the task to every institution, unless a later run of the entry is due already: of those missed only the last counts. */
export async function queueForInstitutions(
  pool: pg.Pool,
  items: readonly ParsedCronItem[],
  payload: unknown,
  now: Date,
): Promise<void> {
  const { task, _cron } = payload as CronPayload;
  const item = items.find(({ identifier }) => identifier === task);
  if (!item || isDueAgain(item, new Date(_cron.ts), now)) return;
  const ids = await listInstitutionIds(pool);
  const tasks = ids.map((institutionId) => ({
    institutionId,
    task: {
      id: newId(),
      identifier: task,
      maxAttempts: defaultMaxAttempts,
      priority: priorities.maintenance,
      // What is still waiting from the run before is replaced.
      jobKey: `cron ${task}`,
    },
  }));
  if (tasks.length) await insertOutgoingTasks(pool, tasks);
}

function isDueAgain(item: ParsedCronItem, after: Date, now: Date): boolean {
  for (let at = after.getTime() + minuteMs; at <= now.getTime(); at += minuteMs) {
    const time = new Date(at);
    const due = item.match({
      min: time.getUTCMinutes(),
      hour: time.getUTCHours(),
      date: time.getUTCDate(),
      month: time.getUTCMonth() + 1,
      dow: time.getUTCDay(),
    });
    if (due) return true;
  }
  return false;
}

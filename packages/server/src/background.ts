import type { Config } from './config';
import { presentKeys } from './features/access';
import { changesCron, changesTasks, type PresentSubjects } from './features/changes';
import { claimCron, claimTasks, presentClaims } from './features/claims';
import { degreeListCron, degreeListTasks, presentDegreeLists } from './features/degree-lists';
import { directoryCron, directoryTasks, presentProfiles } from './features/directory';
import { memberCron, memberTasks, presentMembers } from './features/members';
import { operatorCron, operatorTasks } from './features/operators';
import { signInProviderCron, signInProviderTasks } from './features/sign-in-providers';
import { presentWebhookEndpoints, startWebhooks, webhookCron, webhookTasks } from './features/webhooks';
import { idempotencyCron, idempotencyTasks } from './http/idempotency-tasks';
import { fileCron, fileTasks } from './platform/files';
import { mailCron, mailTasks } from './platform/mail';
import { startTaskRunner } from './platform/task-runner';
import type { CronEntry, TaskHandlers } from './platform/tasks';
import type { Services } from './services';

/** What the subjects of changes look like when an outlet delivers, by their kinds. */
export function presentersOf(services: Services): Readonly<Record<string, PresentSubjects>> {
  return {
    claim: presentClaims,
    degreeList: presentDegreeLists,
    key: presentKeys,
    member: presentMembers,
    profile: presentProfiles(services.photos),
    webhookEndpoint: presentWebhookEndpoints,
  };
}

/** The tasks of all features. */
export function taskHandlersOf(services: Services): TaskHandlers {
  return {
    ...mailTasks(services.mail),
    ...fileTasks(services.photos.storage),
    ...idempotencyTasks,
    ...memberTasks(services),
    ...claimTasks,
    ...directoryTasks,
    ...operatorTasks,
    ...degreeListTasks,
    ...signInProviderTasks,
    ...webhookTasks,
    ...changesTasks(services),
  };
}

/** When the tasks that are due by the clock are due. */
export const cron: readonly CronEntry[] = [
  ...mailCron,
  ...fileCron,
  ...idempotencyCron,
  ...memberCron,
  ...claimCron,
  ...directoryCron,
  ...operatorCron,
  ...degreeListCron,
  ...signInProviderCron,
  ...changesCron,
  ...webhookCron,
];

export interface BackgroundOptions {
  /** The owner's login, past any pooler. */
  readonly directUrl: string;
  readonly config: Pick<Config, 'taskConcurrency' | 'databaseUrl'>;
  /** Tells the person who starts it. */
  readonly tell: (line: string) => void;
}

/** Runs the background work of all features in this process, tasks and webhooks, until it is stopped. */
export async function startBackground(
  services: Services,
  { config, directUrl, tell }: BackgroundOptions,
): Promise<{ stop(): Promise<void> }> {
  const { log, clock, mail, findSystemScope: openScope } = services;
  if (mail.folder && config.databaseUrl)
    tell(`Mail is not sent but kept in ${mail.folder.path}: SMTP_URL is not set.`);
  const runner = await startTaskRunner({
    ...{ url: directUrl, cron, openScope, log, clock },
    handlers: taskHandlersOf(services),
    concurrency: config.taskConcurrency,
  });
  const webhooks = startWebhooks(services, presentersOf(services));
  return {
    stop: async () => {
      await Promise.all([webhooks.stop(), runner.stop()]);
    },
  };
}

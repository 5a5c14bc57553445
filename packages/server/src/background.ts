import type { Config } from './config';
import { cron, startOutlets, taskHandlersOf } from './features';
import { startTaskRunner } from './platform/task-runner';
import type { Services } from './services';

export interface BackgroundOptions {
  /** The owner's login, past any pooler. */
  readonly directUrl: string;
  readonly config: Pick<Config, 'taskConcurrency' | 'databaseUrl'>;
  /** Tells the person who starts it. */
  readonly tell: (line: string) => void;
}

/** Runs the tasks and the outlets of all features in this process, until it is stopped. */
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
  const outlets = startOutlets(services);
  return {
    stop: async () => {
      await Promise.all([runner.stop(), ...outlets.map((outlet) => outlet.stop())]);
    },
  };
}

import { join } from 'node:path';
import type { Logger } from 'pino';
import { createBackground, presentersWith } from './background';
import { startCaching } from './caching';
import type { Config } from './config';
import { Feed } from './features/changes';
import { Secrets, startDispatcher } from './features/webhooks';
import { openLog } from './log';
import { migrate } from './migrate';
import { auditKeyOf } from './platform/audit-chain';
import { Database } from './platform/database';
import { checkLogin } from './platform/database-check';
import { ensureApplicationLogin } from './platform/embedded-login';
import { findEmbeddedPostgres } from './platform/embedded-postgres';
import { MailFolder, SmtpTransport } from './platform/mail';
import type { Photos } from './platform/files';
import { Outbound } from './platform/outbound';
import { StartError } from './platform/start-error';
import { startTaskRunner } from './platform/task-runner';
import type { OnOutgoing } from './platform/scope';
import { listensAt, openPhotos } from './photos';
import { startRelaying } from './relaying';
import { secretOf } from './secret';

/** Where mail is kept when there is no server to send it. */
export function mailFolder(config: Config): MailFolder {
  return new MailFolder(join(config.dataFolder, 'mail'));
}

export interface TaskParts {
  readonly config: Config;
  readonly database: Database;
  /** The owner's login, past any pooler. */
  readonly directUrl: string;
  readonly log: Logger;
  readonly clock: () => Date;
  /** Wakes what delivers changes. */
  readonly feed: Feed;
  /** Opens what webhooks are signed with, and seals the audit logs. */
  readonly secret: string;
  readonly photos: Photos;
  readonly onOutgoing?: OnOutgoing;
  /** Tells the person who starts it. */
  readonly tell: (line: string) => void;
}

/** Runs the background work of all features in this process, tasks and webhooks, until it is stopped. */
export async function startTasks(parts: TaskParts): Promise<{ stop(): Promise<void> }> {
  const { config, database, directUrl, log, clock, feed, secret, photos, onOutgoing, tell } = parts;
  const kept = mailFolder(config);
  if (!config.smtpUrl && config.databaseUrl)
    tell(`Mail is not sent but kept in ${kept.path}: SMTP_URL is not set.`);
  const { handlers, cron, openScope } = createBackground({
    database,
    log,
    clock,
    auditKey: auditKeyOf(secret),
    transport: config.smtpUrl ? new SmtpTransport(config.smtpUrl) : kept,
    sender: config.mailFrom,
    files: photos.storage,
    changesRetentionDays: config.changesRetentionDays,
    ...(onOutgoing && { onOutgoing }),
  });
  const runner = await startTaskRunner({
    url: directUrl,
    handlers,
    cron,
    openScope,
    log,
    clock,
    concurrency: config.taskConcurrency,
  });
  const dispatcher = startDispatcher({
    database,
    feed,
    openScope,
    outbound: new Outbound({ allowedHosts: config.outboundAllowedHosts }),
    secrets: Secrets.of(secret),
    presenters: presentersWith(photos),
    log,
    clock,
  });
  return {
    stop: async () => {
      await Promise.all([dispatcher.stop(), runner.stop()]);
    },
  };
}

/**
 * The process that hands on and runs tasks, and serves nobody, on the configured database or the one of a running service's data folder.
 * @throws {StartError} where neither is there
 */
export async function startWorker(
  config: Config,
  tell: (line: string) => void,
): Promise<{ stop(): Promise<void> }> {
  const log = openLog(config);
  const directUrl = config.databaseUrl
    ? config.databaseDirectUrl
    : await findEmbeddedPostgres(config.dataFolder);
  if (!directUrl) {
    throw new StartError(
      `No Homecoming is running on ${config.dataFolder}.`,
      'Start it with HOMECOMING_WORKER=0 npm start, or name a database in DATABASE_URL.',
    );
  }
  const secret = await secretOf(config);
  await migrate(directUrl);
  const url = config.databaseUrl ?? (await ensureApplicationLogin(directUrl));
  await checkLogin(url);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const database = new Database({
      url,
      poolSize: config.databasePoolSize,
      onError: (error) => log.warn({ err: error }, 'a database connection was lost'),
    });
    stops.push(() => database.close());
    const { bus, onOutgoing: wake } = startRelaying({ config, url, log, secret, stops });
    const feed = new Feed({ database, bus, log });
    stops.push(() => Promise.resolve(feed.close()));
    const { onOutgoing } = startCaching({ config, log, secret, feed, wake, stops });
    const clock = () => new Date();
    const photos = openPhotos({ config, secret, clock, log, origin: () => listensAt(config) });
    const runner = await startTasks({
      ...{ config, database, directUrl, log, clock, feed, secret, photos, onOutgoing, tell },
    });
    stops.push(() => runner.stop());
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

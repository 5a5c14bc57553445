import { setTimeout as delay } from 'node:timers/promises';
import { createApp } from './app';
import { startBackground } from './background';
import type { Config } from './config';
import { openDataFolder } from './data-folder';
import { keyAuthenticator } from './features/keys';
import { ensureSigningKey } from './features/tokens';
import { listen, listensAt } from './http/listen';
import type { WelcomeFacts } from './http/welcome-page';
import { openLog } from './log';
import { Closing } from './platform/closing';
import { startEmbeddedPostgres } from './platform/embedded-postgres';
import { createMetrics, metricsListener } from './platform/metrics';
import { asOwnerInTransaction } from './platform/owner';
import { openServices } from './services';
import { prepareDatabase } from './services/prepare-database';
import { secretOf } from './services/secret';

export interface RunningService {
  readonly origin: string;
  /** Ends what is under way, then everything that was started. */
  stop(): Promise<void>;
  /** Rejects when the service can't go on, because its embedded PostgreSQL has died and can't be started again. */
  readonly lost: Promise<never>;
}

/**
 * Starts the service as configured: database, migrations, HTTP, and the demo where it is asked for. Cut off by the signal,
 * it stops what it has started and throws.
 */
export async function startService(
  config: Config,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<RunningService> {
  const closing = new Closing();
  let lose!: (error: Error) => void;
  const lost = new Promise<never>((_, reject) => (lose = reject));
  lost.catch(() => undefined);
  try {
    return { origin: await start(config, tell, signal, closing, lose), stop: closing.close, lost };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

async function start(
  config: Config,
  tell: (line: string) => void,
  signal: AbortSignal,
  closing: Closing,
  lose: (error: Error) => void,
): Promise<string> {
  const log = openLog(config);
  const clock = () => new Date();
  const { ownerUrl, directUrl } = await openDatabase(config, closing, (error) => {
    if (error) return lose(error);
    log.warn('the embedded PostgreSQL stopped and was restarted');
  });
  const secret = await secretOf(config);
  signal.throwIfAborted();
  const { url, steps } = await prepareDatabase(config, directUrl);
  if (steps.length) tell(`Database migrated: ${steps.length} step${steps.length === 1 ? '' : 's'}.`);
  await asOwnerInTransaction(directUrl, (owner) => ensureSigningKey(owner, { secret, clock }));

  const metrics = createMetrics();
  let isSeeding = config.demo;
  const stopping = new AbortController();
  // Where it listens is known before it does, unless any free port is taken.
  let port = config.port;
  const here = () => listensAt({ ...config, port });
  const services = await openServices(config, {
    ...{ url, secret, log, clock, metrics, origin: here, stopping: stopping.signal },
    // Loading the demo's register keeps the database busy: then it is no news.
    slowTransactionLevel: () => (isSeeding ? 'debug' : 'warn'),
  });
  closing.add(() => services.close());
  if (config.runsTasks) {
    const background = await startBackground(services, { config, directUrl, tell });
    closing.add(() => background.stop());
  }
  closing.add(services.keyUses.start(log));

  const shownMail = config.demo ? services.mail.folder : undefined;
  let demoInstitutions: WelcomeFacts['demo'];
  const app = createApp(services, {
    onAnswered: (...answered) => metrics.onAnswered(...answered),
    shownMail,
    welcomeFacts: () => ({
      origin: config.publicUrl ?? here(),
      demo: demoInstitutions,
      showsMail: shownMail !== undefined,
    }),
  });
  const listening = await listen(app.callback(), config);
  closing.add(async () => {
    stopping.abort();
    listening.drain();
    await delay(config.shutdownDelayMs);
    // Long polls are answered now rather than cut off at the end.
    services.feed.close();
    await listening.close();
  });
  if (config.metricsPort !== undefined) {
    const { host, metricsPort } = config;
    const scraped = await listen(metricsListener(metrics, services.database)!, { host, port: metricsPort });
    closing.add(() => scraped.close());
  }
  port = listening.port;

  if (config.demo) {
    // Apart from the service: it is the only part that needs the repository around it.
    const { startDemo } = await import('./demo/demo');
    const demo = await startDemo({
      ...{ ownerUrl, clock, tell, signal, auditKey: services.auditKey },
      dataFolder: config.dataFolder,
      api: { origin: here(), port },
      openScope: services.systemScope,
      authenticate: keyAuthenticator(services.database, clock).authenticate,
    });
    closing.add(() => demo.close());
    isSeeding = false;
    demoInstitutions = demo.facts.institutions;
    tell('');
    for (const { name, slug, site, publishableKey, secretKey, claim } of demo.facts.institutions) {
      tell(`  ${name} (${slug})`);
      tell(`    site             ${site}`);
      tell(`    publishable key  ${publishableKey}`);
      tell(`    secret key       ${secretKey}`);
      if (claim)
        tell(`    claim            sign in as ${claim.email}, then enter ${claim.name}: approved at once`);
    }
  }
  const origin = config.publicUrl ?? here();
  tell('');
  tell(`  API                ${origin}`);
  tell(`  API reference      ${origin}/docs`);
  tell(`  Guides             ${origin}/docs/guides`);
  // For this machine only, by no other name.
  if (shownMail) tell(`  Mail               ${here()}/dev/mail`);
  return here();
}

async function openDatabase(
  config: Config,
  closing: Closing,
  onEnded: (error?: Error) => void,
): Promise<{ ownerUrl: string; directUrl: string }> {
  if (config.databaseUrl) {
    await secretOf(config);
    return { ownerUrl: config.databaseOwnerUrl!, directUrl: config.databaseDirectUrl! };
  }
  await openDataFolder(config.dataFolder);
  const postgres = await startEmbeddedPostgres({
    folder: config.dataFolder,
    database: 'homecoming',
    onEnded,
  });
  closing.add(() => postgres.stop());
  return { ownerUrl: postgres.url, directUrl: postgres.url };
}

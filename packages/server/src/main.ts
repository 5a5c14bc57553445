import { setTimeout as delay } from 'node:timers/promises';
import { createApp } from './app';
import { startCaching } from './caching';
import type { Config } from './config';
import { startCounting } from './counting';
import { openDataFolder } from './data-folder';
import { ensureSigningKey, KeyUses, keyAuthenticator, openTokens } from './features/access';
import { Feed } from './features/changes';
import { listen } from './http/listen';
import type { WelcomeFacts } from './http/welcome-page';
import { openLog } from './log';
import { migrate } from './migrate';
import { auditKeyOf } from './platform/audit-chain';
import { Database } from './platform/database';
import { checkLogin } from './platform/database-check';
import { ensureApplicationLogin } from './platform/embedded-login';
import { startEmbeddedPostgres } from './platform/embedded-postgres';
import { createMetrics, metricsListener } from './platform/metrics';
import { Outbound } from './platform/outbound';
import { asOwnerInTransaction } from './platform/owner';
import { openScope } from './platform/scope';
import { listensAt, openPhotos } from './photos';
import { startRelaying } from './relaying';
import { secretOf } from './secret';
import { mailFolder, startTasks } from './worker';

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
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  let lose!: (error: Error) => void;
  const lost = new Promise<never>((_, reject) => (lose = reject));
  lost.catch(() => undefined);
  try {
    return { origin: await start(config, tell, signal, stops, lose), stop, lost };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  config: Config,
  tell: (line: string) => void,
  signal: AbortSignal,
  stops: (() => Promise<void>)[],
  lose: (error: Error) => void,
): Promise<string> {
  const log = openLog(config);
  const clock = () => new Date();
  const { ownerUrl, directUrl } = await openDatabase(config, stops, (error) => {
    if (error) return lose(error);
    log.warn('the embedded PostgreSQL had ended and was started again');
  });
  const secret = await secretOf(config);
  const auditKey = auditKeyOf(secret);
  signal.throwIfAborted();
  const steps = await migrate(directUrl);
  if (steps.length) tell(`Database migrated: ${steps.length} step${steps.length === 1 ? '' : 's'}.`);
  const url = config.databaseUrl ?? (await ensureApplicationLogin(directUrl));
  await checkLogin(url);
  const metrics = createMetrics();
  let isSeeding = config.demo;
  await asOwnerInTransaction(directUrl, (owner) => ensureSigningKey(owner, { secret, clock }));
  const database = new Database({
    url,
    poolSize: config.databasePoolSize,
    onError: (error) => log.warn({ err: error }, 'a database connection was lost'),
    onSlowTransaction: (slow) => {
      // Loading the demo's register keeps the database busy: then it is no news.
      log[isSeeding ? 'debug' : 'warn'](slow, 'a writing transaction took over a second');
      metrics.onSlowTransaction(slow);
    },
  });
  stops.push(() => database.close());

  const { bus, onOutgoing: wake } = startRelaying({
    ...{ config, url, log, secret, stops },
    onBatch: (batch) => metrics.onBatch(batch),
  });
  const feed = new Feed({ database, bus, log });
  stops.push(() => Promise.resolve(feed.close()));
  const { cache, onOutgoing } = startCaching({ config, log, secret, feed, wake, stops });
  metrics.watchCache(cache);
  // Where it listens is known before it does, unless any free port is taken.
  let port = config.port;
  const photos = openPhotos({ config, secret, clock, log, origin: () => listensAt({ ...config, port }) });
  if (config.runsTasks) {
    const tasks = await startTasks({
      ...{ config, database, directUrl, log, clock, feed, secret, photos, onOutgoing, tell },
    });
    stops.push(() => tasks.stop());
  }
  const keyUses = new KeyUses(database, clock);
  stops.push(keyUses.start(log));
  const issuer = config.publicUrl ?? `http://localhost:${config.port}`;
  const tokens = await openTokens({ database, secret, issuer, clock, log, wakeUps: bus });
  stops.push(() => tokens.close());
  const shownMail = config.demo && !config.smtpUrl ? mailFolder(config) : undefined;
  let demoInstitutions: WelcomeFacts['demo'];
  const stopping = new AbortController();
  const app = createApp({
    database,
    log,
    clock,
    secret,
    tokens,
    photos,
    feed,
    outbound: new Outbound({ allowedHosts: config.outboundAllowedHosts }),
    onOutgoing,
    cache,
    onAnswered: (...answered) => metrics.onAnswered(...answered),
    rateLimits: config.rateLimits,
    trustedProxies: config.trustedProxies,
    onKeyUse: keyUses.note,
    counters: startCounting({ config, log, secret, stops }),
    stopping: stopping.signal,
    ...(shownMail && { shownMail }),
    welcomeFacts: () => ({
      origin: config.publicUrl ?? listensAt({ ...config, port }),
      demo: demoInstitutions,
      showsMail: shownMail !== undefined,
    }),
  });
  const listening = await listen(app.callback(), config);
  stops.push(async () => {
    stopping.abort();
    listening.drain();
    await delay(config.shutdownDelayMs);
    // Long polls are answered now rather than cut off at the end.
    feed.close();
    await listening.close();
  });
  if (config.metricsPort !== undefined) {
    const { host, metricsPort } = config;
    const scraped = await listen(metricsListener(metrics, database)!, { host, port: metricsPort });
    stops.push(() => scraped.close());
  }
  port = listening.port;
  const here = listensAt({ ...config, port });
  const origin = config.publicUrl ?? here;

  if (config.demo) {
    // Apart from the service: it is the only part that needs the repository around it.
    const { startDemo } = await import('./demo/demo');
    const demo = await startDemo({
      ownerUrl,
      auditKey,
      clock,
      dataFolder: config.dataFolder,
      api: { origin: here, port },
      openScope: (institution) =>
        openScope({ database, institution, principal: { kind: 'system' }, clock, log, auditKey, onOutgoing }),
      authenticate: keyAuthenticator(database, clock).authenticate,
      tell,
      signal,
    });
    stops.push(() => demo.close());
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
  tell('');
  tell(`  API                ${origin}`);
  tell(`  API reference      ${origin}/docs`);
  tell(`  Guides             ${origin}/docs/guides`);
  // For this machine only, by no other name.
  if (shownMail) tell(`  Mail               ${here}/dev/mail`);
  return here;
}

async function openDatabase(
  config: Config,
  stops: (() => Promise<void>)[],
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
  stops.push(() => postgres.stop());
  return { ownerUrl: postgres.url, directUrl: postgres.url };
}

import { createHash } from 'node:crypto';
import { pino, type Logger } from 'pino';
import { createApp } from './app';
import type { Config } from './config';
import { keptSecret, openDataFolder } from './data-folder';
import { keyAuthenticator } from './features/access';
import { Feed } from './features/changes';
import { listen } from './http/listen';
import { migrate } from './migrate';
import { openBus } from './platform/bus';
import { Database } from './platform/database';
import { startEmbeddedPostgres } from './platform/embedded-postgres';
import { startRelay } from './platform/relay';
import { openScope } from './platform/scope';
import { StartError } from './platform/start-error';

export interface RunningService {
  readonly origin: string;
  /** Ends what is under way, then everything that was started. */
  stop(): Promise<void>;
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
  try {
    return { origin: await start(config, tell, signal, stops), stop };
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
): Promise<string> {
  const log: Logger = pino({ level: config.logLevel });
  const clock = () => new Date();
  const { url, ownerUrl } = await openDatabase(config, stops);
  const secret = config.secret ?? (await keptSecret(config.dataFolder));
  signal.throwIfAborted();
  const steps = await migrate(ownerUrl);
  if (steps.length) tell(`Database migrated: ${steps.length} step${steps.length === 1 ? '' : 's'}.`);
  const database = new Database({
    url,
    poolSize: config.databasePoolSize,
    onError: (error) => log.warn({ err: error }, 'a database connection was lost'),
    onSlowTransaction: (slow) => log.warn(slow, 'a writing transaction took over a second'),
  });
  stops.push(() => database.close());

  const { feed, onOutgoing } = startFeed({ config, url, database, log, secret, stops });
  const app = createApp({ database, log, clock, secret, feed, onOutgoing });
  const listening = await listen(app.callback(), config);
  stops.push(() => {
    // Who waits for changes is answered now, not when patience is over.
    feed.close();
    return listening.close();
  });
  const { port } = listening;
  const origin = `http://${config.host === '127.0.0.1' || config.host === '0.0.0.0' ? 'localhost' : config.host}:${port}`;

  if (config.demo) {
    // Apart from the service: it is the only part that needs the repository around it.
    const { startDemo } = await import('./demo/demo');
    const demo = await startDemo({
      ownerUrl,
      dataFolder: config.dataFolder,
      api: { origin, port },
      openScope: (institution) =>
        openScope({ database, institution, principal: { kind: 'system' }, clock, log, onOutgoing }),
      authenticate: keyAuthenticator(database, clock),
      tell,
      signal,
    });
    stops.push(() => demo.close());
    tell('');
    for (const { name, slug, site, publishableKey, secretKey } of demo.facts.institutions) {
      tell(`  ${name} (${slug})`);
      tell(`    site             ${site}`);
      tell(`    publishable key  ${publishableKey}`);
      tell(`    secret key       ${secretKey}`);
    }
  }
  tell('');
  tell(`  API                ${origin}`);
  tell(`  API reference      ${origin}/docs`);
  return origin;
}

/** The bus, the relay on a connection of its own, and the feed that it moves. */
function startFeed({
  config: { redisUrl },
  url,
  database,
  log,
  secret,
  stops,
}: {
  config: Config;
  url: string;
  database: Database;
  log: Logger;
  secret: string;
  stops: (() => Promise<void>)[];
}): { feed: Feed; onOutgoing: () => void } {
  // Processes that share a secret are one Homecoming.
  const name = createHash('sha256').update('bus ').update(secret).digest('hex').slice(0, 16);
  const bus = openBus({ log, redisUrl, name: `homecoming:${name}` });
  stops.push(() => bus.close());
  const relayDatabase = new Database({
    url,
    poolSize: 1,
    onError: (error) => log.warn({ err: error }, 'the relay’s database connection was lost'),
  });
  stops.push(() => relayDatabase.close());
  const relay = startRelay({ database: relayDatabase, bus, log });
  stops.push(() => relay.stop());
  const feed = new Feed({ database, bus, log });
  stops.push(() => Promise.resolve(feed.close()));
  return { feed, onOutgoing: () => relay.wake() };
}

async function openDatabase(
  config: Config,
  stops: (() => Promise<void>)[],
): Promise<{ url: string; ownerUrl: string }> {
  if (config.databaseUrl) {
    if (!config.secret) {
      throw new StartError(
        'HOMECOMING_SECRET is needed with DATABASE_URL.',
        'Set it to a long random text, the same for every process: openssl rand -hex 32',
      );
    }
    return { url: config.databaseUrl, ownerUrl: config.databaseOwnerUrl! };
  }
  await openDataFolder(config.dataFolder);
  const postgres = await startEmbeddedPostgres({ folder: config.dataFolder, database: 'homecoming' });
  stops.push(() => postgres.stop());
  return { url: postgres.url, ownerUrl: postgres.url };
}

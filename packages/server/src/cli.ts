import { once } from 'node:events';
import { version } from '../package.json';
import type { CommandContext, Commands } from './cli/command';
import { failureOf } from './cli/failure';
import { createProgram } from './cli/program';
import { WrongUse } from './cli/wrong-use';
import { type Config, readConfig, showsStacks } from './config';
import { Problem } from './contract/problems';
import { featureCommands } from './features';
import { findInstitution } from './features/institutions';
import { startService } from './main';
import { migrate } from './migrate';
import { auditKeyOf } from './platform/audit-chain';
import { findEmbeddedPostgres } from './platform/embedded-postgres';
import { asOwner } from './platform/owner';
import { platformItself } from './platform/platform-itself';
import type { Institution, Scope } from './platform/scope';
import { StartError } from './platform/start-error';
import { openServices, type Services } from './services';
import { secretOf } from './services/secret';
import { startWorker } from './worker';

const processCommands: Commands<unknown> = [
  (add) =>
    add(
      'start',
      'Start the service. Without DATABASE_URL, it uses an embedded PostgreSQL and the demo data.',
    ).action(async () => {
      const config = readConfig();
      await serve(config, (signal) => startService(config, print, signal));
    }),
  (add) =>
    add(
      'worker',
      'Run background tasks only. Use it with services that are started with HOMECOMING_WORKER=0.',
    ).action(async () => {
      const config = readConfig();
      await serve({ shutdownDelayMs: 0 }, () => startWorker(config, print));
    }),
  (add) =>
    add('migrate', 'Run pending migrations.').action(async () => {
      const steps = await migrate(await ownerUrlOf(readConfig()));
      print(steps.length ? steps.join('\n') : 'No pending migrations.');
    }),
];

const settings = `Settings are environment variables, described in docs/operating.md:
  PORT, HOST, HOMECOMING_DATA_DIR, DATABASE_URL, DATABASE_OWNER_URL,
  DATABASE_DIRECT_URL, DATABASE_POOL_SIZE, REDIS_URL, TRUSTED_PROXIES,
  RATE_LIMITS, HOMECOMING_SECRET, HOMECOMING_OLD_SECRETS, HOMECOMING_DEMO=0,
  HOMECOMING_WORKER=0, TASK_CONCURRENCY, PUBLIC_URL, SMTP_URL, MAIL_FROM,
  CHANGES_RETENTION_DAYS, OUTBOUND_ALLOWED_HOSTS, S3_ENDPOINT, S3_BUCKET,
  S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_REGION, METRICS_PORT,
  SHUTDOWN_DELAY_MS, LOG_LEVEL, LOG_FORMAT`;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Longer than calls and tasks under way are given to end. */
const longestStopMs = 30_000;

/** Serves until a signal comes, or the service can't go on: then it ends with an error. */
async function serve(
  { shutdownDelayMs }: Pick<Config, 'shutdownDelayMs'>,
  open: (signal: AbortSignal) => Promise<{ stop(): Promise<void>; readonly lost?: Promise<never> }>,
): Promise<void> {
  const started = performance.now();
  const asked = new AbortController();
  // A terminal sends the signal to npm as well, which passes it on: the second one means nothing new.
  const onSignal = () => {
    if (asked.signal.aborted) return;
    print('\nStopping …');
    asked.abort();
    // Something may hang, such as the database: the process ends anyway.
    const withinMs = shutdownDelayMs + longestStopMs;
    setTimeout(() => {
      process.stderr.write(`The service didn’t stop within ${withinMs / 1_000} s and was terminated.\n`);
      process.exit(1);
    }, withinMs).unref();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    const service = await open(asked.signal);
    print(`\nReady in ${((performance.now() - started) / 1000).toFixed(1)} s. Press Ctrl-C to stop.`);
    if (!asked.signal.aborted)
      await Promise.race([once(asked.signal, 'abort'), ...(service.lost ? [service.lost] : [])]);
    await service.stop();
  } catch (error) {
    // What was started has been stopped again.
    if (!asked.signal.aborted) throw error;
  }
  process.exit(0);
}

/** The owner's URL: of the configured database, else of the embedded one, which must be running. */
async function ownerUrlOf(config: Config): Promise<string> {
  const url = config.databaseOwnerUrl ?? (await findEmbeddedPostgres(config.dataFolder));
  if (url) return url;
  throw new StartError(
    `No running service uses the data folder ${config.dataFolder}.`,
    'Start it with npm start, set HOMECOMING_DATA_DIR to its data folder, or set DATABASE_URL to a database.',
  );
}

const context: CommandContext<Services> = {
  print,

  within: async (slug, work) => {
    const config = readConfig();
    const ownerUrl = await ownerUrlOf(config);
    const institution = await asOwner(ownerUrl, (owner) => findInstitution(owner, slug));
    if (!institution)
      throw new Problem(
        'not_found',
        `No institution has the slug ${slug}. To list them, run "homecoming institutions list".`,
      );
    await inScope(config, institution, work);
  },

  onPlatform: (work) => inScope(readConfig(), platformItself, work),

  owner: async () => {
    const config = readConfig();
    const secret = await secretOf(config);
    return {
      ownerUrl: await ownerUrlOf(config),
      secret,
      auditKey: auditKeyOf(secret),
      oldAuditKeys: config.oldSecrets.map(auditKeyOf),
      clock: () => new Date(),
    };
  },
};

/** Running services learn by themselves, within a second, of what a command revokes. */
async function inScope(
  config: Config,
  institution: Institution,
  work: (scope: Scope, services: Services) => Promise<void>,
): Promise<void> {
  const ownerUrl = await ownerUrlOf(config);
  const services = await openServices(
    { ...config, databasePoolSize: 2 },
    { url: config.databaseUrl ?? ownerUrl, secret: await secretOf(config), oneOff: true },
  );
  try {
    await work(services.systemScope(institution), services);
  } finally {
    await services.close();
  }
}

const program = createProgram({
  version,
  commands: [...processCommands, ...featureCommands],
  context,
  epilogue: settings,
});

/** Ends with 2 if the command line was used wrongly, and with 1 after an unexpected error. */
function fail(error: unknown): void {
  if (error instanceof WrongUse) {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
  const { text, isExpected } = failureOf(error, showsStacks());
  process.stderr.write(`${text}\n`);
  process.exit(isExpected ? program.refusedCode : 1);
}

// Whoever reads the output may stop reading: `homecoming load … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

program.run(process.argv.slice(2)).catch(fail);

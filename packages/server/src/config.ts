import { join } from 'node:path';
import { TrustedProxies } from './http/client-address';
import { defaultRateLimits, parseRateLimits, type RateLimits } from './http/rate-limits';
import type { S3Settings } from './platform/files';
import { InvalidMail, parseSender, type Sender } from './platform/mail/address';
import { type AllowedHost, parseAllowedHost } from './platform/outbound-target';
import { StartError } from './platform/start-error';

/** What the environment says; everything has a default that suits one machine. */
export interface Config {
  /** Where the API listens; 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** Holds the embedded PostgreSQL, the demo's facts and generated secrets. */
  readonly dataFolder: string;
  /** The application's login; undefined: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** The owner's, for migrations and the command line; by default the same. */
  readonly databaseOwnerUrl: string | undefined;
  /** The owner's past a pooler, for what needs a session: tasks and migrations; by default the owner's. */
  readonly databaseDirectUrl: string | undefined;
  /** Connections to PostgreSQL of one process. */
  readonly databasePoolSize: number;
  /** Signs cursors and seals the audit logs; the same in all processes. Undefined: generated and kept in the data folder. */
  readonly secret: string | undefined;
  /** Those that it has replaced, oldest first: what they have sealed is verified with them. */
  readonly oldSecrets: readonly string[];
  /** For how long changes are kept. */
  readonly changesRetentionDays: number;
  /** Where metrics are served; undefined: nowhere. */
  readonly metricsPort: number | undefined;
  /** How long the service still takes calls after SIGTERM, reporting itself not ready, before it stops listening. */
  readonly shutdownDelayMs: number;
  /** Whether the service runs tasks itself; else `homecoming worker` does. */
  readonly runsTasks: boolean;
  /** Tasks at once in one process. */
  readonly taskConcurrency: number;
  /** Where others reach the service: mailed links begin with it. Undefined: where it listens. */
  readonly publicUrl: string | undefined;
  /** The mail server; undefined: mail is kept in the data folder. */
  readonly smtpUrl: string | undefined;
  readonly mailFrom: Sender;
  /** Private hosts that webhooks may be sent to. */
  readonly outboundAllowedHosts: readonly AllowedHost[];
  /** Wake-ups and counts of several processes; undefined: each polls, and counts by itself. */
  readonly redisUrl: string | undefined;
  readonly trustedProxies: TrustedProxies;
  readonly rateLimits: RateLimits;
  /** Where photos are stored; undefined: in the data folder. */
  readonly s3: S3Settings | undefined;
  readonly logLevel: string;
  /** `text` is for a person who watches a start. */
  readonly logFormat: 'json' | 'text';
  /** Seed and serve the demo: by default with the embedded PostgreSQL only. */
  readonly demo: boolean;
}

/** Whether someone is looking for a fault: then the command line shows where an error arose. */
export const showsStacks = (env: NodeJS.ProcessEnv = process.env) =>
  env.LOG_LEVEL === 'debug' || env.LOG_LEVEL === 'trace';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/**
 * Reads the environment, the only place that does.
 * @throws {StartError} that names every setting at fault, not just the first
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const faults: string[] = [];
  const integer = (name: string, otherwise: number, from: number, to: number) => {
    const text = env[name] || String(otherwise);
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (!(value >= from && value <= to))
      faults.push(`${name} must be a whole number from ${from} to ${to}, not “${text}”`);
    return value;
  };
  const url = (name: string) => {
    const text = env[name] || undefined;
    if (text && !/^postgres(ql)?:\/\/./.test(text)) faults.push(`${name} must be a postgresql:// address`);
    return text;
  };
  const address = (name: string, protocols: readonly string[]) => {
    const text = env[name] || undefined;
    const parsed = text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
    if (text !== undefined && !(parsed?.hostname && protocols.includes(parsed.protocol)))
      faults.push(`${name} must be an address that begins with ${protocols.join('// or ')}//`);
    return parsed;
  };
  const flag = (name: string) => {
    const text = env[name] || '1';
    if (text !== '0' && text !== '1') faults.push(`${name} must be 0 or 1, not “${text}”`);
    return text === '1';
  };
  /** What `read` makes of a setting's text; its complaints name the setting. */
  const parsed = <T>(name: string, otherwise: T, read: (text: string) => T): T => {
    const text = env[name];
    if (!text) return otherwise;
    try {
      return read(text);
    } catch (error) {
      faults.push(`${name}: ${(error as Error).message}`);
      return otherwise;
    }
  };
  const databaseUrl = url('DATABASE_URL');
  const secret = env.HOMECOMING_SECRET || undefined;
  if (secret && secret.length < 32) faults.push('HOMECOMING_SECRET must have at least 32 characters');
  const oldSecrets = (env.HOMECOMING_OLD_SECRETS || '').split(',').filter((each) => each !== '');
  for (const name of ['DATABASE_OWNER_URL', 'DATABASE_DIRECT_URL'])
    if (env[name] && !databaseUrl) faults.push(`${name} goes with DATABASE_URL`);
  const databaseOwnerUrl = url('DATABASE_OWNER_URL') ?? databaseUrl;
  const publicUrl = address('PUBLIC_URL', ['http:', 'https:']);
  if (publicUrl && (publicUrl.search || publicUrl.hash || publicUrl.username))
    faults.push('PUBLIC_URL must have no user, query or fragment');
  const smtpUrl = address('SMTP_URL', ['smtp:', 'smtps:']);
  if (smtpUrl && !env.MAIL_FROM) faults.push('MAIL_FROM is needed with SMTP_URL');
  const logLevel = env.LOG_LEVEL || 'info';
  if (!logLevels.includes(logLevel)) faults.push(`LOG_LEVEL must be one of ${logLevels.join(', ')}`);
  // Who starts it by hand reads along; a service on a database of its own is read by programs, unless at a terminal.
  const logFormat = env.LOG_FORMAT || (databaseUrl && !process.stdout.isTTY ? 'json' : 'text');
  if (logFormat !== 'json' && logFormat !== 'text')
    faults.push(`LOG_FORMAT must be json or text, not “${logFormat}”`);
  const demo = databaseUrl === undefined && env.HOMECOMING_DEMO !== '0';
  const config: Config = {
    port: integer('PORT', 4600, 0, 65_535),
    host: env.HOST || '127.0.0.1',
    dataFolder: env.HOMECOMING_DATA_DIR || join(process.cwd(), '.homecoming'),
    databaseUrl,
    databaseOwnerUrl,
    databaseDirectUrl: url('DATABASE_DIRECT_URL') ?? databaseOwnerUrl,
    databasePoolSize: integer('DATABASE_POOL_SIZE', 12, 1, 500),
    secret,
    oldSecrets,
    changesRetentionDays: integer('CHANGES_RETENTION_DAYS', 30, 1, 3_650),
    metricsPort: env.METRICS_PORT ? integer('METRICS_PORT', 0, 1, 65_535) : undefined,
    // Nothing balances load over a demo.
    shutdownDelayMs: integer('SHUTDOWN_DELAY_MS', demo ? 0 : 3_000, 0, 600_000),
    runsTasks: flag('HOMECOMING_WORKER'),
    taskConcurrency: integer('TASK_CONCURRENCY', 10, 1, 200),
    publicUrl: publicUrl?.href.replace(/\/+$/, ''),
    smtpUrl: smtpUrl?.href,
    mailFrom: senderOf(env.MAIL_FROM, faults),
    // The demo's partners are programs of this machine.
    outboundAllowedHosts: allowedHostsOf(env.OUTBOUND_ALLOWED_HOSTS ?? (demo ? 'localhost' : ''), faults),
    redisUrl: parsed('REDIS_URL', undefined, redisUrl),
    trustedProxies: parsed(
      'TRUSTED_PROXIES',
      new TrustedProxies([]),
      (text) => new TrustedProxies(text.split(',').map((each) => each.trim())),
    ),
    rateLimits: parsed('RATE_LIMITS', defaultRateLimits, parseRateLimits),
    s3: s3Of(env, address('S3_ENDPOINT', ['http:', 'https:']), faults),
    logLevel,
    logFormat: logFormat === 'json' ? 'json' : 'text',
    demo,
  };
  if (faults.length)
    throw new StartError(
      `The settings cannot be used: ${faults.join('; ')}.`,
      'Correct them and start again.',
    );
  return config;
}

function allowedHostsOf(text: string, faults: string[]): AllowedHost[] {
  const entries = text.split(/[\s,]+/).filter(Boolean);
  return entries.flatMap((entry) => {
    const host = parseAllowedHost(entry);
    if (!host)
      faults.push(
        `OUTBOUND_ALLOWED_HOSTS must list hosts, or host:port, separated by commas, not “${entry}”`,
      );
    return host ?? [];
  });
}

/** Nobody is written to from the default: it stands in mail that is kept, not sent. */
function senderOf(text: string | undefined, faults: string[]): Sender {
  try {
    return parseSender(text || 'homecoming@localhost.invalid');
  } catch (error) {
    if (!(error instanceof InvalidMail)) throw error;
    faults.push('MAIL_FROM must be an address, or a name and an address: Alumni office <alumni@example.edu>');
    return { name: undefined, address: '' };
  }
}

function s3Of(env: NodeJS.ProcessEnv, endpoint: URL | undefined, faults: string[]): S3Settings | undefined {
  const needed = ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'];
  if (!env.S3_ENDPOINT) {
    for (const name of [...needed, 'S3_REGION']) if (env[name]) faults.push(`${name} goes with S3_ENDPOINT`);
    return undefined;
  }
  for (const name of needed) if (!env[name]) faults.push(`${name} is needed with S3_ENDPOINT`);
  if (endpoint && (endpoint.search || endpoint.hash || endpoint.username))
    faults.push('S3_ENDPOINT must have no user, query or fragment');
  const bucket = env.S3_BUCKET ?? '';
  if (bucket && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    faults.push('S3_BUCKET must be the name of a bucket: 3 to 63 of a–z, 0–9, - and .');
  return {
    endpoint: endpoint?.href.replace(/\/+$/, '') ?? '',
    region: env.S3_REGION || 'us-east-1',
    bucket,
    accessKeyId: env.S3_ACCESS_KEY_ID ?? '',
    secretAccessKey: env.S3_SECRET_ACCESS_KEY ?? '',
  };
}

function redisUrl(text: string): string | undefined {
  if (!/^rediss?:\/\/./.test(text) || !URL.canParse(text))
    throw new Error('it must be a redis:// or rediss:// address');
  return text;
}

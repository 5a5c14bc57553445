import { join } from 'node:path';
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
  /** Connections to PostgreSQL of one process. */
  readonly databasePoolSize: number;
  /** Signs cursors; the same in all processes. Undefined: generated and kept in the data folder. */
  readonly secret: string | undefined;
  /** Wake-ups between processes; undefined: each learns of the others' changes by polling. */
  readonly redisUrl: string | undefined;
  /** For how long changes are kept. */
  readonly changesRetentionDays: number;
  /** Where metrics are served; undefined: nowhere. */
  readonly metricsPort: number | undefined;
  readonly logLevel: string;
  /** Seed and serve the demo: by default with the embedded PostgreSQL only. */
  readonly demo: boolean;
}

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
  const databaseUrl = url('DATABASE_URL');
  const redisUrl = env.REDIS_URL || undefined;
  if (redisUrl && !/^rediss?:\/\/./.test(redisUrl))
    faults.push('REDIS_URL must be a redis:// or rediss:// address');
  const secret = env.HOMECOMING_SECRET || undefined;
  if (secret && secret.length < 32) faults.push('HOMECOMING_SECRET must have at least 32 characters');
  if (env.DATABASE_OWNER_URL && !databaseUrl) faults.push('DATABASE_OWNER_URL goes with DATABASE_URL');
  const logLevel = env.LOG_LEVEL || 'info';
  if (!logLevels.includes(logLevel)) faults.push(`LOG_LEVEL must be one of ${logLevels.join(', ')}`);
  const config: Config = {
    port: integer('PORT', 4600, 0, 65_535),
    host: env.HOST || '127.0.0.1',
    dataFolder: env.HOMECOMING_DATA_DIR || join(process.cwd(), '.homecoming'),
    databaseUrl,
    databaseOwnerUrl: url('DATABASE_OWNER_URL') ?? databaseUrl,
    databasePoolSize: integer('DATABASE_POOL_SIZE', 12, 1, 500),
    secret,
    redisUrl,
    changesRetentionDays: integer('CHANGES_RETENTION_DAYS', 30, 1, 3_650),
    metricsPort: env.METRICS_PORT ? integer('METRICS_PORT', 0, 1, 65_535) : undefined,
    logLevel,
    demo: databaseUrl === undefined && env.HOMECOMING_DEMO !== '0',
  };
  if (faults.length)
    throw new StartError(
      `The settings cannot be used: ${faults.join('; ')}.`,
      'Correct them and start again.',
    );
  return config;
}

import type { Config } from '../config';
import { keptSecret } from '../data-folder';
import { StartError } from '../platform/start-error';

/**
 * The service's secret: as set, else the one of the data folder.
 * @throws {StartError} where a database that others may use too has none
 */
export async function secretOf(config: Config): Promise<string> {
  if (config.secret) return config.secret;
  if (!config.databaseUrl) return keptSecret(config.dataFolder);
  throw new StartError(
    'HOMECOMING_SECRET is needed with DATABASE_URL.',
    'Set it to a long random text, the same for every process: openssl rand -hex 32',
  );
}

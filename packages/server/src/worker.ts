import { startBackground } from './background';
import type { Config } from './config';
import { openLog } from './log';
import { Closing } from './platform/closing';
import { findEmbeddedPostgres } from './platform/embedded-postgres';
import { StartError } from './platform/start-error';
import { openServices } from './services';
import { prepareDatabase } from './services/prepare-database';
import { secretOf } from './services/secret';

/**
 * The process that relays and runs tasks, and serves no calls, on the configured database or the one of a running service's data folder.
 * @throws {StartError} if neither is there
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
      `No running service uses the data folder ${config.dataFolder}.`,
      'Start it with HOMECOMING_WORKER=0 npm start, or name a database in DATABASE_URL.',
    );
  }
  const secret = await secretOf(config);
  const { url } = await prepareDatabase(config, directUrl);
  const closing = new Closing();
  try {
    const services = await openServices(config, { url, secret, log });
    closing.add(() => services.close());
    const background = await startBackground(services, { config, directUrl, tell });
    closing.add(() => background.stop());
    return { stop: closing.close };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

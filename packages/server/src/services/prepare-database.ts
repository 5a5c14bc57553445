import type { Config } from '../config';
import { migrate } from '../migrate';
import { checkLogin } from '../platform/database-check';
import { ensureApplicationLogin } from '../platform/embedded-login';

/**
 * Runs pending migrations and finds the application's login.
 * @param directUrl the owner's login, past any pooler
 */
export async function prepareDatabase(
  { databaseUrl }: Pick<Config, 'databaseUrl'>,
  directUrl: string,
): Promise<{ readonly url: string; readonly steps: readonly string[] }> {
  const steps = await migrate(directUrl);
  const url = databaseUrl ?? (await ensureApplicationLogin(directUrl));
  await checkLogin(url);
  return { url, steps };
}

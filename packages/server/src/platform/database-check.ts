import pg from 'pg';
import { connectionSettings } from './connections';
import { StartError } from './start-error';

/** What is tested; what is older lacks what migrations use. */
const oldestMajor = 15;

/**
 * Connects, for what the process needs before it can serve.
 * @throws {StartError} that says in one sentence what is wrong, and names the host
 */
export async function connectAtStart(client: pg.Client, url: string): Promise<void> {
  // The server may end it at any time; whatever is asked then fails by itself.
  client.on('error', () => undefined);
  await client.connect().catch((error: unknown) => {
    throw explained(error, url);
  });
}

/** @throws {StartError} */
export async function requireSupportedVersion(client: pg.Client, url: string): Promise<void> {
  const { rows } = await client.query<{ number: string; name: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as name`,
  );
  const { number, name } = rows[0]!;
  if (Number(number) >= oldestMajor * 10_000) return;
  throw new StartError(
    `${placeOf(url)} runs PostgreSQL ${name.split(' ')[0]}, and Homecoming needs PostgreSQL ${oldestMajor} or newer.`,
    'PostgreSQL 15 to 18 are supported. Upgrade it, or name another one in DATABASE_URL.',
  );
}

/**
 * Makes sure, once the database is migrated, that calls can be served by this login and through whatever stands before PostgreSQL.
 * @throws {StartError}
 */
export async function checkLogin(url: string): Promise<void> {
  const clients = [1, 2].map(() => new pg.Client({ ...connectionSettings(url), query_timeout: 5_000 }));
  try {
    for (const client of clients) await connectAtStart(client, url);
    await requireRole(clients[0]!, url);
    await requirePreparedStatements(clients, url);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function requireRole(client: pg.Client, url: string): Promise<void> {
  await client.query('begin; set local role homecoming_app; commit').catch(async (error: Error) => {
    await client.query('rollback');
    const { user } = partsOf(url);
    throw new StartError(
      `The login ${user} at ${placeOf(url)} can't take the role homecoming_app.`,
      `As a superuser or the database's owner, run: grant homecoming_app to ${pg.escapeIdentifier(user)};`,
      { cause: error },
    );
  });
}

/**
 * A pooler that hands each transaction to any of its server connections must carry prepared statements along (PgBouncer: 1.21, with
 * max_prepared_statements above 0). Two sessions prepare different statements under one name, and each runs its own while the other
 * holds a server connection: without that care one of them meets the other's, or none.
 */
async function requirePreparedStatements(clients: readonly pg.Client[], url: string): Promise<void> {
  const ask = (client: pg.Client) =>
    client.query<{ asker: number }>({
      name: 'homecoming-probe',
      text: `select ${clients.indexOf(client)} as asker`,
    });
  try {
    for (const [holder, other] of [clients, [...clients].reverse()] as const) {
      await ask(other!);
      await holder!.query('begin');
      await ask(holder!);
      await ask(other!);
      await holder!.query('commit');
    }
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== '26000' && code !== '42P05') throw explained(error, url);
    throw new StartError(
      `The connection pooler at ${placeOf(url)} does not support prepared statements.`,
      'Set max_prepared_statements above 0 in PgBouncer 1.21 or newer, or name PostgreSQL itself in DATABASE_URL.',
      { cause: error },
    );
  }
}

function partsOf(url: string): { host: string; port: string; user: string; database: string } {
  // What pg reads of a URL, defaults included, so that the sentence names what was really tried.
  const { host, port, user, database } = new pg.Client({ connectionString: url });
  return { host, port: String(port), user: user ?? '', database: database ?? '' };
}

function placeOf(url: string): string {
  const { host, port } = partsOf(url);
  return `${host}:${port}`;
}

function explained(error: unknown, url: string): StartError {
  const { host, user, database } = partsOf(url);
  const place = placeOf(url);
  const { code, message } = error as { code?: string; message: string };
  const say = (what: string, hint: string) => new StartError(what, hint, { cause: error });
  const check = 'Check the address in DATABASE_URL, and that PostgreSQL is running and reachable from here.';
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return say(`There is no host ${host}.`, check);
    case 'ECONNREFUSED':
      return say(`No PostgreSQL is listening at ${place}.`, check);
    case '3D000':
      return say(
        `There is no database ${database} at ${place}.`,
        `Create it (create database ${pg.escapeIdentifier(database)}), or correct DATABASE_URL.`,
      );
    case '28P01':
    case '28000':
      return say(
        `PostgreSQL at ${place} refuses the login ${user}.`,
        'Check that the role exists, may log in and has this password, and that pg_hba.conf lets it in from here.',
      );
    case '53300':
      return say(
        `PostgreSQL at ${place} has no connections left.`,
        'Raise its max_connections, or lower DATABASE_POOL_SIZE.',
      );
    case '57P03':
      return say(`PostgreSQL at ${place} is starting up or shutting down.`, 'Try again in a moment.');
    default:
  }
  // Only what needs a session asks for it.
  if (/unsupported startup parameter: lock_timeout/.test(message)) {
    return say(
      `Migrations and tasks can't go through the connection pooler at ${place}: they need a session.`,
      'Name PostgreSQL itself in DATABASE_DIRECT_URL.',
    );
  }
  if (/unsupported startup parameter/.test(message)) {
    return say(
      `The connection pooler at ${place} refuses a setting: ${message}.`,
      'Let PgBouncer ignore it: ignore_startup_parameters = statement_timeout, idle_in_transaction_session_timeout.',
    );
  }
  if (code === 'ETIMEDOUT' || /timeout|terminated/i.test(message))
    return say(`PostgreSQL at ${place} does not answer.`, check);
  return say(`PostgreSQL at ${place} can't be used: ${message.replace(/\.$/, '')}.`, check);
}

import pg from 'pg';
import { derivedKey } from './derived-key';
import { asOwnerInTransaction } from './owner';

const login = 'homecoming_web';
const loginLock = 4_600_004;

/**
 * Makes sure that the embedded PostgreSQL has a login for the application's pool, which owns nothing and can only take the role
 * homecoming_app: the superuser is left to migrations, the task runner and the command line. Call it after the migrations, which make that
 * role; also at each start, because data folders of earlier versions have no such login.
 * @returns the application's URL. Its password follows from the superuser's, so that every process knows it
 */
export async function ensureApplicationLogin(ownerUrl: string): Promise<string> {
  const url = new URL(ownerUrl);
  const password = derivedKey(url.password, 'application login').toString('base64url');
  await asOwnerInTransaction(ownerUrl, async (owner) => {
    // One process at a time: two that change a role at once would refuse each other.
    await owner.query({ text: 'select pg_advisory_xact_lock($1)' }, [loginLock]);
    const [known] = await owner.query({ text: 'select from pg_roles where rolname = $1' }, [login]);
    const rights = 'login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls';
    await owner.query({
      text: `${known ? 'alter' : 'create'} role ${login} ${rights} password ${pg.escapeLiteral(password)}`,
    });
    await owner.query({ text: `grant homecoming_app to ${login}` });
  });
  return Object.assign(url, { username: login, password }).href;
}

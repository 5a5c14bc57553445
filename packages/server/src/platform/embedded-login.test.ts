import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../config';
import { type RunningService, startService } from '../main';
import { ensureApplicationLogin } from './embedded-login';
import { findEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres';
import { asOwner } from './owner';

let folder: string;
let service: RunningService;
const start = () =>
  startService(
    readConfig({ HOMECOMING_DATA_DIR: folder, PORT: '0', HOMECOMING_DEMO: '0', LOG_LEVEL: 'silent' }),
    () => undefined,
    new AbortController().signal,
  );
beforeAll(async () => {
  folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'homecoming-login-'));
  await chmod(folder, 0o755);
  service = await start();
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

const ownerUrl = async () => (await findEmbeddedPostgres(folder))!;
const ownerQuery = async <Row>(text: string) =>
  asOwner(await ownerUrl(), (owner) => owner.query<Row>({ text }));

/** The logins of the application's pool and of its relay, as they are now. */
const poolLogins = () =>
  ownerQuery<{ name: string; rights: string }>(
    `select distinct rolname as name, concat_ws(' ', case when rolsuper then 'superuser' end, case when rolbypassrls then 'bypassrls' end,
              case when rolcreaterole then 'createrole' end, case when rolinherit then 'inherit' end) as rights
       from pg_stat_activity join pg_roles on rolname = usename where application_name = 'homecoming'`,
  );

it('the pool of the embedded PostgreSQL logs in as nobody special', async () => {
  expect((await fetch(`${service.origin}/readyz`)).status).toBe(200);
  expect(await poolLogins()).toEqual([{ name: 'homecoming_web', rights: '' }]);
});

it.each([
  ['read a table', 'select * from api_keys'],
  ['become the superuser', 'set role postgres'],
  ['run a program', `copy (select 1) to program 'true'`],
  ['make a role', 'create role intruder'],
])('the login by itself cannot %s', async (_, text) => {
  const url = await ensureApplicationLogin(await ownerUrl());
  await expect(asOwner(url, (login) => login.query({ text }))).rejects.toMatchObject({ code: '42501' });
});

it('a data folder of an earlier version, which has no such login, gets it at its next start', async () => {
  await service.stop();
  // As the earlier version left it.
  const earlier = await startEmbeddedPostgres({ folder });
  await asOwner(earlier.url, (owner) => owner.query({ text: 'drop role homecoming_web' }));
  await earlier.stop();
  service = await start();
  expect((await fetch(`${service.origin}/readyz`)).status).toBe(200);
  expect(await poolLogins()).toEqual([{ name: 'homecoming_web', rights: '' }]);
});

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readConfig } from './config';
import { type RunningService, startService } from './main';
import { migrate } from './migrate';
import { checkLogin, requireSupportedVersion } from './platform/database-check';
import { asOwner } from './platform/owner';
import { StartError } from './platform/start-error';
import { createTestDatabase } from './testing/service';
import { startTcpProxy } from './testing/tcp-proxy';

const changed = (url: string, change: Partial<URL>) => Object.assign(new URL(url), change).href;

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  return expect.fail('It should have failed.');
}

async function faultOf(work: Promise<unknown>): Promise<string> {
  const error = await failureOf(work);
  expect(error).toBeInstanceOf(StartError);
  const { message, hint } = error as StartError;
  for (const text of [message, hint]) expect(text).not.toMatch(/\n|undefined|postgres(ql)?:\/\//);
  return message;
}

describe('a start', () => {
  let url: string;
  let place: string;
  beforeAll(async () => {
    ({ url } = await createTestDatabase());
    place = new URL(url).host;
    await asOwner(url, (owner) =>
      owner.query({
        text: `do $$ begin create role stranger login password 'known'; exception when duplicate_object then end $$`,
      }),
    );
  });

  it.each<[string, Partial<URL>, () => string]>([
    ['an absent database', { pathname: '/nowhere' }, () => `There is no database nowhere at ${place}.`],
    ['an unknown login', { username: 'nobody' }, () => `PostgreSQL at ${place} refuses the login nobody.`],
    ['a wrong password', { password: 'guessed' }, () => `PostgreSQL at ${place} refuses the login postgres.`],
    ['nothing at the port', { port: '1' }, () => 'No PostgreSQL is listening at 127.0.0.1:1.'],
    ['an unknown host', { hostname: 'nowhere.invalid' }, () => 'There is no host nowhere.invalid.'],
  ])('with %s says so in one sentence', async (_, change, expected) => {
    const wrong = changed(url, change);
    expect(await faultOf(migrate(wrong))).toBe(expected());
    expect(await faultOf(checkLogin(wrong))).toBe(expected());
    expect(await faultOf(asOwner(wrong, () => Promise.resolve()))).toBe(expected());
  });

  it('with a login that may not take the role says so', async () => {
    const stranger = changed(url, { username: 'stranger', password: 'known' });
    expect(await faultOf(checkLogin(stranger))).toBe(
      `The login stranger at ${place} can't take the role homecoming_app.`,
    );
  });

  it('on a database that does not answer says so within seconds', async () => {
    const proxy = await startTcpProxy(url);
    proxy.silenceNew();
    const began = performance.now();
    expect(await faultOf(migrate(proxy.url))).toBe(
      `PostgreSQL at ${new URL(proxy.url).host} does not answer.`,
    );
    expect(performance.now() - began).toBeLessThan(7_000);
  });

  it('on an older PostgreSQL names it and what is needed', async () => {
    const old = { query: () => Promise.resolve({ rows: [{ number: '140012', name: '14.12 (Debian)' }] }) };
    expect(await faultOf(requireSupportedVersion(old as never, url))).toBe(
      `${place} runs PostgreSQL 14.12, and Homecoming needs PostgreSQL 15 or newer.`,
    );
  });

  it('behind a long transaction tries again while others read, then names who is in the way', async () => {
    const holder = new pg.Client({ connectionString: url, application_name: 'a long report' });
    await holder.connect();
    const owner = (text: string) => asOwner(url, (each) => each.query({ text }));
    // As if its last step were still to be taken: it wants a table that the report reads.
    await owner(`alter table members drop column profile_taken_back_at; drop index claims_details;
                 delete from knex_migrations where name = '0024_claims_settled.sql'`);
    try {
      await holder.query('begin; select from members');
      const refused = faultOf(migrate(url, { lockTimeoutMs: 200, pauseMs: 200, tries: 4 }));
      for (let reads = 0; reads < 10; reads++) {
        const began = performance.now();
        await owner('select id from members limit 1');
        expect(performance.now() - began).toBeLessThan(1_000);
      }
      expect(await refused).toBe(
        'The database could not be migrated: a step did not get a lock that another transaction holds.',
      );
      const waiting = migrate(url, { lockTimeoutMs: 200, pauseMs: 200 });
      await holder.query('commit');
      expect(await waiting).toEqual(['0024_claims_settled.sql']);
    } finally {
      await holder.end();
    }
  });

  it('in a deadlock with a call tries again', async () => {
    const holder = new pg.Client({ connectionString: url });
    await holder.connect();
    // As if the step that changes first one table, then another, were still to be taken.
    await asOwner(url, (owner) =>
      owner.query({
        text: `alter table sign_in_codes drop column link_provider_id, drop column link_subject, drop column link_trust_version;
               alter table external_identities drop column confirmed_version;
               alter table sign_in_providers drop column configured_scopes, drop column trust_version,
                 drop column trusts_unverified_email;
               delete from knex_migrations where name = '0030_linking_by_code.sql'`,
      }),
    );
    try {
      // The step is the one that finds the deadlock, and is ended.
      await holder.query("set deadlock_timeout = '1min'; begin; select from external_identities");
      const migrating = migrate(url, { lockTimeoutMs: 10_000, pauseMs: 50 });
      await asOwner(url, (owner) =>
        vi.waitUntil(
          async () =>
            (
              await owner.query({
                text: `select from pg_locks where not granted and mode = 'AccessExclusiveLock'`,
              })
            ).length > 0,
          { interval: 10, timeout: 5_000 },
        ),
      );
      await holder.query('select from sign_in_providers; commit');
      expect(await migrating).toEqual(['0030_linking_by_code.sql']);
    } finally {
      await holder.end();
    }
  });

  it('of this release on a database that a newer one has migrated works: an upgrade that rolls may start it again', async () => {
    await asOwner(url, (owner) =>
      owner.query({
        text: `insert into knex_migrations (name, batch, migration_time) values ('9999_of_a_newer_one.sql', 99, now())`,
      }),
    );
    expect(await migrate(url)).toEqual([]);
  });

  it('under an older Node.js says which is needed', async () => {
    const bin = fileURLToPath(new URL('../bin/homecoming.mjs', import.meta.url));
    const older = `data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"18.20.4"}})`;
    const ended = promisify(execFile)(process.execPath, ['--import', older, bin, 'help']);
    const { code, stderr } = (await failureOf(ended)) as { code: number; stderr: string };
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^Homecoming needs Node.js 20.19 or newer, and this is Node.js 18.20.4.\n/),
    ]);
  });
});

it('a stop ends though the database has fallen silent', async () => {
  const { url } = await createTestDatabase();
  const proxy = await startTcpProxy(url);
  const config = readConfig({
    PORT: '0',
    DATABASE_URL: proxy.url,
    HOMECOMING_SECRET: 'a secret of more than 32 characters',
    LOG_LEVEL: 'silent',
  });
  const told: string[] = [];
  const service: RunningService = await startService(
    config,
    (line) => told.push(line),
    new AbortController().signal,
  );
  expect(told.join('\n')).not.toContain('{"');
  proxy.silence();
  proxy.silenceNew();
  const under = fetch(`${service.origin}/readyz`).catch(() => undefined);
  const began = performance.now();
  await service.stop();
  await under;
  expect(performance.now() - began).toBeLessThan(25_000);
}, 40_000);

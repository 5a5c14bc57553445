import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertAction, insertItems } from './features/bulk-actions/store';
import { putConsumer } from './features/changes/consumers';
import { reachOf } from './features/changes/types';
import { insertClaim, replaceDomains } from './features/claims/store';
import { createList } from './features/degree-lists/lists';
import { createProfile } from './features/directory/profiles';
import { insertInvitation } from './features/invitations/store';
import { insertMember } from './features/members/store';
import { createOperator } from './features/operators';
import { insertImpersonation } from './features/operators/impersonations/store';
import { openSession } from './features/sessions/sessions';
import { insertCode } from './features/sign-in/code-store';
import { insertEmailChange } from './features/sign-in/email-change/store';
import { countSignIn, takeTry } from './features/sign-in/tries-store';
import { putIdentity } from './features/sign-in-providers/identity-store';
import { insertSignIn } from './features/sign-in-providers/oidc/sign-in-store';
import { insertProvider } from './features/sign-in-providers/provider-store';
import { takeHostToken } from './features/sign-in-providers/used-token-store';
import { insertRevocation } from './features/tokens/revocation-store';
import { Secrets } from './features/webhooks';
import { insertDeliveries } from './features/webhooks/delivery-store';
import { recordResults } from './features/webhooks/dispatch-store';
import { createEndpoint } from './features/webhooks/endpoints';
import { answerOnce } from './http/idempotency';
import { Database, type Statement } from './platform/database';
import { newId } from './platform/ids';
import { mail } from './platform/mail';
import { platformItself } from './platform/platform-itself';
import type { Scope } from './platform/scope';
import { featureMakers } from './testing/feature-makers';
import { platformOf } from './testing/operators';
import { picture } from './testing/pictures';
import { startTestService, type TestInstitution, type TestService } from './testing/service';

/** Belong to no institution. The application may touch none of them, but its own row of `institutions`. */
const platformTables = ['institutions', 'knex_migrations', 'knex_migrations_lock', 'signing_keys'];

/** Of no institution either: the application reaches them in the platform's own scope, and in no other. */
const operatorTables = ['operators', 'operator_sessions'];

const ofNoInstitution = [...platformTables, ...operatorTables];

const aChange = { type: 'profile.created', subjectId: newId(), version: 1, audience: 'public' } as const;

let service: TestService;
let owner: pg.Client;
let ours: TestInstitution;
let theirs: TestInstitution;

beforeAll(async () => {
  service = await startTestService({ relays: false });
  owner = new pg.Client({ connectionString: service.ownerUrl });
  await owner.connect();
  [ours, theirs] = [await service.createInstitution(), await service.createInstitution()];
  // Every tenant table gets rows of both: what is added to the schema needs something here that fills it.
  for (const { scope, createKey } of [ours, theirs]) {
    await createKey();
    await putConsumer(scope, 'crm', {}, reachOf(scope.principal));
    await createProfile(scope, {
      givenName: 'Marie', familyName: 'Curie', company: 'Sorbonne', city: 'Paris', skills: ['Radiochemistry'],
      degrees: [{ batchYear: 1903, department: 'Physics' }],
    }); // prettier-ignore
    await answerOnce(
      scope,
      {
        principalId: newId(),
        operationId: 'createProfile',
        key: 'same-everywhere',
        fingerprint: Buffer.alloc(32),
      },
      () => Promise.resolve({ status: 201, json: '{}' }),
    );
  }
  for (const { scope } of [ours, theirs]) {
    const tools = { secrets: Secrets.of(service.secret), outbound: service.outbound };
    const draft = { url: 'https://partner.example/', types: ['*'], signature: 'ed25519' as const };
    const { endpoint } = await createEndpoint(scope, tools, draft);
    const delivery = {
      id: newId(),
      endpointId: endpoint.id,
      changeId: newId(),
      type: 'profile.created',
      subjectId: newId(),
      occurredAt: new Date(),
    };
    const attempt = { at: new Date(), durationMs: 1, status: 500, error: undefined, responseStart: 'secret' };
    const result = {
      deliveryId: delivery.id,
      claimId: newId(),
      state: 'pending',
      dueAt: new Date(),
      tries: 1,
      attempt,
    } as const;
    await scope.transaction(async (tx) => {
      await insertDeliveries(tx, [delivery], { dueAt: new Date() });
      await recordResults(tx, [result]);
    });
  }
  for (const { scope } of [ours, theirs]) {
    await scope.transaction((tx) =>
      mail(tx, { to: 'marie@sorbonne.example', subject: 'Prize', text: 'Come.' }),
    );
  }
  for (const { scope } of [ours, theirs]) await fillMembers(scope);
  for (const { scope } of [ours, theirs]) {
    await createList(scope, 'Degrees', [{ name: 'Maria Sklodowska', batchYear: 1903 }]);
  }
  for (const { scope } of [ours, theirs]) {
    await service.photos.store(scope, await picture('png'));
  }
  for (const make of Object.values(await featureMakers()))
    for (const { scope } of [ours, theirs]) await make(scope);
  // The log and, beyond it, what is still in the outbox.
  for (const relayed of [true, false]) {
    for (const { scope } of [ours, theirs]) {
      await scope.transaction((tx) => Promise.resolve(tx.changes.add(aChange)));
    }
    if (relayed) await service.database.across.query({ text: 'select relay_outbox(100)' });
  }
});
afterAll(() => owner.end());

const revokedUntil = new Date(Date.now() + 60_000);

/** Somebody signs in, of the same address everywhere. */
async function fillMembers(scope: Scope): Promise<void> {
  const email = 'marie@sorbonne.example';
  await scope.transaction(async (tx) => {
    const made = { emailVerifiedAt: tx.clock(), role: 'alumnus', status: 'unverified' } as const;
    const { id } = await insertMember(tx, { id: newId(), email, ...made });
    const { id: sessionId } = await openSession(tx, id, { method: 'code', deviceName: undefined });
    await insertRevocation(tx, { sessionId, reason: 'ended', expiresAt: revokedUntil });
    await insertCode(tx, {
      ...{ id: newId(), email, digest: Buffer.alloc(32), expiresAt: tx.clock() },
      ...{ network: Buffer.alloc(16), isLong: false, mailbox: email, link: undefined },
    });
    const [digest, isMailed, expiresAt] = [Buffer.alloc(32), true, tx.clock()];
    const [newEmail, oldDigest] = ['curie@radium.example', digest];
    const change = { memberId: id, sessionId, email: newEmail, mailbox: newEmail, expiresAt, isMailed };
    await insertEmailChange(tx, { id: newId(), ...change, oldDigest, newDigest: digest });
    await countSignIn(tx, 'code', true);
    await insertClaim(tx, { id: newId(), memberId: id, name: 'Maria Sklodowska' });
    await replaceDomains(tx, ['sorbonne.example']);
    await insertInvitation(tx, {
      ...{ id: newId(), email: 'pierre@sorbonne.example', role: 'alumnus', expiresAt: revokedUntil },
    });
    const asked = { work: { kind: 'invite' }, dryRun: true, dryRunOf: undefined } as const;
    const action = await insertAction(tx, {
      ...{ ...asked, id: newId(), actor: { kind: 'member', id } },
    });
    await insertItems(tx, action!.id, [{ memberId: id }]);
    await insertImpersonation(tx, {
      institutionId: tx.institution.id,
      id: newId(),
      memberId: id,
      operatorId: newId(),
      operatorSessionId: newId(),
      reason: 'She cannot sign in.',
      startedAt: tx.clock(),
      endsAt: revokedUntil,
    });
    const { id: providerId } = await insertProvider(tx, {
      ...{ id: newId(), kind: 'host', name: 'The site', issuer: 'https://sorbonne.example' },
      ...{ clientId: undefined, clientSecret: undefined, jwks: { keys: [] }, jwksUrl: undefined },
      ...{ trustsEmail: true, trustsUnverifiedEmail: false, configuredScopes: [], enabled: true },
    });
    await putIdentity(tx, {
      id: newId(),
      providerId,
      subject: '1867',
      memberId: id,
      email,
      confirmedVersion: 1,
    });
    await insertSignIn(tx, {
      ...{ id: newId(), providerId, keyId: newId(), returnTo: 'https://sorbonne.example/' },
      ...{ browserDigest: Buffer.alloc(32), challenge: Buffer.alloc(32), expiresAt: tx.clock() },
    });
    await takeHostToken(tx, { providerId, digest: Buffer.alloc(32), expiresAt: tx.clock() });
    await takeTry(tx, { email, source: Buffer.alloc(16) }, 10);
    // Written by the release before only.
    await tx.db.query(
      {
        text: `insert into password_tries (institution_id, email, failed, failed_at) values (current_institution(), $1, 1, $2)`,
      },
      [email, tx.clock()],
    );
  });
}

const rowsOf = async <R extends pg.QueryResultRow>(sql: string, values: unknown[] = []) =>
  (await owner.query<R>(sql, values)).rows;
const namesOf = async (sql: string) => (await rowsOf<{ name: string }>(sql)).map(({ name }) => name);

/** Runs statements as the application does, in a transaction that is then undone. `granted`: with every right on a table. */
async function asApplication<T>(
  institution: string | undefined,
  work: () => Promise<T>,
  granted?: string,
): Promise<T> {
  await owner.query('begin');
  try {
    if (granted) await owner.query(`grant all on ${granted} to homecoming_app`);
    await owner.query(
      `select set_config('role', 'homecoming_app', true), set_config('app.institution_id', $1, true)`,
      [institution ?? ''],
    );
    return await work();
  } finally {
    await owner.query('rollback');
  }
}

/** A statement's outcome, without ending the transaction that it stands in. */
async function attempt(
  sql: string,
  values: unknown[] = [],
): Promise<{ rows: number } | { code: string | undefined }> {
  await owner.query('savepoint attempt');
  try {
    return { rows: (await owner.query(sql, values)).rowCount ?? 0 };
  } catch (error) {
    await owner.query('rollback to attempt');
    return { code: (error as { code?: string }).code };
  }
}

const denied = { code: '42501' };

const tenantTables = `
  select c.relname as name from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'f') and not c.relispartition
    and c.relname <> all ('{${ofNoInstitution.join()}}') order by 1`;
const views = `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm') order by 1`;

/** Made from profiles, in the transaction that writes these: foreign keys would only check it again, row by row. */
const derivedTables = ['directory_entries', 'directory_words', 'directory_values'];

/** Written in every command's transaction, behind its policy, and emptied by the relay at once. */
const passingTables = ['outbox'];

/** What every policy says, in PostgreSQL's own words: asked once a statement, not once a row. */
const ownInstitution = '(institution_id = ( SELECT current_institution() AS current_institution))';

/** What is wrong with the schema, from PostgreSQL's own catalogue. */
async function faults(): Promise<string[]> {
  return namesOf(`
    with tables as (
      select c.oid, c.relname, c.relkind, c.relrowsecurity, c.relispartition, c.relowner from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'f') and c.relname <> all ('{${ofNoInstitution.join()}}')
    ), tenant as (
      select t.*, a.attnum, a.attnotnull from tables t
      left join pg_attribute a on a.attrelid = t.oid and a.attname = 'institution_id' and a.atttypid = 'uuid'::regtype
    )
    select relname || ' has no institution_id' as name from tenant where attnum is null
    union all
    select relname || ' may have rows of no institution' from tenant where attnum is not null and not attnotnull
    union all
    select relname || ' is no ordinary table' from tenant where relkind = 'f'
    union all
    -- A partition has no policies of its own, and needs none as long as nobody may go past its parent.
    select relname || ' can be reached past its parent' from tenant
    where relispartition and (has_table_privilege('homecoming_app', oid, 'select, insert, update, delete, truncate, references, trigger')
                              or has_any_column_privilege('homecoming_app', oid, 'select, insert, update, references'))
    union all
    select relname || ' has no row-level security' from tenant where not relispartition and not relrowsecurity
    union all
    select relname || ' has no policy for the application' from tenant t where not relispartition and not exists (
      select from pg_policy p where p.polrelid = t.oid and p.polroles = array['homecoming_app'::regrole::oid] and p.polcmd = '*')
    union all
    select t.relname || ' has a policy that says something else: ' || p.polname from tenant t join pg_policy p on p.polrelid = t.oid
    where p.polpermissive and (pg_get_expr(p.polqual, p.polrelid) is distinct from '${ownInstitution}'
      or coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '${ownInstitution}') <> '${ownInstitution}')
    union all
    select t.relname || ' has a key that does not lead with institution_id: ' || i.indexrelid::regclass
    from tenant t join pg_index i on i.indrelid = t.oid where (i.indisunique or i.indisexclusion) and i.indkey[0] <> t.attnum
    union all
    select t.relname || ' has no primary key' from tenant t
    where not exists (select from pg_index i where i.indrelid = t.oid and i.indisprimary)
    union all
    select t.relname || ' points across institutions: ' || f.conname
    from tenant t join pg_constraint f on f.conrelid = t.oid and f.contype = 'f'
    left join pg_attribute far on far.attrelid = f.confrelid and far.attnum = f.confkey[1]
    where f.conkey[1] <> t.attnum or far.attname <> case f.confrelid when 'institutions'::regclass then 'id' else 'institution_id' end
    union all
    select t.relname || ' holds institutions that are not there' from tenant t
    where not relispartition and relname <> all ('{${[...derivedTables, ...passingTables].join()}}')
      and not exists (select from pg_constraint f where f.conrelid = t.oid and f.contype = 'f')
    union all
    select t.relname || ' may be emptied by the application' from tenant t where has_table_privilege('homecoming_app', oid, 'truncate, trigger')
    order by 1`);
}

describe('the schema', () => {
  it('gives every table to institutions, behind row-level security, under keys that lead with the institution', async () => {
    expect(await faults()).toEqual([]);
    expect(await namesOf(tenantTables)).toContain('profiles');
  });

  describe('is found at fault', () => {
    beforeEach(async () => {
      await owner.query('begin');
      return async () => {
        await owner.query('rollback');
      };
    });

    it.each([
      ['a table without institutions', 'create table new_things (id uuid primary key)', 'new_things has no institution_id'],
      ['a table without a policy', 'create table new_things (institution_id uuid references institutions, id uuid, primary key (institution_id, id))', 'new_things has no row-level security'],
      ['a policy that is not in force', 'alter table profiles disable row level security', 'profiles has no row-level security'],
      ['a policy for others', 'alter policy own_institution on profiles to public', 'profiles has no policy for the application'],
      ['a policy for all rows', 'create policy wide on profiles to homecoming_app using (true)', 'profiles has a policy that says something else: wide'],
      ['writing what may not be read', 'alter policy own_institution on profiles with check (true)', 'profiles has a policy that says something else: own_institution'],
      ['a key across institutions', 'create unique index emails on profiles (email)', 'profiles has a key that does not lead with institution_id: emails'],
      ['a reference across institutions', 'alter table profiles add unique (institution_id, id); alter table degrees drop constraint degrees_institution_id_profile_id_fkey; create unique index one on profiles (id); alter table degrees add constraint astray foreign key (profile_id) references profiles (id)', 'degrees points across institutions: astray'],
      ['a partition that is open', 'grant select on directory_entries_private to homecoming_app', 'directory_entries_private can be reached past its parent'],
      ['a table that can be emptied', 'grant truncate on profiles to homecoming_app', 'profiles may be emptied by the application'],
    ])('for %s', async (_, sql, fault) => {
      await owner.query(sql);
      expect(await faults()).toContain(fault);
    });
  }); // prettier-ignore

  it('lets the application look across institutions through named functions only', async () => {
    // Each that is added is listed here and has a test of what it refuses.
    const definers = `select oid::regprocedure::text as name from pg_proc where prosecdef and pronamespace = 'public'::regnamespace order by 1`;
    expect(await namesOf(definers)).toEqual([
      'append_audit(jsonb,bytea)',
      'change_consumer_lags()',
      'change_heads()',
      'claim_webhook_deliveries(timestamp with time zone,timestamp with time zone,uuid,jsonb,integer,integer,integer,integer)',
      'claim_webhook_deliveries(timestamp with time zone,timestamp with time zone,uuid,jsonb,uuid[],integer,integer,integer,integer,integer)',
      'create_institution(text,text,text,jsonb,integer)',
      'current_signing_keys(timestamp with time zone)',
      'delete_task(uuid)',
      'living_impersonations(timestamp with time zone)',
      'lock_audit_head()',
      'operator_institutions(uuid,text,uuid,integer)',
      'outbox_lag()',
      'own_tasks(uuid,text,uuid,integer)',
      'relay_outbox(integer,pg_snapshot)',
      'rerun_task(uuid)',
      'revocations_since(xid8,timestamp with time zone)',
      'webhook_backlog()',
      'webhook_public_keys(uuid,timestamp with time zone)',
    ]);
  });

  it('tells by webhook_backlog whose log is ahead of its webhooks, and nothing of what is in it', async () => {
    const backlog = await service.database.across.query<Record<string, unknown>>({
      text: 'select * from webhook_backlog()',
    });
    const expected = [ours, theirs].map(({ institution }) => ({ institution_id: institution.id }));
    expect(backlog).toEqual(expect.arrayContaining(expected));
    expect(backlog).toHaveLength(2);
  });

  it('hands out by claim_webhook_deliveries what is due, without contents, and of no endpoint that is off', async () => {
    const claim = async () => {
      const { rows } = await owner.query<Record<string, unknown>>(
        `select * from claim_webhook_deliveries(now(), now() + interval '1 minute', gen_random_uuid(), '{}', '{}', 8, 2, 60, 300, 10)`,
      );
      return rows.map((row) => [row.institution_id, Object.keys(row)]);
    };
    const columns = [
      'institution_id', 'endpoint_id', 'delivery_id', 'change_id', 'type', 'subject_id', 'occurred_at', 'tries', 'is_probe',
    ]; // prettier-ignore
    const undone = async (sql: string, values: unknown[] = []) => {
      await owner.query('begin');
      try {
        await owner.query(sql, values);
        return await claim();
      } finally {
        await owner.query('rollback');
      }
    };
    expect(await undone('select')).toEqual(
      expect.arrayContaining([ours, theirs].map(({ institution }) => [institution.id, columns])),
    );
    for (const off of ['enabled = false', 'deleted_at = now()', `paused_until = now() + interval '1 hour'`]) {
      const left = await undone(`update webhook_endpoints set ${off} where institution_id = $1`, [
        ours.institution.id,
      ]);
      expect([off, left]).toEqual([off, [[theirs.institution.id, columns]]]);
    }
    expect(await undone(`update webhook_deliveries set due_at = now() + interval '1 hour'`)).toEqual([]);
    expect(await undone(`update webhook_deliveries set state = 'succeeded', due_at = null`)).toEqual([]);
  });

  it('tells by webhook_public_keys what may be known to all, by an endpoint’s id only', async () => {
    const [{ endpoint_id: endpoint }] = (await rowsOf<{ endpoint_id: string }>(
      'select endpoint_id from webhook_secrets where institution_id = $1',
      [theirs.institution.id],
    )) as [{ endpoint_id: string }];
    const keys = (id: string) =>
      service.database.across.query<Record<string, unknown>>(
        { text: 'select * from webhook_public_keys($1, now())' },
        [id],
      );
    expect(await keys(endpoint)).toEqual([
      { public_key: expect.stringMatching(/^whpk_/) as string, expires_at: null },
    ]);
    expect(await keys(newId())).toEqual([]);
    expect(await keys(theirs.institution.id)).toEqual([]);
  });

  it('tells by revocations_since what every process must refuse: ids, only what is in force, nothing of people', async () => {
    const ask = async (now: Date, since: string | null = null) =>
      service.database.across.query<Record<string, unknown>>(
        { text: 'select * from revocations_since($1::text::xid8, $2)' },
        [since, now],
      );
    const told = await ask(new Date());
    const fields = ['session_id', 'member_id', 'below_version', 'reason', 'expires_at', 'mark'];
    expect(told).toHaveLength(2);
    expect(Object.keys(told[0]!)).toEqual(fields);
    const nothing = [expect.objectContaining({ session_id: null, member_id: null, expires_at: null })];
    expect(await ask(revokedUntil)).toEqual(nothing);
    expect(await ask(new Date(), String(told[0]!.mark))).toEqual(nothing);
  });

  it('tells by current_signing_keys those in force, the private ones sealed', async () => {
    const ask = async () =>
      service.database.across.query<{ id: string; private_key: Buffer }>({
        text: 'select * from current_signing_keys(now())',
      });
    const [key, ...more] = await ask();
    expect(more).toEqual([]);
    expect(key!.private_key.toString('latin1')).not.toContain('"d"');
    await owner.query(`update signing_keys set verifies_until = now()`);
    expect(await ask()).toEqual([]);
    await owner.query(`update signing_keys set verifies_until = null`);
  });

  const loggedChanges = async (id: string) =>
    (await namesOf(`select count(*)::text as name from changes where institution_id = '${id}'`))[0];

  it('tells by change_heads where logs end, and nothing of what is in them', async () => {
    const heads = await service.database.across.query<Record<string, unknown>>({
      text: 'select * from change_heads()',
    });
    const expected = await Promise.all(
      [ours, theirs].map(async ({ institution }) => ({
        institution_id: institution.id,
        head: await loggedChanges(institution.id),
      })),
    );
    expect(heads).toEqual(expect.arrayContaining(expected));
    expect(heads).toHaveLength(2);
  });

  it('tells metrics how much waits and how far consumers are behind, and of whom nothing', async () => {
    const ask = (text: string) => service.database.across.query<Record<string, unknown>>({ text });
    expect(await ask('select * from outbox_lag()')).toEqual([
      { waiting: expect.stringMatching(/^[1-9]/) as string, oldest_seconds: expect.any(Number) as number },
    ]);
    const lags = await ask('select * from change_consumer_lags() order by 1');
    const expected = await Promise.all(
      [ours, theirs].map(async ({ institution }) => ({
        institution: institution.slug,
        consumer: 'crm',
        behind: await loggedChanges(institution.id),
      })),
    );
    expect(lags).toEqual(expect.arrayContaining(expected));
    expect(lags).toHaveLength(2);
  });

  it('shows what is of all institutions from the platform’s own scope only', async () => {
    const looks = [
      'select * from operator_institutions(null, null, null, 100)',
      'select * from living_impersonations(now())',
    ];
    for (const look of looks) {
      const seen = (scope: string | undefined) => asApplication(scope, () => rowsOf(look));
      expect([look, await seen(platformItself.id)]).toEqual([look, [expect.anything(), expect.anything()]]);
      for (const elsewhere of [ours.institution.id, newId(), undefined])
        expect([look, await seen(elsewhere)]).toEqual([look, []]);
    }
    const [one] = await asApplication(platformItself.id, () =>
      rowsOf('select * from operator_institutions(null, null, null, 1)'),
    );
    expect(Object.keys(one!)).toEqual([
      'id', 'slug', 'name', 'mode', 'number', 'audience_defaults', 'public_count_threshold', 'contact_email', 'created_at',
    ]); // prettier-ignore
  });

  it('makes by create_institution only the institution that the transaction is in, where there is none yet', async () => {
    const make = (slug: string) =>
      attempt(`select * from create_institution('${slug}', 'New', 'test', '{}', 3)`);
    for (const scope of [ours.institution.id, platformItself.id, undefined])
      expect(await asApplication(scope, () => make('another'))).toEqual(denied);
    const fresh = newId();
    await asApplication(fresh, async () => {
      expect(await make(theirs.institution.slug)).toEqual({ rows: 0 });
      expect(await make('_platform')).toEqual({ code: '23514' });
      expect(await make('another')).toEqual({ rows: 1 });
      expect(await make('yet-another')).toEqual(denied);
    });
  });

  it('has operators in the platform’s own scope only, whatever is granted', async () => {
    const platform = platformOf(service);
    await createOperator(platform, 'ada@operators.example');
    const [{ id }] = (await rowsOf<{ id: string }>('select id from operators')) as [{ id: string }];
    await owner.query(
      `insert into operator_sessions (id, operator_id, digest, signed_in_at, last_used_at, expires_at)
       values ($1, $2, sha256('a'), now(), now(), now())`,
      [newId(), id],
    );
    for (const table of operatorTables) {
      const rows = (scope: string | undefined, granted?: string) =>
        asApplication(scope, () => attempt(`select from ${table}`), granted);
      expect([table, await rows(platformItself.id)]).toEqual([table, { rows: 1 }]);
      for (const elsewhere of [ours.institution.id, newId(), undefined]) {
        expect([table, await rows(elsewhere, table)]).toEqual([table, { rows: 0 }]);
        await asApplication(
          elsewhere,
          async () => {
            const [row] = await rowsOf<{ row: unknown }>(`select to_jsonb(t) as row from ${table} t`);
            expect(row).toBeUndefined();
            expect(await attempt(`update ${table} set id = id`)).toEqual({ rows: 0 });
            expect(await attempt(`delete from ${table}`)).toEqual({ rows: 0 });
          },
          table,
        );
      }
    }
    for (const elsewhere of [ours.institution.id, undefined]) {
      await asApplication(elsewhere, async () => {
        const add = `insert into operators (id, email, set_up_digest, set_up_until, created_at)
          values (gen_random_uuid(), 'eve@operators.example', sha256('a'), now(), now())`;
        expect(await attempt(add)).toEqual(denied);
      });
    }
    const rules = await namesOf(`
      select c.relname || ': ' || p.polname || ', ' || pg_get_expr(p.polqual, p.polrelid) as name
        from pg_policy p join pg_class c on c.oid = p.polrelid
       where c.relname = any ('{${operatorTables.join()}}') and c.relrowsecurity order by 1`);
    const rule = 'platform_only, (( SELECT current_institution() AS current_institution) = platform_id())';
    expect(rules).toEqual([`operator_sessions: ${rule}`, `operators: ${rule}`]);
  });

  it('lets nobody else call them', async () => {
    await owner.query('create role passer_by');
    try {
      // Every function of ours that acts as its owner, with nulls for its arguments.
      const calls = await namesOf(`
        select p.proname || '(' || coalesce((select string_agg('null::' || format_type(type, null), ', ' order by place)
                                                from unnest(p.proargtypes) with ordinality as a (type, place)), '') || ')' as name
          from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname = 'public' and p.prosecdef and p.prorettype <> 'trigger'::regtype order by 1`);
      expect(calls.length).toBeGreaterThan(15);
      for (const call of calls) {
        await owner.query('begin');
        await owner.query('set local role passer_by');
        expect([call, await attempt(`select * from ${call}`)]).toEqual([call, denied]);
        await owner.query('rollback');
      }
    } finally {
      await owner.query('drop role passer_by');
    }
  });

  it('lets it see and touch by them no task of others, and without an institution none at all', async () => {
    const idsOf = ({ institution }: TestInstitution) =>
      namesOf(
        `select payload ->> 'id' as name from graphile_worker._private_jobs where payload ->> 'institutionId' = '${institution.id}'`,
      );
    const job = `select identifier, payload::text, attempts from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = task_id order by j.id`;
    const before = await rowsOf(job);
    const [[ourId], [theirId]] = await Promise.all([idsOf(ours), idsOf(theirs)]);
    // Given up, so that nothing but whose they are stands in the way.
    await owner.query('begin');
    try {
      await owner.query('update graphile_worker._private_jobs set attempts = max_attempts');
      const listed = () => namesOf('select id as name from own_tasks(null, null, null, 100)');
      const touched = async (id: string) =>
        rowsOf('select rerun_task($1) as again, delete_task($1) as gone', [id]);
      const as = (institution: string) =>
        owner.query(
          `select set_config('role', 'homecoming_app', true), set_config('app.institution_id', $1, true)`,
          [institution],
        );
      await as(ours.institution.id);
      expect(await listed()).toContain(ourId);
      expect(await listed()).not.toContain(theirId);
      expect(await rowsOf('select from own_tasks($1, null, null, 1)', [theirId])).toEqual([]);
      expect(await touched(theirId!)).toEqual([{ again: false, gone: false }]);
      await as('');
      expect(await listed()).toEqual([]);
      expect(await touched(ourId!)).toEqual([{ again: false, gone: false }]);
      expect(await attempt('select from graphile_worker._private_jobs')).toEqual(denied);
      expect(await attempt('select graphile_worker.complete_jobs(array[1])')).toEqual(denied);
      await as(ours.institution.id);
      expect((await rowsOf('select rerun_task($1) as again', [ourId]))[0]).toEqual({ again: true });
      expect((await rowsOf('select delete_task($1) as gone', [ourId]))[0]).toEqual({ gone: false });
    } finally {
      await owner.query('rollback');
    }
    expect(await rowsOf(job)).toEqual(before);
  });

  it('lets the application touch no platform table, and of institutions only read', async () => {
    for (const table of platformTables) {
      const rights = await namesOf(`
        select name from unnest('{select,insert,update,delete,truncate}'::text[]) as name where has_table_privilege('homecoming_app', '${table}', name)`);
      expect([table, rights]).toEqual([table, table === 'institutions' ? ['select'] : []]);
    }
  });
});

describe('the application’s role', () => {
  it('can bypass nothing and owns nothing', async () => {
    const [role] = await rowsOf(
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin from pg_roles where rolname = 'homecoming_app'`,
    );
    expect(Object.values(role!)).toEqual([false, false, false, false, false, false]);
    expect(
      await namesOf(
        `select roleid::regrole::text as name from pg_auth_members where member = 'homecoming_app'::regrole`,
      ),
    ).toEqual([]);
    expect(
      await namesOf(`
        select 'relation ' || relname as name from pg_class where relowner = 'homecoming_app'::regrole
        union all select 'function ' || proname from pg_proc where proowner = 'homecoming_app'::regrole
        union all select 'schema ' || nspname from pg_namespace where nspowner = 'homecoming_app'::regrole
        union all select 'type ' || typname from pg_type where typowner = 'homecoming_app'::regrole
        union all select 'database ' || datname from pg_database where datdba = 'homecoming_app'::regrole`),
    ).toEqual([]);
  });

  it('can make nothing in the schema, and change none of its rules', async () => {
    await asApplication(ours.institution.id, async () => {
      for (const sql of [
        'create table mine (id int)', "create function mine() returns int language sql as 'select 1'", 'alter table profiles disable row level security',
        'drop policy own_institution on profiles', 'create policy mine on profiles using (true)', 'alter table profiles owner to homecoming_app',
        'truncate profiles', 'create or replace view directory_entries_visible_public as select * from directory_entries_public',
        'select * from pg_authid', 'select * from knex_migrations', "select pg_read_file('/etc/passwd')", "copy profiles to program 'true'",
        "create or replace function current_institution() returns uuid language sql as 'select null::uuid'",
        'alter role homecoming_app superuser', 'create role other superuser',
      ]) {
        expect([sql, await attempt(sql)]).toEqual([sql, denied]);
      }
    });
  }); // prettier-ignore

  it('cannot switch row-level security off', async () => {
    await asApplication(ours.institution.id, async () => {
      expect(await attempt('set local row_security = off')).toEqual({ rows: 0 });
      // PostgreSQL then refuses instead of filtering.
      expect(await attempt('select institution_id from api_keys')).toEqual(denied);
    });
  });
});

describe('rows of another institution', () => {
  const column = (table: string) => (table === 'institutions' ? 'id' : 'institution_id');

  it('are there, in every table', async () => {
    for (const table of await namesOf(tenantTables)) {
      // The platform’s own audit log is nobody’s.
      const present = await namesOf(
        `select distinct institution_id as name from ${table} where institution_id <> platform_id()`,
      );
      expect([table, [...present].sort()]).toEqual([
        table,
        [ours.institution.id, theirs.institution.id].sort(),
      ]);
    }
  });

  it('are not in what a query without any filter returns, from any table or view', async () => {
    for (const relation of [...(await namesOf(tenantTables)), ...(await namesOf(views)), 'institutions']) {
      const seen = (institution: string | undefined, granted?: string) =>
        asApplication(
          institution,
          () => namesOf(`select distinct ${column(relation)} as name from ${relation}`),
          granted,
        );
      expect([relation, await seen(ours.institution.id)]).toEqual([relation, [ours.institution.id]]);
      expect([relation, await seen(theirs.institution.id)]).toEqual([relation, [theirs.institution.id]]);
      expect([relation, await seen(undefined)], 'no institution, no rows').toEqual([relation, []]);
      // Also where somebody grants more than is needed.
      expect([relation, await seen(ours.institution.id, relation)]).toEqual([
        relation,
        [ours.institution.id],
      ]);
      expect([relation, await seen(undefined, relation)]).toEqual([relation, []]);
    }
  });

  it('can be neither changed nor deleted nor added nor taken over, whatever is granted', async () => {
    const [us, them] = [ours.institution.id, theirs.institution.id];
    for (const table of await namesOf(tenantTables)) {
      const [theirRow] = await rowsOf<{ row: unknown }>(
        `select to_jsonb(t) as row from ${table} t where institution_id = $1`,
        [them],
      );
      const row = JSON.stringify(theirRow!.row);
      const columns = await namesOf(
        `select quote_ident(attname) as name from pg_attribute
         where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
      );
      const add = `insert into ${table} (${columns.join()}) select ${columns.join()} from jsonb_populate_record(null::${table}, $1)`;
      await asApplication(
        us,
        async () => {
          const outcomes = {
            changed: await attempt(
              `update ${table} set institution_id = institution_id where institution_id = $1`,
              [them],
            ),
            deleted: await attempt(`delete from ${table} where institution_id = $1`, [them]),
            added: await attempt(add, [row]),
            given: await attempt(`update ${table} set institution_id = $1`, [them]),
            takenOver: await attempt(`${add} on conflict do nothing`, [row]),
            locked: await attempt(`select from ${table} where institution_id = $1 for update`, [them]),
          };
          const nothing = { rows: 0 };
          expect([table, outcomes]).toEqual([
            table,
            {
              changed: nothing,
              deleted: nothing,
              added: denied,
              given: denied,
              takenOver: denied,
              locked: nothing,
            },
          ]);
        },
        table,
      );
      await asApplication(
        undefined,
        async () => {
          expect([table, await attempt(`delete from ${table}`)]).toEqual([table, { rows: 0 }]);
          expect([table, await attempt(add, [row])]).toEqual([table, denied]);
        },
        table,
      );
    }
  });

  it('cannot be pointed to', async () => {
    const [batch] = await rowsOf<{ id: string }>('select id from batches where institution_id = $1', [
      theirs.institution.id,
    ]);
    const [profile] = await rowsOf<{ id: string }>('select id from profiles where institution_id = $1', [
      ours.institution.id,
    ]);
    const astray = ours.scope.transaction((tx) =>
      tx.db.query(
        {
          text: 'insert into degrees (institution_id, profile_id, position, batch_id) values (current_institution(), $1, 9, $2)',
        },
        [profile!.id, batch!.id],
      ),
    );
    await expect(astray).rejects.toMatchObject({ code: '23503' });
  });

  it('are not told of by a clash of keys', async () => {
    const draft = { familyName: 'Meitner', externalId: 'same everywhere' };
    await expect(
      Promise.all([ours, theirs].map(({ scope }) => createProfile(scope, draft))),
    ).resolves.toHaveLength(2);
  });
});

describe('a pooled connection', () => {
  const who: Statement = {
    name: 'who',
    text: `select current_user as role, current_setting('app.institution_id', true) as institution`,
  };
  let database: Database;
  let before: unknown;

  /** What somebody would find who came to the connection without a transaction of their own. */
  const state = async () => {
    const settings = `select name, setting from pg_settings where source = 'session' order by 1`;
    const { rows } = await database.pool.query(
      `select current_user as role, coalesce(current_setting('app.institution_id', true), '') as institution,
         now() = statement_timestamp() as "outside a transaction", (select json_agg(s) from (${settings}) s) as settings,
         (select count(*)::int from pg_prepared_statements where name not in ('who', 'open-read', 'open-write', 'begin')) as prepared,
         (select count(*)::int from pg_class where relnamespace = pg_my_temp_schema()) as temporary`,
    );
    return rows[0] as unknown;
  };

  beforeAll(async () => {
    database = new Database({ url: service.ownerUrl, poolSize: 1, statementTimeoutMs: 500 });
    before = await state();
  });
  afterAll(() => database.close());

  const seen = (institution: TestInstitution) => database.of(institution.institution.id).query(who);
  const writes = (sql: string) => () =>
    database.transaction(ours.institution.id, (tx) => tx.query({ text: sql }));
  const reads = (sql: string) => () => database.of(ours.institution.id).query({ text: sql });

  it.each<[string, () => Promise<unknown>]>([
    ['a read', reads('select id from profiles')],
    ['a commit', writes(`update profiles set city = 'Paris'`)],
    [
      'a rollback',
      () => database.transaction(ours.institution.id, () => Promise.reject(new Error('given up'))),
    ],
    ['a failed read', reads('select 1 / 0')],
    ['a failed write', writes('select 1 / 0')],
    [
      'a swallowed failure',
      () =>
        database.transaction(ours.institution.id, (tx) =>
          tx.query({ text: 'select 1 / 0' }).catch(() => undefined),
        ),
    ],
    ['a read that took too long', reads('select pg_sleep(5)')],
    ['a write that took too long', writes('select pg_sleep(5)')],
    [
      'reads that follow from one another',
      () => database.reading(ours.institution.id, (db) => db.query({ text: 'select 1' })),
    ],
    ['a statement that is none', reads('selekt')],
    ['a refused write', writes('truncate profiles')],
  ])('carries nothing over after %s', async (_, use) => {
    await use().catch(() => undefined);
    expect(await state()).toEqual(before);
    expect(await seen(theirs)).toEqual([{ role: 'homecoming_app', institution: theirs.institution.id }]);
    expect(await state()).toEqual(before);
  });

  it('reads each institution’s own rows in turn, also through one prepared statement', async () => {
    const mine: Statement = {
      name: 'who-profiles',
      text: 'select distinct institution_id as id from profiles',
    };
    const asked = Array.from({ length: 40 }, (_, i) => (i % 2 ? ours : theirs).institution.id);
    const answers = await Promise.all(asked.map((id) => database.of(id).query<{ id: string }>(mine)));
    expect(answers).toEqual(asked.map((id) => [{ id }]));
  });
});

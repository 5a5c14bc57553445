import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { operations, resolve, type Operation, type Parameter, type Schema } from './contract/document';
import { answerChecker } from './contract/validation';
import { scopes } from './features/keys';
import type { KeyScope } from './features/keys/scopes';
import { insertDeliveries } from './features/webhooks/delivery-store';
import { setStatus } from './features/bulk-actions/store';
import { openSession } from './features/sessions/sessions';
import { findMemberByEmail, setMemberProfile, setPasswordHash } from './features/members/store';
import { PasswordHashing } from './features/sign-in/hashing';
import { createOperator } from './features/operators';
import { totpCode, totpStepAt } from './features/operators/totp';
import { largestJson } from './http/body';
import { encodeUuid, formatId, newId, parseId } from './platform/ids';
import { asOwner } from './platform/owner';
import { exchangeOf, openHostSite, registerProvider } from './testing/host-site';
import { startOidcStandIn, type OidcStandIn } from './testing/oidc-stand-in';
import { newPagePart, pageAddress, SignInBrowser } from './testing/sign-in-browser';
import { grantText, randomText, sha256 } from './features/sign-in-providers/oidc/secrets';
import { insertSignIn, setGrant } from './features/sign-in-providers/oidc/sign-in-store';
import { pageOf, type Page, type Person } from './testing/members';
import {
  fromBase32,
  impersonate,
  makeOperator,
  operatorPassword,
  platformOf,
  sendAs,
  type SignedInOperator,
  type TestOperator,
} from './testing/operators';
import { startTestService, type TestInstitution, type TestService } from './testing/service';
import { until } from './testing/tasks';
import { callRaw, type WireAnswer, type WireCall } from './testing/wire';

/*
 * Walks every operation that the contract has, so that one which is added is covered on that day. An operation that takes
 * an id of a new kind needs a maker of such a subject below; nothing else is named here.
 */

interface School extends TestInstitution {
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly page: Page;
  /** Who calls what only members may: an admin. Sessions end in the walk, so each call may have another. */
  caller: Person;
  /** Who calls what only operators may. Likewise. */
  operator: SignedInOperator;
}

const makers: Readonly<Record<string, (school: School) => Promise<string>>> = {
  prof: async ({ secretKey }) => {
    const body = {
      givenName: 'Ada',
      familyName: `Lovelace ${newId()}`,
      degrees: [{ batchYear: 1835, department: 'Mathematics' }],
      headline: 'The canary-headline',
      email: 'canary-email@homes.example',
      bio: 'The canary-bio',
      birthDate: '1777-04-03',
      audiences: { headline: 'members', bio: 'private' },
    };
    const answer = await send({
      method: 'POST',
      path: '/v1/profiles',
      headers: { 'Homecoming-Key': secretKey, ...json },
      body: JSON.stringify(body),
    });
    return (JSON.parse(answer.text) as { id: string }).id;
  },
  /** That was mailed long enough ago. */
  inv: async (school) => {
    const answer = await send({
      method: 'POST',
      path: '/v1/invitations',
      headers: { 'Homecoming-Key': school.secretKey, ...json },
      body: JSON.stringify({ email: `${newId()}@people.example` }),
    });
    const { id } = JSON.parse(answer.text) as { id: string };
    await school.scope.transaction((tx) =>
      tx.db.query({ text: `update invitations set mailed_at = mailed_at - interval '1 day' where id = $1` }, [
        parseId('invitation', id),
      ]),
    );
    return id;
  },
  /** A dry run that is done, with as many results as a second page needs. */
  bulk: async ({ scope, secretKey }) => {
    const people = [1, 2, 3].map(() => ({ email: `${newId()}@people.example` }));
    const answer = await send({
      method: 'POST',
      path: '/v1/invitations/bulk',
      headers: { 'Homecoming-Key': secretKey, ...json },
      body: JSON.stringify({ people, dryRun: true }),
    });
    const { id } = JSON.parse(answer.text) as { id: string };
    await scope.transaction((tx) => setStatus(tx, parseId('bulkAction', id)!, 'done'));
    return id;
  },
  mem: async ({ page }) => (await page.signIn()).member.id,
  /** Of the caller's own. */
  ses: async ({ scope, caller }) => {
    const memberId = parseId('member', caller.member.id)!;
    const draft = { method: 'code', deviceName: undefined } as const;
    return formatId('session', (await scope.transaction((tx) => openSession(tx, memberId, draft))).id);
  },
  sip: async (school) => {
    const { issuer } = standIn;
    const draft = { kind: 'oidc', name: 'University account', issuer, clientId: 'canary-client' } as const;
    const provider = await registerProvider(service, school, { ...draft, trustsEmail: true, enabled: true });
    return formatId('signInProvider', provider.id);
  },
  /** Of the caller's own. */
  idn: async (school) => {
    const { sign } = await openHostSite(service, school);
    const token = await sign({ claims: { email: school.caller.member.email } });
    // An admin confirms the link with the code that was mailed.
    const { body: refused } = await school.page.send('POST', '/v1/auth/token', exchangeOf(token));
    const { challenge } = refused as { challenge: string };
    const code = (await school.page.codesOf(school.caller.member.email)).at(-1)!;
    await school.page.send('POST', '/v1/auth/codes/redeem', { challenge, code });
    const { body } = await school.page.send('GET', '/v1/me/identities', undefined, school.caller.headers);
    return (body as { data: { id: string }[] }).data[0]!.id;
  },
  /** Of somebody new. */
  clm: async ({ page }) => {
    const { headers } = await page.signIn();
    const { body } = await page.send(
      'POST',
      '/v1/me/claims',
      { name: 'Ada Byron', evidence: 'The canary-evidence' },
      headers,
    );
    return (body as { id: string }).id;
  },
  dgl: async ({ secretKey }) => {
    // As many rows as a second page needs.
    const rows = ['Ada', 'Byron', 'Canary-graduate'].map((name) => ({ name, batchYear: 1835 }));
    const answer = await send({
      method: 'POST',
      path: '/v1/degree-lists',
      headers: { 'Homecoming-Key': secretKey, ...json },
      body: JSON.stringify({ name: 'Walked', rows }),
    });
    return (JSON.parse(answer.text) as { id: string }).id;
  },
  task: async ({ scope, institution }) => {
    await scope.transaction((tx) =>
      Promise.resolve(tx.tasks.add({ task: 'mail.send', payload: { mailId: newId() } })),
    );
    await service.database.across.query({ text: 'select relay_outbox(100)' });
    // Given up, so that everything may be done with it.
    const [task] = await asOwner(service.ownerUrl, (owner) =>
      owner.query<{ id: string }>(
        {
          text: `select payload ->> 'id' as id, graphile_worker.permanently_fail_jobs(array[id], 'The canary-error')
                   from graphile_worker._private_jobs where payload ->> 'institutionId' = $1 order by id desc limit 1`,
        },
        [institution.id],
      ),
    );
    return formatId('task', task!.id);
  },
  whe: async (school) => {
    const answer = await send({
      method: 'POST',
      path: '/v1/webhook-endpoints',
      headers: { 'Homecoming-Key': school.secretKey, ...json },
      body: JSON.stringify({
        url: 'https://partner.example/',
        types: ['*'],
        description: 'The canary-endpoint',
      }),
    });
    const { id } = JSON.parse(answer.text) as { id: string };
    // As many as a second page needs.
    await school.scope.transaction((tx) =>
      insertDeliveries(
        tx,
        [1, 2, 3].map(() => aDelivery(id)),
        { dueAt: new Date() },
      ),
    );
    return id;
  },
  whd: async (school) => {
    const endpointId = await makers.whe!(school);
    const delivery = aDelivery(endpointId);
    await school.scope.transaction(async (tx) => {
      await insertDeliveries(tx, [delivery], { dueAt: new Date() });
      await tx.db.query(
        {
          text: `insert into webhook_attempts (institution_id, delivery_id, number, at, duration_ms, status, response_start)
                 values (current_institution(), $1, 1, now(), 1, 200, 'The canary-response')`,
        },
        [delivery.id],
      );
    });
    return formatId('webhookDelivery', delivery.id);
  },
  /** Of the operator's own. */
  ops: async () => `ops_${(await operator.signIn()).token.split('_')[1]}`,
  inst: ({ institution }) => Promise.resolve(formatId('institution', institution.id)),
  imp: async (school) => (await impersonate(service, school.operator, school, await school.page.signIn())).id,
  key: async ({ secretKey }) => {
    const answer = await send({
      method: 'POST',
      path: '/v1/keys',
      headers: { 'Homecoming-Key': secretKey, ...json },
      body: JSON.stringify({ kind: 'secret', name: 'The canary-key', scopes: ['directory:read'] }),
    });
    return (JSON.parse(answer.text) as { id: string }).id;
  },
};

const aDelivery = (endpointId: string) => ({
  id: newId(),
  endpointId: parseId('webhookEndpoint', endpointId)!,
  changeId: newId(),
  type: 'profile.created',
  subjectId: newId(),
  occurredAt: new Date(),
});

/** What a call names that must be there, and has no id. */
const existing: Readonly<Record<string, (school: School, example: Example) => Promise<string>>> = {
  hostToken: async (school) => (await openHostSite(service, school)).sign(),
  returnAddress: () => Promise.resolve(pageAddress),
  signInState: async (school) => {
    const url = new SignInBrowser(service).start(school.page, await makers.sip!(school), newPagePart());
    const path = `${url.pathname}${url.search}`;
    const { headers } = await send({ method: 'GET', path, headers: { Referer: pageAddress } });
    return new URL(headers.location!).searchParams.get('state')!;
  },
  signInGrant: async (school, { verifier }) => {
    const member = await school.page.signIn();
    const providerId = parseId('signInProvider', await makers.sip!(school))!;
    const [id, secret, expiresAt] = [newId(), randomText(), new Date(Date.now() + 60_000)];
    const signIn = { id, providerId, keyId: newId(), browserDigest: sha256('its browser'), expiresAt };
    const memberId = parseId('member', member.member.id)!;
    await school.scope.transaction(async (tx) => {
      await insertSignIn(tx, { ...signIn, challenge: sha256(String(verifier)), returnTo: pageAddress });
      await setGrant(tx, id, { memberId, digest: sha256(secret), expiresAt });
    });
    return grantText(id, secret);
  },
  oidcIssuer: () => Promise.resolve(standIn.issuer),
  refreshToken: async ({ page }) => (await page.signIn()).refreshToken,
  signInCode: async ({ scope, page }, { email }) => {
    await scope.transaction((tx) =>
      tx.db.query({ text: 'delete from sign_in_codes where email = $1' }, [email]),
    );
    return page.requestCode(String(email));
  },
  password: async ({ scope, page }, { email, password }) => {
    if (!(await findMemberByEmail(scope, String(email)))) await page.signIn({ email: String(email) });
    const hash = await hashing.hash(String(password));
    await scope.transaction(async (tx) => {
      await setPasswordHash(tx, (await findMemberByEmail(tx, String(email)))!.id, hash);
    });
    return String(password);
  },
  oldAddressCode: async ({ page, caller: { headers, member } }) => {
    await page.send('POST', '/v1/me/email-change', { email: `new-${member.email}` }, headers);
    return (await page.codesOf(member.email)).at(-1)!;
  },
  newAddressCode: async ({ page, caller: { member } }) => (await page.codesOf(`new-${member.email}`)).at(-1)!,
  profile: (school) => makers.prof!(school),
  ownProfile: async (school) => {
    const profileId = await makers.prof!(school);
    await school.scope.transaction((tx) =>
      setMemberProfile(tx, parseId('member', school.caller.member.id)!, parseId('profile', profileId)!),
    );
    return profileId;
  },
  newAddress: () => Promise.resolve(`${newId()}@people.example`),
  institution: ({ institution }) => Promise.resolve(institution.slug),
  unusedSlug: () => Promise.resolve(`school-${newId()}`),
  institutionId: (school) => makers.inst!(school),
  memberId: (school) => makers.mem!(school),
  setUpCode: async () =>
    (await createOperator(platformOf(service), `${newId()}@operators.example`)).setUpCode,
  /** Of somebody who has just got a second factor; the example then names their set-up code. */
  setUpTotpCode: async (_, example) => {
    const setUpCode = await existing.setUpCode!(ours, {});
    const factor = await sendAs(service, 'POST', '/v1/operator/set-up', {
      setUpCode,
      password: operatorPassword,
    });
    Object.assign(example, { setUpCode });
    const { totpSecret } = factor.body as { totpSecret: string };
    return totpCode(fromBase32(totpSecret), totpStepAt(new Date()));
  },
  operatorCode: async (_, example) => {
    await operator.forgetCodes();
    Object.assign(example, { email: operator.email, password: operatorPassword });
    return operator.codeOf();
  },
  ownOperatorCode: async (_, example) => {
    await operator.forgetCodes();
    Object.assign(example, { currentPassword: operatorPassword, password: operatorPassword });
    return operator.codeOf();
  },
  consumer: async (school) => (await putConsumer(school, `consumer-${newId()}`)).name,
  position: async (school) => (await putConsumer(school, 'crm')).position,
};

/** Where the contract asks for a value that must be there already, though no TypeID says so: its place there, and the maker. */
const places: Readonly<Record<string, keyof typeof existing>> = {
  'ClaimApproval/properties/profileId': 'profile',
  'CodeRedemption/properties/code': 'signInCode',
  'EmailChangeCodes/properties/oldCode': 'oldAddressCode',
  'EmailChangeCodes/properties/newCode': 'newAddressCode',
  ExistingConsumerName: 'consumer',
  'GrantRedemption/properties/grant': 'signInGrant',
  'ImpersonationDraft/properties/institutionId': 'institutionId',
  'ImpersonationDraft/properties/memberId': 'memberId',
  'InstitutionDraft/properties/slug': 'unusedSlug',
  InstitutionName: 'institution',
  'InvitationCreate/properties/email': 'newAddress',
  'InvitationCreate/properties/profileId': 'profile',
  Issuer: 'oidcIssuer',
  'OperatorPasswordChange/properties/code': 'ownOperatorCode',
  'OperatorSetUp/properties/setUpCode': 'setUpCode',
  'OperatorSetUpConfirmation/properties/code': 'setUpTotpCode',
  'OperatorSignIn/properties/code': 'operatorCode',
  'PasswordSignIn/properties/password': 'password',
  Position: 'position',
  RefreshToken: 'refreshToken',
  ReturnAddress: 'returnAddress',
  'TokenExchange/properties/subject_token': 'hostToken',
};
const makerOf = new Map(
  Object.entries(places).map(([place, name]) => [
    resolve<Schema>({ $ref: `#/components/schemas/${place}` }),
    existing[name]!,
  ]),
);
const signInState = operations
  .find(({ operationId }) => operationId === 'completeOidcSignIn')!
  .parameters.find(({ name }) => name === 'state')!.schema;
makerOf.set(resolve<Schema>(signInState), existing.signInState!);

const needsOwnProfile = new Set(['getOwnProfile', 'updateOwnProfile', 'putOwnPhoto', 'deleteOwnPhoto']);

async function putConsumer({ secretKey }: School, name: string): Promise<{ name: string; position: string }> {
  const answer = await send({
    method: 'PUT',
    path: `/v1/changes/consumers/${name}`,
    headers: { 'Homecoming-Key': secretKey, ...json },
    body: '{}',
  });
  return JSON.parse(answer.text) as { name: string; position: string };
}

type Example = Readonly<Record<string, unknown>>;

const hashing = new PasswordHashing();
const json = { 'Content-Type': 'application/json' };
const allowedOrigin = 'https://allowed.example';

let service: TestService;
let operator: TestOperator;
let standIn: OidcStandIn;
let ours: School;
let theirs: School;

const send = (call: WireCall) => callRaw(service.origin, call);

async function openSchool(): Promise<School> {
  const school = await service.createInstitution();
  const page = await pageOf(service, school);
  return {
    ...school,
    page,
    caller: await page.signIn({ role: 'admin' }),
    operator: await operator.signIn(),
    secretKey: await school.createKey(),
    publishableKey: page.key,
  };
}

beforeAll(async () => {
  service = await startTestService();
  operator = await makeOperator(service);
  standIn = await startOidcStandIn();
  ours = await openSchool();
  theirs = await openSchool();
  // Several of each, so that every list has a second page.
  for (const school of [ours, theirs]) {
    for (let i = 0; i < 3; i++) await makers.prof!(school);
    for (let i = 0; i < 3; i++) await makers.mem!(school);
    for (let i = 0; i < 3; i++) await makers.clm!(school);
    for (let i = 0; i < 3; i++) await makers.dgl!(school);
    for (const name of ['crm', 'finance', 'ledger']) await putConsumer(school, name);
  }
  const body = JSON.stringify({ familyName: 'Curie', degrees: [{ batchYear: 1903 }] });
  for (const { secretKey } of [ours, theirs]) {
    await send({
      method: 'POST',
      path: '/v1/profiles',
      headers: { 'Homecoming-Key': secretKey, ...json },
      body,
    });
  }
});

const checkers = new Map(operations.map((operation) => [operation, answerChecker(operation)]));

/** The JSON of an answer: of newline-delimited one, which ends with a whole line, that of each line. */
function bodiesOf({ text, headers }: WireAnswer): unknown[] {
  if (headers['content-type'] !== 'application/x-ndjson') return [text === '' ? undefined : JSON.parse(text)];
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);
}

/** What holds for each answer, whatever was asked. */
function expectSound(operation: Operation, answer: WireAnswer, what: string): void {
  const shown = `${what}: ${answer.status} ${answer.text.slice(0, 400)}`;
  expect(answer.status, shown).toBeLessThan(500);
  expect(answer.headers['request-id'], shown).toMatch(/^[0-9a-f-]{36}$/);
  for (const body of bodiesOf(answer))
    expect(() => checkers.get(operation)!(answer.status, body), shown).not.toThrow();
  if (answer.status < 400) return;
  const [body] = bodiesOf(answer);
  expect(answer.headers['content-type'], shown).toMatch(/^application\/problem\+json/);
  expect(answer.headers['cache-control'], shown).toBe('no-store');
  expect(body, shown).toMatchObject({ status: answer.status, requestId: answer.headers['request-id'] });
  expect(answer.text, 'says nothing of the inside').not.toMatch(
    /\bat .+\.[jt]s:\d+|postgres|relation "|node_modules/i,
  );
}

const codeOf = (answer: WireAnswer) => (JSON.parse(answer.text || '{}') as { code?: string }).code;

async function expectRefusal(
  operation: Operation,
  call: WireCall,
  what: string,
  status: number,
  code: string,
): Promise<void> {
  const answer = await send(call);
  expectSound(operation, answer, what);
  expect([answer.status, codeOf(answer)], `${operation.operationId}, ${what}`).toEqual([status, code]);
}

/** The parts of a call of one operation that the contract accepts. */
interface Parts {
  readonly path: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [name: string, rawValue: string])[];
  readonly body: unknown;
}

/** A value that a schema accepts: its example, or one of its kind. Ids are of subjects made for it. */
async function accepted(schema: Schema, school: School): Promise<unknown> {
  const found = resolve<Schema>(schema);
  const kind = found['x-typeid'];
  if (kind) {
    const make = makers[kind];
    if (!make) throw new Error(`The contract walk needs a maker of ${kind}_… subjects.`);
    return make(school);
  }
  const make = makerOf.get(found);
  if (make) return make(school, {});
  if (found.items && resolve<Schema>(found.items)['x-typeid']) return [await accepted(found.items, school)];
  if (found.example !== undefined) return found.example;
  if (Array.isArray(found.enum)) return (found.enum as unknown[])[0];
  if (found.type === 'integer') return found.minimum ?? 1;
  if (found.type === 'array') return [await accepted(found.items!, school)];
  return 'a';
}

async function acceptedParts(operation: Operation, school: School): Promise<Parts> {
  if (!operation.callers.includes('secret') && operation.callers.includes('member'))
    school.caller = await school.page.signIn({ role: 'admin' });
  if (operation.callers.includes('operator')) school.operator = await operator.signIn();
  if (needsOwnProfile.has(operation.operationId)) await existing.ownProfile!(school, {});
  const path: Record<string, string> = {};
  const query: [string, string][] = [];
  for (const { name, in: place, required, schema } of operation.parameters) {
    if (!required) continue;
    const value = String(await accepted(schema, school));
    if (place === 'path') path[name] = value;
    if (place === 'query') query.push([name, encodeURIComponent(value)]);
  }
  const schema = operation.body && Object.values(operation.body)[0]!.schema;
  if (operation.body && !takesJson(operation)) return { path, query, body: exampleBytes(operation) };
  // External ids and the like are unique: without what is not needed a call can be repeated.
  const example =
    schema && (JSON.parse(JSON.stringify(resolve<Schema>(schema).example)) as Record<string, unknown>);
  if (example) delete example.externalId;
  for (const [property, each] of Object.entries(schema ? (resolve<Schema>(schema).properties ?? {}) : {})) {
    const make = makerOf.get(resolve<Schema>(each));
    if (example?.[property] !== undefined && make) example[property] = await make(school, example);
  }
  return { path, query, body: example };
}

/** What may call an operation: a secret key, else a page with somebody signed in, else a page. */
function credentialOf({ callers }: Operation, school: School): Readonly<Record<string, string>> {
  if (callers.includes('secret')) return { 'Homecoming-Key': school.secretKey };
  if (callers.includes('operator')) return school.operator.headers;
  return callers.includes('member') ? school.caller.headers : { 'Homecoming-Key': school.publishableKey };
}

const takesJson = ({ body = {} }: Operation) => 'application/json' in body;

/** The bytes that the contract shows of a body that is no JSON. */
function exampleBytes({ body = {} }: Operation): Buffer {
  const example = resolve<Schema>(Object.values(body)[0]!.schema)['x-example-base64'];
  return Buffer.from(example as string, 'base64');
}

/** A media type that the operation takes, in place of a range such as `image/*`. */
const typeOf = ({ body = {} }: Operation) => Object.keys(body).find((type) => !type.includes('*'))!;

function callOf(
  operation: Operation,
  parts: Parts,
  headers: WireCall['headers'] = credentialOf(operation, ours),
): WireCall {
  const path = operation.path.replaceAll(/:(\w+)/g, (_, name: string) => parts.path[name]!);
  const query = parts.query.map(([name, value]) => `${name}=${value}`).join('&');
  return {
    method: operation.method.toUpperCase(),
    path: query ? `${path}?${query}` : path,
    headers: {
      ...headers,
      ...(operation.body && { 'Content-Type': typeOf(operation) }),
      // Browsers go there, from a page.
      ...(operation.redirects && { Referer: pageAddress }),
    },
    ...(operation.body && {
      body:
        typeof parts.body === 'string' || Buffer.isBuffer(parts.body)
          ? parts.body
          : JSON.stringify(parts.body),
    }),
  };
}

const named = operations.map((operation) => [operation.operationId, operation] as const);
const secured = named.filter(([, { security }]) => security.length);

describe.each(named)('%s', (_, operation) => {
  it('accepts what the contract shows', async () => {
    const answer = await send(callOf(operation, await acceptedParts(operation, ours)));
    expectSound(operation, answer, 'the example');
    expect(answer.status, answer.text).toBeLessThan(400);
  });

  it('withstands malformed parameters', async () => {
    const parts = await acceptedParts(operation, ours);
    const calls: { what: string; call: WireCall; refused: boolean }[] = [];
    for (const { name } of operation.parameters.filter((each) => each.in === 'header')) {
      for (const [what, value] of malformedHeaders) {
        const headers = { ...credentialOf(operation, ours), [name]: value };
        calls.push({ what: `${name}: ${what}`, call: callOf(operation, parts, headers), refused: true });
      }
    }
    for (const parameter of operation.parameters.filter((each) => each.in !== 'header')) {
      for (const [what, raw, always] of malformedTexts(parameter)) {
        const others = parts.query.filter(([name]) => name !== parameter.name);
        const changed: Parts =
          parameter.in === 'path'
            ? { ...parts, path: { ...parts.path, [parameter.name]: raw } }
            : {
                ...parts,
                query: [
                  ...others,
                  ...(Array.isArray(raw) ? raw : [raw]).map((each) => [parameter.name, each] as const),
                ],
              };
        calls.push({
          what: `${parameter.name}: ${what}`,
          call: callOf(operation, changed),
          refused: always || (isNarrow(parameter) && !fits(parameter, raw)),
        });
      }
    }
    for (const name of [
      '__proto__',
      'constructor',
      'toString',
      'limit[]',
      'q%00',
      '%ED%A0%80',
      '%',
      '%zz',
      'ids[0]',
      '%20',
      '',
    ]) {
      calls.push({
        what: `unknown parameter ${name}`,
        call: callOf(operation, { ...parts, query: [...parts.query, [name, '1']] }),
        refused: !operation.ignoresUnknownQuery,
      });
    }
    for (const { what, call, refused } of calls) {
      const answer = await send(call);
      expectSound(operation, answer, what);
      if (refused)
        expect(answer.status, `${operation.operationId}, ${what}: ${answer.text}`).toBeGreaterThanOrEqual(
          400,
        );
    }
  });
});

/** Values that no header of the contract takes. */
const malformedHeaders: readonly (readonly [what: string, value: string | readonly string[]])[] = [
  ['empty', ''],
  ['a space', 'a b'],
  ['a tab', 'a\tb'],
  ['not ASCII', 'é'],
  ['UTF-8', Buffer.from('東').toString('latin1')],
  ['too long', 'a'.repeat(256)],
  ['two', ['a', 'b']],
];

const repeatable = named.filter(([, { idempotency }]) => idempotency && idempotency !== 'exempt');

describe.each(repeatable)('%s', (_, operation) => {
  it('has one effect and one answer for one idempotency key', async () => {
    const parts = await acceptedParts(operation, ours);
    const headers = { ...credentialOf(operation, ours), 'Idempotency-Key': newId() };
    const first = await send(callOf(operation, parts, headers));
    expectSound(operation, first, 'the first');
    expect([first.status, first.headers['idempotent-replayed']]).toEqual([expect.any(Number), undefined]);
    const before = await snapshot(ours);
    const second = await send(callOf(operation, parts, headers));
    expectSound(operation, second, 'the second');
    expect([second.status, second.text]).toEqual([first.status, first.text]);
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(await snapshot(ours)).toEqual(before);
  });
});

/** Whether nothing malformed is by chance accepted: integers, enumerations, ids. */
function isNarrow({ schema }: Parameter): boolean {
  const found = resolve<Schema>(schema);
  const one = found.items ? resolve<Schema>(found.items) : found;
  return one.type === 'integer' || Array.isArray(one.enum) || one.pattern !== undefined;
}

/** Whether a text happens to be as the parameter's pattern says. */
function fits({ schema }: Parameter, raw: string): boolean {
  const { pattern } = resolve<Schema>(schema);
  return typeof pattern === 'string' && new RegExp(pattern, 'u').test(raw);
}

/** Texts for a parameter, as they go into the address; the third of each says that no parameter takes it. */
function malformedTexts(parameter: Parameter): [what: string, raw: string, always: boolean][] {
  const texts: [string, string, boolean][] = [
    ['NUL', 'a%00b', true],
    ['a lone surrogate', '%ED%A0%80', false],
    ['invalid UTF-8', '%FF%FE', false],
    ['an overlong form', '%C0%80', false],
    ['a bad escape', '%zz', false],
    ['an escape cut off', '%', false],
    ['a huge float', '1e400', false],
    ['a huge integer', '99999999999999999999', false],
    ['just beyond 32 bits', '2147483648', false],
    ['negative', '-1', false],
    ['a fraction', '1.5', false],
    ['an exponent', '1e1', false],
    ['hexadecimal', '0x10', false],
    ['a sign', '%2B1', false],
    ['a space before', '%201', false],
    ['other digits', '%D9%A1', false],
    ['NaN', 'NaN', false],
    ['a word of the language', 'null', false],
    ['a quotation', "'%22%5C%3B--", false],
    ['tsquery syntax', '!%26(%7C%3C-%3E%3A*', false],
    ['LIKE syntax', '%25_%5C%25', false],
    ['an id of another kind', `inst_${encodeUuid(newId())}`, false],
    ['an id that overflows', 'prof_8zzzzzzzzzzzzzzzzzzzzzzzzz', false],
    ['an id with letters of no alphabet', `prof_${'u'.repeat(26)}`, false],
    ['an id in upper case', `PROF_${encodeUuid(newId()).toUpperCase()}`, false],
    ['a path out of here', '..%2F..%2Fetc%2Fpasswd', false],
    ['a line break', 'a%0D%0ASet-Cookie%3A%20a%3Db', false],
    ['very long', 'a'.repeat(10_000), true],
    ['JSON', '%7B%22%24gt%22%3A0%7D', false],
  ];
  if (parameter.in === 'query') {
    texts.push(['empty', '', false], ['only commas', ',,,', false]);
    const schema = resolve<Schema>(parameter.schema);
    // Several values where one is taken, and more than the most where several are.
    const most = Number(schema.maxItems ?? 1);
    texts.push([
      'too many times',
      [...Array<string>(most + 1)].map((_, i) => `a${i}`).join(`&${parameter.name}=`),
      schema.type !== 'array' || schema.maxItems !== undefined,
    ]);
  }
  return texts;
}

describe.each(secured)('%s', (_, operation) => {
  const takesPublishable = operation.callers.includes('publishable');

  it('refuses every wrong credential, whatever else is sent', async () => {
    const known = await acceptedParts(operation, ours);
    const malformed: Parts = { ...known, query: [...known.query, ['unknown', '1']], body: '{' };
    for (const { what, headers, key, status, code } of await wrongCredentials(operation)) {
      for (const parts of [known, malformed]) {
        const query =
          key === undefined ? parts.query : [...parts.query, ['key', encodeURIComponent(key)] as const];
        await expectRefusal(operation, callOf(operation, { ...parts, query }, headers), what, status, code);
      }
    }
  });

  it('takes a publishable key from an allowed origin only where the contract says so, and names the key that is needed', async () => {
    for (const origin of [undefined, allowedOrigin]) {
      const parts = await acceptedParts(operation, ours);
      const headers = { 'Homecoming-Key': ours.publishableKey, ...(origin && { Origin: origin }) };
      const answer = await send(callOf(operation, parts, headers));
      expectSound(operation, answer, 'a publishable key');
      expect(answer.status < 400).toBe(takesPublishable);
      if (!takesPublishable && operation.callers.includes('secret'))
        expect(answer.text).toContain(`a secret key (sk_…) with the scope ${operation.permission},`);
    }
  });

  it('answers ids of another institution just as ids of nothing, and touches nothing', async () => {
    // To operators no institution is another one.
    if (operation.callers.includes('operator')) return;
    const parts = await acceptedParts(operation, ours);
    for (const { name, in: place, kind } of idParameters(operation)) {
      const foreign = await makers[kind]!(theirs);
      const missing = `${kind}_${encodeUuid(newId())}`;
      const before = await snapshot(theirs);
      const [ofOthers, ofNothing] = await Promise.all(
        [foreign, missing].map(async (id) => {
          const query = parts.query.map(([each, value]) => [each, each === name ? id : value] as const);
          const changed =
            place === 'path' ? { ...parts, path: { ...parts.path, [name]: id } } : { ...parts, query };
          const answer = await send(callOf(operation, changed));
          expectSound(operation, answer, name);
          // How many calls are left differs by the other call.
          const { date: _, ratelimit: __, 'request-id': requestId, ...headers } = answer.headers;
          return {
            status: answer.status,
            headers,
            text: answer.text.replaceAll(requestId!, '').replaceAll(id, ''),
          };
        }),
      );
      expect(ofOthers).toEqual(ofNothing);
      // Whose browser is sent on is told on the page that it is sent to.
      const toldThere =
        operation.redirects && ofOthers!.headers.location === `${pageAddress}#hc_error=not_found`;
      if (place === 'path' && !toldThere) expect(ofOthers!.status).toBe(404);
      expect(await snapshot(theirs)).toEqual(before);
    }
  });
});

function idParameters(operation: Operation): { name: string; in: string; kind: string }[] {
  return operation.parameters.flatMap(({ name, in: place, schema }) => {
    const found = resolve<Schema>(schema);
    const kind = found['x-typeid'] ?? (found.items && resolve<Schema>(found.items)['x-typeid']);
    return kind ? [{ name, in: place, kind }] : [];
  });
}

/** Every row of an institution, once the relay has handed on what was said before. */
async function snapshot({ institution }: School): Promise<unknown> {
  return asOwner(service.ownerUrl, async (owner) => {
    const waiting = { text: 'select from outbox where institution_id = $1' };
    await until(async () => (await owner.query(waiting, [institution.id])).length === 0);
    const tables = await owner.query<{ name: string }>({
      text: `select table_name as name from information_schema.columns
             where table_schema = 'public' and column_name = 'institution_id' order by 1`,
    });
    const rows: unknown[] = [];
    for (const { name } of tables) {
      rows.push(
        await owner.query(
          { text: `select to_jsonb(t) as row from ${name} t where institution_id = $1 order by 1` },
          [institution.id],
        ),
      );
    }
    return rows;
  });
}

interface WrongCredential {
  readonly what: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly key?: string;
  readonly status: number;
  readonly code: string;
}

/** Where operators are asked for, nothing else is looked at: whose key it would be makes no difference. */
async function wrongForOperators(): Promise<WrongCredential[]> {
  const { secretKey, publishableKey, caller } = ours;
  const { headers } = ours.operator;
  const member = { Authorization: caller.headers.Authorization! };
  const [, session] = ours.operator.token.split('_') as [string, string];
  const other = await operator.signIn();
  await operator.send('POST', '/v1/operator/sign-out', undefined, other.headers);
  const refused = (what: string, status: number, code: string, sent: WrongCredential['headers']) => ({
    ...{ what, status, code },
    headers: sent,
  });
  const forged = (what: string, token: string) =>
    refused(what, 401, 'invalid_token', { Authorization: `Bearer ${token}` });
  return [
    refused('none', 401, 'missing_token', {}),
    refused('an empty one', 401, 'missing_token', { Authorization: '' }),
    refused('basic credentials', 401, 'missing_token', { Authorization: 'Basic YTpi' }),
    refused('a secret key', 403, 'key_kind_not_allowed', { 'Homecoming-Key': secretKey }),
    refused('a secret key as bearer', 403, 'key_kind_not_allowed', { Authorization: `Bearer ${secretKey}` }),
    refused('a publishable key', 403, 'key_kind_not_allowed', { 'Homecoming-Key': publishableKey }),
    refused('a key that is none', 403, 'key_kind_not_allowed', { 'Homecoming-Key': 'sk_test_nothing' }),
    refused('a key beside a token', 403, 'key_kind_not_allowed', { ...headers, 'Homecoming-Key': secretKey }),
    { ...refused('a key in the address', 403, 'key_kind_not_allowed', headers), key: publishableKey },
    refused('a member beside a key', 403, 'key_kind_not_allowed', caller.headers),
    refused('a member', 401, 'invalid_token', member),
    refused('a page', 403, 'origin_not_allowed', { ...headers, Origin: allowedOrigin }),
    refused('a sandboxed page', 403, 'origin_not_allowed', { ...headers, Origin: 'null' }),
    refused('a session that has ended', 401, 'session_ended', other.headers),
    forged('another secret', `hop_${session}_${'0'.repeat(64)}`),
    forged('another session', `hop_${encodeUuid(newId())}_${ours.operator.token.split('_')[2]!}`),
    forged('more', `${ours.operator.token}0`),
    forged('less', ours.operator.token.slice(0, -1)),
    forged('upper case', ours.operator.token.toUpperCase()),
    forged('a very long one', `hop_${'a'.repeat(8_000)}`),
    forged('a property of objects', '__proto__'),
  ];
}

async function wrongCredentials({ callers, permission, method }: Operation): Promise<WrongCredential[]> {
  if (callers.includes('operator')) return wrongForOperators();
  const { institution, createKey, secretKey, publishableKey } = ours;
  const keyOf = (kind: 'pk' | 'sk', mode: string, id: string) =>
    `${kind}_${mode}_${encodeUuid(id)}_${randomBytes(20).toString('hex')}`;
  const revoked = await createKey();
  await asOwner(service.ownerUrl, (owner) =>
    owner.query(
      {
        text: `update api_keys set revoked_at = now() where institution_id = $1 and digest = sha256($2::text::bytea)`,
      },
      [institution.id, revoked],
    ),
  );
  const expired = await createKey({ expiresAt: new Date(Date.now() - 1) });
  const [kind, mode, id, secret] = secretKey.split('_') as [string, string, string, string];

  const unknown = (what: string, key: string): WrongCredential => ({
    what,
    headers: { 'Homecoming-Key': key },
    status: 401,
    code: 'invalid_key',
  });
  const list: WrongCredential[] = [
    { what: 'none', headers: {}, status: 401, code: 'missing_key' },
    { what: 'an empty one', headers: { 'Homecoming-Key': '' }, status: 401, code: 'missing_key' },
    { what: 'basic credentials', headers: { Authorization: 'Basic YTpi' }, status: 401, code: 'missing_key' },
    {
      what: 'a publishable key as bearer',
      headers: { Authorization: `Bearer ${publishableKey}` },
      status: 401,
      code: 'missing_key',
    },
    unknown('a malformed one', 'sk_test_short'),
    unknown('no key at all', "' or 1=1 --"),
    unknown('a property of objects', '__proto__'),
    unknown('one of an institution that is not', keyOf('sk', mode, newId())),
    unknown('an unknown secret', keyOf('sk', mode, institution.id)),
    unknown('an unknown publishable key', keyOf('pk', mode, institution.id)),
    unknown(
      'one of another institution with our id',
      `${kind}_${mode}_${id}_${theirs.secretKey.split('_')[3]!}`,
    ),
    unknown(
      'ours with the id of another institution',
      `${kind}_${mode}_${theirs.secretKey.split('_')[2]!}_${secret}`,
    ),
    unknown('ours in another mode', `${kind}_live_${id}_${secret}`),
    unknown('ours as another kind', `pk_${mode}_${id}_${secret}`),
    unknown('ours in upper case', secretKey.toUpperCase()),
    unknown('ours and more', `${secretKey}0`),
    unknown('ours cut off', secretKey.slice(0, -1)),
    unknown('a very long one', `sk_${'a'.repeat(8_000)}`),
    unknown('a revoked one', revoked),
    {
      what: 'two in one header',
      headers: { 'Homecoming-Key': [secretKey, publishableKey] },
      status: 401,
      code: 'invalid_key',
    },
    {
      what: 'two of different kinds',
      headers: { 'Homecoming-Key': publishableKey, Authorization: `Bearer ${secretKey}` },
      status: 401,
      code: 'invalid_key',
    },
    { what: 'a secret key in the address', headers: {}, key: secretKey, status: 401, code: 'invalid_key' },
    { what: 'an expired one', headers: { 'Homecoming-Key': expired }, status: 401, code: 'expired_key' },
    {
      what: 'a secret key from a page',
      headers: { 'Homecoming-Key': secretKey, Origin: allowedOrigin },
      status: 403,
      code: 'secret_key_in_browser',
    },
    {
      what: 'a secret key from a sandboxed page',
      headers: { 'Homecoming-Key': secretKey, Origin: 'null' },
      status: 403,
      code: 'secret_key_in_browser',
    },
    {
      what: 'a bearer from a page',
      headers: { Authorization: `Bearer ${secretKey}`, Origin: allowedOrigin },
      status: 403,
      code: 'secret_key_in_browser',
    },
  ];
  if (!callers.includes('secret')) {
    list.push({
      what: 'a secret key',
      headers: { 'Homecoming-Key': secretKey },
      status: 403,
      code: 'key_kind_not_allowed',
    });
  } else {
    for (const held of [[], scopes.filter((each) => each !== permission)]) {
      list.push({
        what: `the scopes ${held.join(', ')}`,
        headers: { 'Homecoming-Key': await createKey({ scopes: held }) },
        status: 403,
        code: 'missing_scope',
      });
    }
  }
  const alone = {
    what: 'a publishable key',
    headers: { 'Homecoming-Key': publishableKey, Origin: allowedOrigin },
  };
  if (callers.every((each) => each === 'secret')) {
    list.push({ ...alone, status: 403, code: 'key_kind_not_allowed' });
  } else {
    if (!callers.includes('publishable')) list.push({ ...alone, status: 401, code: 'missing_token' });
    if (callers.includes('member')) {
      const token = { 'Homecoming-Key': publishableKey, Authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' };
      list.push({ what: 'a token that is none', headers: token, status: 401, code: 'invalid_token' });
    }
    for (const Origin of [
      'https://other.example',
      'null',
      `${allowedOrigin}.other.example`,
      allowedOrigin.replace('https', 'http'),
    ]) {
      list.push({
        what: `a publishable key from ${Origin}`,
        headers: { 'Homecoming-Key': publishableKey, Origin },
        status: 403,
        code: 'origin_not_allowed',
      });
    }
    if (method === 'get') {
      list.push({
        what: 'one in the address from elsewhere',
        headers: { Origin: 'https://other.example' },
        key: publishableKey,
        status: 403,
        code: 'origin_not_allowed',
      });
    }
  }
  if (method !== 'get')
    list.push({
      what: 'a publishable key in the address',
      headers: {},
      key: publishableKey,
      status: 401,
      code: 'invalid_key',
    });
  return list;
}

const withBody = named.filter(([, { body }]) => body);
const withJson = withBody.filter(([, operation]) => takesJson(operation));
const withBytes = withBody.filter(([, operation]) => !takesJson(operation));

/** JSON texts that no property takes, whatever its type; `accepts` names the types that do. */
const malformedJson: readonly (readonly [what: string, text: string, accepts: readonly string[]])[] = [
  ['NUL', '"a\\u0000b"', []],
  ['a lone high surrogate', '"\\ud800"', []],
  ['a lone low surrogate', '"a\\udc00b"', []],
  ['a huge float', '1e400', []],
  ['a huge integer', '99999999999999999999', []],
  ['negative', '-1', []],
  ['a fraction', '1.5', []],
  ['an empty text', '""', []],
  ['too long', JSON.stringify('a'.repeat(20_000)), []],
  ['too long in letters of four bytes', JSON.stringify('𝔸'.repeat(6_000)), []],
  ['an array of anything', '[1,null,{}]', []],
  ['too many items', JSON.stringify(Array(500).fill('a')), []],
  ['an array in an array', '[[["a"]]]', []],
  ['an object', '{"a":1}', []],
  ['a prototype', '{"__proto__":{"a":1}}', []],
  ['a constructor', '{"constructor":{"prototype":{}}}', []],
  ['true', 'true', ['boolean']],
  ['null', 'null', ['null']],
  ['a text', '"a"', ['string']],
  ['deeply nested', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, []],
  ['objects deeply nested', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, []],
];

/** Each place in a body, with the schema that stands there. */
function* placesOf(
  schema: Schema,
  steps: readonly (string | number)[] = [],
): Generator<{ steps: readonly (string | number)[]; schema: Schema }> {
  const found = resolve<Schema>(schema);
  if (steps.length) yield { steps, schema: found };
  if (found.items) yield* placesOf(found.items, [...steps, 0]);
  for (const [name, each] of Object.entries(found.properties ?? {})) yield* placesOf(each, [...steps, name]);
}

/** The JSON of a body with a text put at a place; what leads there is made where it is missing. */
function bodyWith(body: unknown, steps: readonly (string | number)[], text: string): string {
  const marker = '\u2063place\u2063';
  const changed = JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
  let node = changed as Record<string | number, unknown>;
  steps.forEach((step, i) => {
    if (i === steps.length - 1) node[step] = marker;
    else
      node = (node[step] ??= typeof steps[i + 1] === 'number' ? [] : {}) as Record<string | number, unknown>;
  });
  return JSON.stringify(changed).replace(JSON.stringify(marker), text);
}

describe.each(withJson)('%s', (_, operation) => {
  const schema = Object.values(operation.body!)[0]!.schema;
  let parts: Parts;
  beforeAll(async () => {
    parts = await acceptedParts(operation, ours);
  });
  const withText = (body: string) => callOf(operation, { ...parts, body });

  it('withstands malformed values at every place of its body', async () => {
    for (const { steps, schema: at } of placesOf(schema)) {
      const types = [at.type].flat().map(String);
      for (const [what, text, accepts] of malformedJson) {
        const answer = await send(withText(bodyWith(parts.body, steps, text)));
        const where = `/${steps.join('/')}: ${what}`;
        expectSound(operation, answer, where);
        const accepted = accepts.some((type) => types.includes(type));
        if (!accepted) expect([400, 413], `${where}: ${answer.text}`).toContain(answer.status);
      }
    }
  });

  it('refuses properties that it does not know, at every depth', async () => {
    const objects = [
      { steps: [] as (string | number)[], schema: resolve<Schema>(schema) },
      ...placesOf(schema),
    ].filter((each) => each.schema.properties);
    for (const { steps } of objects) {
      for (const name of ['__proto__', 'constructor', 'id', 'institutionId', 'a\0b', '\ud800', '']) {
        const unique = 'unknown-property';
        const body = bodyWith(parts.body, [...steps, unique], '{"polluted":true}').replace(
          JSON.stringify(unique),
          JSON.stringify(name),
        );
        await expectRefusal(operation, withText(body), `${steps.join('/')}/${name}`, 400, 'invalid_request');
      }
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('refuses bodies that are no JSON object', async () => {
    const texts: (readonly [string, number, string])[] = [
      ['{', 400, 'malformed_json'], ['{"a":1}}', 400, 'malformed_json'], ["{'a':1}", 400, 'malformed_json'], ['nothing', 400, 'malformed_json'],
      ['{"a":NaN}', 400, 'malformed_json'], ['\ufeff{}', 400, 'malformed_json'], ['\0', 400, 'malformed_json'], [' ', 400, 'malformed_json'],
      ['null', 400, 'invalid_request'], ['[]', 400, 'invalid_request'], ['"a"', 400, 'invalid_request'], ['1e400', 400, 'invalid_request'],
      ['', 400, 'malformed_json'],
      [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400, 'invalid_request'],
      ['['.repeat(200_000), 400, 'malformed_json'],
      [`{"a":"${'a'.repeat(operation.largestBody ?? largestJson)}"}`, 413, 'body_too_large'],
    ]; // prettier-ignore
    for (const [text, status, code] of texts) {
      // A byte order mark may be read over (RFC 8259, 8.1), and what is left is then judged.
      if (text.startsWith('\ufeff')) expectSound(operation, await send(withText(text)), 'a byte order mark');
      else await expectRefusal(operation, withText(text), text.slice(0, 20), status, code);
    }
    for (const bytes of [
      [0xff, 0xfe],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
      [0x22, 0xc0, 0x80, 0x22],
      [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22],
    ]) {
      await expectRefusal(
        operation,
        { ...withText(''), body: Uint8Array.from(bytes) },
        'no UTF-8',
        400,
        'malformed_json',
      );
    }
  });

  it('refuses very many faults as soon as one', async () => {
    const lists = [...placesOf(schema)].filter((each) => each.schema.items);
    const many = [
      ...lists.map(({ steps }) => bodyWith(parts.body, steps, `[${'{},'.repeat(80_000)}{}]`)),
      `{${'"a":1,'.repeat(30_000)}"b":1}`,
    ];
    many.push(`{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":1`).join()}}`);
    for (const body of many) {
      const started = performance.now();
      await expectRefusal(operation, withText(body), 'very many faults', 400, 'invalid_request');
      expect(performance.now() - started).toBeLessThan(1_000);
    }
  });
});

describe.each(withBytes)('%s', (_, operation) => {
  it('withstands what is not of the kind that it takes, cut off, longer, or turned around', async () => {
    const parts = await acceptedParts(operation, ours);
    const example = exampleBytes(operation);
    const wrong: [string, Buffer][] = [
      ['nothing', Buffer.alloc(0)],
      ['zeros', Buffer.alloc(1_000)],
      ['noise', randomBytes(1_000)],
      ['JSON', Buffer.from('{}')],
      ['the first byte', example.subarray(0, 1)],
      ['the first half', example.subarray(0, example.length / 2)],
      ['turned around', Buffer.from(example).reverse()],
    ];
    for (const [what, body] of wrong) {
      const answer = await send({ ...callOf(operation, parts), body });
      expectSound(operation, answer, what);
      expect(answer.status, `${what}: ${answer.text}`).toBe(400);
    }
    for (let at = 0; at < example.length; at++) {
      const body = Buffer.from(example);
      body[at]! ^= 0xff;
      expectSound(operation, await send({ ...callOf(operation, parts), body }), `byte ${at} turned`);
    }
  });
});

describe.each(withBody)('%s', (_, operation) => {
  const schema = Object.values(operation.body!)[0]!.schema;

  it('refuses other media types, and compressed bodies', async () => {
    const parts = await acceptedParts(operation, ours);
    const whole = callOf(operation, parts);
    const types = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=a',
      'application/xml',
      'application/json-seq',
      'json',
      '*/*',
      '',
    ];
    for (const type of types) {
      await expectRefusal(
        operation,
        { ...whole, headers: { ...whole.headers, 'Content-Type': type } },
        type,
        415,
        'unsupported_media_type',
      );
    }
    for (const encoding of ['gzip', 'br', 'identity, gzip', 'nonsense']) {
      const body = encoding === 'gzip' ? gzipSync(whole.body!) : whole.body!;
      await expectRefusal(
        operation,
        { ...whole, headers: { ...whole.headers, 'Content-Encoding': encoding }, body },
        encoding,
        415,
        'unsupported_media_type',
      );
    }
    const { 'Content-Type': __, ...headers } = whole.headers as Record<string, string>;
    await expectRefusal(operation, { ...whole, headers }, 'no media type', 415, 'unsupported_media_type');
  });

  it('refuses a body over the limit before it has come whole, whether its length is told or not', async () => {
    const whole = callOf(operation, await acceptedParts(operation, ours));
    const length = Number(resolve<Schema>(schema).maxLength ?? operation.largestBody ?? largestJson) + 40_000;
    for (const [name, value] of [
      ['Content-Length', String(length)],
      ['Transfer-Encoding', 'chunked'],
    ] as const) {
      const call = {
        ...whole,
        headers: { ...whole.headers, [name]: value },
        body: Buffer.alloc(length, ' '),
      };
      await expectRefusal(operation, call, name, 413, 'body_too_large');
    }
  });
});

const withCursor = named.filter(([, { parameters }]) => parameters.some(({ name }) => name === 'cursor'));

describe.each(withCursor)('%s', (_, operation) => {
  const headers = (school: School, of = operation) => credentialOf(of, school);
  /** Of each school and operation one path, so that a cursor is handed back to the list that it came from. */
  const paths = new Map<string, Promise<Parts['path']>>();
  const pathOf = (school: School, of = operation) => {
    const name = `${of.operationId} ${school.institution.id}`;
    const path = paths.get(name) ?? acceptedParts(of, school).then((parts) => parts.path);
    paths.set(name, path);
    return path;
  };
  const page = async (school: School, query: Parts['query']) =>
    send(callOf(operation, { path: await pathOf(school), query, body: undefined }, headers(school)));
  const cursorOf = async (school: School, of = operation, query: Parts['query'] = []) => {
    const call = callOf(
      of,
      { path: await pathOf(school, of), query: [['limit', '1'], ...query], body: undefined },
      headers(school, of),
    );
    const { nextCursor } = JSON.parse((await send(call)).text) as { nextCursor: string | null };
    expect(nextCursor, 'there is a second page').not.toBeNull();
    return nextCursor!;
  };

  it('refuses forged cursors and those of another question', async () => {
    const cursor = await cursorOf(ours);
    expect(
      (
        await page(ours, [
          ['limit', '1'],
          ['cursor', cursor],
        ])
      ).status,
    ).toBe(200);
    const [place, signature] = cursor.split('.') as [string, string];
    const content = JSON.parse(Buffer.from(place, 'base64url').toString()) as object;
    const forged = Buffer.from(
      JSON.stringify({ ...content, audience: 'private', profileId: newId(), limit: 1e9 }),
    ).toString('base64url');
    const wrong: [string, string][] = [
      ['with another place', `${forged}.${signature}`],
      ['without a signature', `${place}.`],
      ['of a signature alone', `.${signature}`],
      ['without a dot', place],
      ['with more', `${cursor}.a`],
      ['cut off', cursor.slice(0, -3)],
      ['signed with nothing', `${place}.${Buffer.alloc(16).toString('base64url')}`],
      ['of a changed letter', (cursor.startsWith('a') ? 'b' : 'a') + cursor.slice(1)],
      ['of other text', 'null'],
    ];
    // A list that is of no institution is the same to all who may see it.
    if (!operation.callers.includes('operator') || idParameters(operation).length)
      wrong.push(['of another institution', await cursorOf(theirs)]);
    if (operation.parameters.some(({ name }) => name === 'audience'))
      wrong.push(['of another audience', await cursorOf(ours, operation, [['audience', 'public']])]);
    for (const [, other] of withCursor)
      if (other !== operation) wrong.push([`of ${other.operationId}`, await cursorOf(ours, other)]);
    for (const [what, each] of wrong) {
      const call = callOf(operation, {
        path: await pathOf(ours),
        query: [['cursor', encodeURIComponent(each)]],
        body: undefined,
      });
      await expectRefusal(operation, call, what, 400, 'invalid_cursor');
    }
    const narrowing = operation.parameters.filter(
      ({ name, in: place }) => place === 'query' && !['cursor', 'limit', 'facets', 'audience'].includes(name),
    );
    for (const { name, schema, ...parameter } of narrowing) {
      const value = encodeURIComponent(
        String((parameter as { example?: unknown }).example ?? (await accepted(schema, ours))),
      );
      const call = callOf(operation, {
        path: await pathOf(ours),
        query: [
          ['cursor', cursor],
          [name, value],
        ],
        body: undefined,
      });
      await expectRefusal(operation, call, `with another ${name}`, 400, 'invalid_cursor');
    }
  });
});

/** What is private in the institution that is walked, and the scopes that show it. One of them suffices. */
const canaries: Readonly<Record<string, readonly KeyScope[]>> = {
  'canary-headline': ['directory:read'],
  'canary-email': ['directory:private'],
  'canary-bio': ['directory:private'],
  '1777-04-03': ['directory:private'],
  // Addresses of members and of those invited.
  '@people.example': ['members:read', 'claims:read', 'audit:read'],
  'canary-evidence': ['claims:read'],
  'Canary-graduate': ['degrees:verify'],
  'canary-error': ['tasks:read'],
  'canary-endpoint': ['webhooks:manage'],
  'canary-response': ['directory:private'],
  'canary-key': ['keys:manage', 'audit:read'],
  'canary-client': ['sign_in:manage', 'audit:read'],
};

describe('with a secret key of one scope', () => {
  const takingKeys = operations.filter(({ callers }) => callers.includes('secret'));
  const canariesIn = ({ text, headers }: WireAnswer) =>
    Object.keys(canaries).filter((canary) => `${text}${JSON.stringify(headers)}`.includes(canary));

  it('no operation shows what takes another scope to read', { timeout: 60_000 }, async () => {
    const school = await openSchool();
    const keys = await Promise.all(
      scopes.map(async (scope) => [scope, await school.createKey({ scopes: [scope] })] as const),
    );
    // One that stays: what the walk makes is run again by the first key that may.
    await makers.task!(school);
    const leaks: string[] = [];
    const seen = new Set<string>();
    for (const operation of takingKeys) {
      const accepted = await acceptedParts(operation, school);
      // Whole lists: what the walk has made before may fill a page.
      const query: Parts['query'] = operation.parameters.some(({ name }) => name === 'limit')
        ? [...accepted.query, ['limit', '100']]
        : accepted.query;
      const parts = { ...accepted, query };
      const answerTo = async (key: string) => {
        const answer = await send(callOf(operation, parts, { 'Homecoming-Key': key }));
        expectSound(operation, answer, operation.operationId);
        return canariesIn(answer);
      };
      await Promise.all(
        keys.map(async ([scope, key]) => {
          for (const canary of await answerTo(key)) {
            if (!canaries[canary]!.includes(scope))
              leaks.push(`${operation.operationId} shows ${canary} to ${scope}`);
          }
        }),
      );
      for (const canary of await answerTo(school.secretKey)) seen.add(canary);
    }
    expect(leaks).toEqual([]);
    // A key with every scope sees each of them, or nothing would be proven.
    expect([...seen].sort()).toEqual(Object.keys(canaries).sort());
  });

  it('what reading takes a scope for, writing says so: no new operation can forget', () => {
    const successOf = ({ responses }: Operation) =>
      Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1].content?.['application/json']
        ?.schema;
    const nameOf = (schema: Schema | undefined) => (schema?.anyOf?.[0] ?? schema)?.$ref;
    const readers = new Map<string, Set<string>>();
    for (const operation of takingKeys.filter(({ method }) => method === 'get')) {
      const name = nameOf(successOf(operation));
      if (name) readers.set(name, new Set([...(readers.get(name) ?? []), operation.permission!]));
    }
    const forgotten = takingKeys.filter((operation) => {
      const schema = successOf(operation);
      const read = readers.get(nameOf(schema) ?? '');
      // What has no id of its own is answered as it was sent.
      if (!read || !resolve<Schema>(schema?.anyOf?.[0] ?? schema).properties?.id) return false;
      return !read.has(operation.permission!) && !read.has(operation.answerPermission ?? '');
    });
    expect(forgotten.map(({ operationId }) => operationId)).toEqual([]);
  });
});

describe('whatever is sent', () => {
  it('is answered as the contract says', { timeout: 600_000 }, async () => {
    const subject = await makers.prof!(ours);
    const keys = [ours.secretKey, ours.publishableKey, theirs.secretKey, 'sk_test_nothing'];
    const call = fc.constantFrom(...operations).chain((operation) =>
      fc.record({
        operation: fc.constant(operation),
        key: fc.oneof({ weight: 6, arbitrary: fc.constant(keys[0]!) }, fc.constantFrom(...keys)),
        path: fc.record(
          Object.fromEntries(
            operation.parameters
              .filter((each) => each.in === 'path')
              .map(({ name }) => [
                name,
                fc.oneof({ weight: 3, arbitrary: fc.constant(subject) }, anyText.map(escaped), rawText),
              ]),
          ),
        ),
        query: fc.array(anyQuery(operation), { maxLength: 4 }),
        body: operation.body ? near(Object.values(operation.body)[0]!.schema) : fc.constant(undefined),
      }),
    );
    await fc.assert(
      fc.asyncProperty(call, async ({ operation, key, path, query, body }) => {
        const asked = callOf(
          operation,
          { path, query, body: JSON.stringify(body ?? {}) },
          { 'Homecoming-Key': key },
        );
        const answer = await send(asked);
        // An empty or dotted id leads to another operation, or to none.
        const other =
          operation.parameters.some((each) => each.in === 'path') &&
          Object.values(path).some((id) => /^[./?#]|^$|^%2e/i.test(id));
        if (other) expect(answer.status).toBeLessThan(500);
        else expectSound(operation, answer, `${asked.method} ${asked.path} ${String(asked.body)}`);
      }),
      {
        seed: 2026,
        numRuns: process.env.HOMECOMING_LONG ? 20_000 : 400,
        endOnFailure: Boolean(process.env.HOMECOMING_LONG),
      },
    );
  });
});

/** Half a surrogate pair has no UTF-8: it is sent as a browser would send it. */
const escaped = (text: string) => encodeURIComponent(Buffer.from(text).toString());

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        'ﷺ',
        'İ',
        'ß',
        '㌀',
        "'",
        '\\',
        '"',
        ':*',
        '!',
        '&',
        '|',
        '<->',
        '%',
        '_',
        '½',
        'ﬃ',
        '東',
        'ア',
        '한',
        '\u0301',
        '\u200d',
        '𝅘𝅥𝅮',
        'a',
        'o’',
        ' ',
      ),
      { maxLength: 20 },
    )
    .map((all) => all.join('')),
);
const rawText = fc.constantFrom('%00', '%ED%A0%80', '%FF', '%', '%2e%2e', '%2F', '1e400', '-1', '0', '');

function anyQuery(operation: Operation): fc.Arbitrary<readonly [string, string]> {
  const known = operation.parameters.filter((each) => each.in === 'query');
  const unknown = fc.tuple(anyText.map(escaped), rawText);
  if (!known.length) return unknown;
  const one = fc
    .constantFrom(...known)
    .chain(({ name, schema }) =>
      fc.tuple(
        fc.constant(name),
        fc.oneof({ weight: 6, arbitrary: near(schema).map((value) => escaped(String(value))) }, rawText),
      ),
    );
  return fc.oneof({ weight: 20, arbitrary: one }, unknown);
}

/** Mostly what a schema accepts, so that much gets past the checks; now and then anything. */
function near(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 30, arbitrary: fitting(resolve<Schema>(schema)) },
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom<unknown>('\0', '\ud800', null, -1, 1e308, ''),
  );
}

function fitting(schema: Schema): fc.Arbitrary<unknown> {
  const types = [schema.type].flat();
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  if (schema.properties) {
    const required = (schema.required ?? []) as string[];
    return fc.record(
      Object.fromEntries(Object.entries(schema.properties).map(([name, each]) => [name, near(each)])),
      { requiredKeys: required },
    );
  }
  if (types.includes('array')) return fc.array(near(schema.items!), { maxLength: 4 });
  if (schema.format === 'idn-email') return fc.emailAddress();
  if (schema.format === 'web-address') return fc.webUrl();
  if (types.includes('integer') && !types.includes('string')) {
    return fc.integer({ min: Number(schema.minimum ?? 0), max: Number(schema.maximum ?? 3000) });
  }
  if (types.includes('integer')) return fc.integer({ min: 1900, max: 2030 });
  if (types.includes('boolean')) return fc.boolean();
  return anyText;
}

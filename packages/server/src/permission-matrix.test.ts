import { beforeAll, describe, expect, it } from 'vitest';
import { type CallerKind, type Operation, operations, resolve, type Schema } from './contract/document';
import { permissions } from './contract/generated/permissions';
import { scopes } from './features/keys';
import { updateMember } from './features/members/members';
import { disableOperator } from './features/operators/set-up';
import { declaredPermission } from './http/permission';
import { encodeUuid, newId, parseId } from './platform/ids';
import type { PermissionTable, PrincipalKind } from './platform/permission';
import { type Page, pageOf } from './testing/members';
import { impersonate, makeOperator, platformOf, type SignedInOperator } from './testing/operators';
import { startTestService, type TestInstitution, type TestService } from './testing/service';
import { callRaw } from './testing/wire';

/*
 * Every operation × each kind of caller: who gets past the middleware is what the table says, and nothing else. A call that is
 * let in is refused by the validation behind, for it carries a parameter that no operation has: nothing is done.
 */

const table: PermissionTable = permissions;
const letIn = [400, 'invalid_request'];

type Headers = Readonly<Record<string, string>>;
type Expectation = (operation: Operation) => readonly [number, string] | readonly (number | string)[];

let service: TestService;
const headersOf: Record<string, Headers | ((operation: Operation) => Promise<Headers>)> = {};

const takes = ({ callers }: Operation, kind: CallerKind) => callers.includes(kind);
const row = ({ permission }: Operation) => table[permission!]!;

/** Of whoever sends a key where operators are asked for: whose key it is makes no difference. */
const unlessOperators =
  (expected: Expectation): Expectation =>
  (operation) =>
    takes(operation, 'operator') ? [403, 'key_kind_not_allowed'] : expected(operation);

/** Of a page that sends no token, or whose token the operation does not look at. */
const ofPublishable = unlessOperators((operation) => {
  if (row(operation).publishable) return letIn;
  return takes(operation, 'member') ? [401, 'missing_token'] : [403, 'key_kind_not_allowed'];
});

const ofSecret = (hasScope: boolean) =>
  unlessOperators((operation) => {
    if (!row(operation).secret) return [403, 'key_kind_not_allowed'];
    return hasScope ? letIn : [403, 'missing_scope'];
  });

/** Of a page with a token: where the operation asks for one, what the member may do counts. */
const withToken =
  (expected: Expectation): Expectation =>
  (operation) =>
    takes(operation, 'member') ? expected(operation) : ofPublishable(operation);

const ofMember = (kind: 'unverified' | 'student' | 'alumnus' | 'admin') =>
  withToken((operation) => (row(operation)[kind] ? letIn : [403, 'missing_permission']));

/** Of an operator who acts as a member of that kind: what both may. */
const asMember = (kind: 'unverified' | 'student' | 'alumnus' | 'admin') =>
  withToken((operation) => {
    return row(operation)[kind] && row(operation).impersonated ? letIn : [403, 'missing_permission'];
  });

/** Of an operator's token: elsewhere it is no key, and stands for nothing. */
const ofOperator =
  (expected: readonly [number, string] | typeof letIn): Expectation =>
  (operation) =>
    takes(operation, 'operator') ? expected : [401, 'missing_key'];

/** The columns of the table. */
const columns: Readonly<Record<PrincipalKind, Expectation>> = {
  publishable: ofPublishable,
  secret: ofSecret(true),
  unverified: ofMember('unverified'),
  student: ofMember('student'),
  alumnus: ofMember('alumnus'),
  admin: ofMember('admin'),
  operator: ofOperator(letIn),
  // An admin, who may the most.
  impersonated: asMember('admin'),
};

const expectations: Readonly<Record<string, Expectation>> = {
  ...columns,
  'no key': (operation) => [401, takes(operation, 'operator') ? 'missing_token' : 'missing_key'],
  'wrong origin': (operation) =>
    operation.callers.every((kind) => kind === 'secret')
      ? [403, 'key_kind_not_allowed']
      : [403, 'origin_not_allowed'],
  'secret without the scope': ofSecret(false),
  banned: withToken(() => [403, 'member_banned']),
  'signed out': withToken(() => [401, 'session_ended']),
  'admin not verified': ofMember('unverified'),
  'admin of another institution': withToken(() => [401, 'invalid_token']),
  'operator, in a page': (operation) =>
    takes(operation, 'operator') ? [403, 'origin_not_allowed'] : [401, 'missing_key'],
  'operator, beside a key': withToken(() => [401, 'invalid_token']),
  'operator signed out': ofOperator([401, 'session_ended']),
  'operator disabled': ofOperator([401, 'session_ended']),
  'member as operator': ofOperator([401, 'invalid_token']),
  'impersonated unverified': asMember('unverified'),
  'impersonated student': asMember('student'),
  'impersonated alumnus': asMember('alumnus'),
  'impersonation ended': withToken(() => [401, 'session_ended']),
  'impersonation of a disabled operator': withToken(() => [401, 'session_ended']),
  'impersonation of an operator signed out': withToken(() => [401, 'session_ended']),
  'impersonation at another institution': withToken(() => [401, 'invalid_token']),
};

beforeAll(async () => {
  service = await startTestService();
  const school = await service.createInstitution();
  const page = await pageOf(service, school);
  const secretKey = await school.createKey();
  const banned = await page.signIn({ role: 'alumnus' });
  const id = parseId('member', banned.member.id)!;
  await updateMember(school.scope, service.tokens.revocations, id, { status: 'banned' });
  const signedOut = await page.signIn({ role: 'admin' });
  await page.send('DELETE', '/v1/me/sessions', undefined, signedOut.headers);
  const elsewhere = await pageOf(service, await service.createInstitution());
  const stranger = await elsewhere.signIn({ role: 'admin' });
  const signedIn = async (draft: Parameters<typeof page.signIn>[0]) => (await page.signIn(draft)).headers;
  Object.assign(headersOf, {
    'no key': {},
    'wrong origin': { ...(await signedIn({ role: 'admin' })), Origin: 'https://other.example' },
    publishable: { 'Homecoming-Key': page.key },
    'secret without the scope': async ({ permission }: Operation) => ({
      'Homecoming-Key': await school.createKey({ scopes: scopes.filter((scope) => scope !== permission) }),
    }),
    secret: { 'Homecoming-Key': secretKey },
    unverified: await signedIn({}),
    student: await signedIn({ role: 'student' }),
    alumnus: await signedIn({ role: 'alumnus' }),
    banned: banned.headers,
    'signed out': signedOut.headers,
    admin: await signedIn({ role: 'admin' }),
    'admin not verified': await signedIn({ role: 'admin', status: 'unverified' }),
    'admin of another institution': page.tokenHeaders(stranger.accessToken),
  });
  Object.assign(headersOf, await ofOperators(school, page));
});

/** What operators send, in their own name and in those of members. */
async function ofOperators(school: TestInstitution, page: Page): Promise<typeof headersOf> {
  const [staying, leaving, disabled] = [
    await makeOperator(service),
    await makeOperator(service),
    await makeOperator(service),
  ];
  const [operator, signedOut, gone] = [
    await staying.signIn(),
    await leaving.signIn(),
    await disabled.signIn(),
  ];
  const admin = await page.signIn({ role: 'admin' });
  const actAs = async (by: SignedInOperator, draft: Parameters<typeof page.signIn>[0]) =>
    impersonate(service, by, school, await page.signIn(draft));
  const ended = await actAs(operator, { role: 'admin' });
  await staying.send('DELETE', `/v1/operator/impersonations/${ended.id}`, undefined, operator.headers);
  const other = await service.createInstitution();
  const elsewhere = await pageOf(service, other);
  const abroad = await impersonate(service, operator, other, await elsewhere.signIn({ role: 'admin' }));
  const kinds = {
    operator: operator.headers,
    impersonated: (await actAs(operator, { role: 'admin' })).headers,
    'operator, in a page': { ...operator.headers, Origin: 'https://allowed.example' },
    'operator, beside a key': page.tokenHeaders(operator.token),
    'operator signed out': signedOut.headers,
    'operator disabled': gone.headers,
    'member as operator': { Authorization: `Bearer ${admin.accessToken}` },
    'impersonated unverified': (await actAs(operator, {})).headers,
    'impersonated student': (await actAs(operator, { role: 'student' })).headers,
    'impersonated alumnus': (await actAs(operator, { role: 'alumnus' })).headers,
    'impersonation ended': ended.headers,
    'impersonation of a disabled operator': (await actAs(gone, { role: 'admin' })).headers,
    'impersonation of an operator signed out': (await actAs(signedOut, { role: 'admin' })).headers,
    'impersonation at another institution': page.tokenHeaders(abroad.accessToken),
  };
  await leaving.send('POST', '/v1/operator/sign-out', undefined, signedOut.headers);
  await disableOperator(platformOf(service), service.tokens, disabled.email);
  return kinds;
}

const guarded = operations.filter(({ callers }) => callers.length);

describe.each(guarded.map((operation) => [operation.operationId, operation] as const))(
  '%s',
  (_, operation) => {
    it.each(Object.keys(expectations))('%s', async (kind) => {
      const headers = headersOf[kind]!;
      const schemas = new Map(operation.parameters.map(({ name, schema }) => [name, schema]));
      const path = operation.path.replaceAll(/:(\w+)/g, (_, name: string) => idFor(schemas.get(name)!));
      const answer = await callRaw(service.origin, {
        method: operation.method.toUpperCase(),
        path: `${path}?no-operation-has-this=1`,
        headers: typeof headers === 'function' ? await headers(operation) : headers,
      });
      const { code } = JSON.parse(answer.text) as { code: string };
      expect([answer.status, code]).toEqual(expectations[kind]!(operation));
    });
  },
);

/** An id of nothing, well formed, so that only the parameter is wrong. */
function idFor(schema: Schema): string {
  const prefix = resolve<Schema>(schema)['x-typeid'];
  return prefix ? `${prefix}_${encodeUuid(newId())}` : 'a';
}

it('only what tells nothing of an institution is open to all, and where browsers come back with a signed state', () => {
  const open = operations.filter(({ callers }) => !callers.length).map(({ operationId }) => operationId);
  expect(open.sort()).toEqual([
    'completeOidcSignIn', 'confirmSetUpAsOperator', 'getLiveness', 'getReadiness', 'getSigningKeys', 'listWebhookPublicKeys',
    'setUpAsOperator', 'signInAsOperator',
  ]); // prettier-ignore
});

describe('an operation stops the start', () => {
  const sound = operations.find(({ operationId }) => operationId === 'searchDirectory')!;
  const declare = (changes: Partial<Operation>) => () => declaredPermission({ ...sound, ...changes }, table);

  it('not when it is as the table says', () => {
    expect(declare({})()).toBe(table['directory:read']);
    for (const operation of operations) declaredPermission(operation, table);
  });

  it.each<[string, Partial<Operation>, RegExp]>([
    ['without a rule', { permission: undefined }, /must say x-permission/],
    [
      'with a rule that the table does not have',
      { permission: 'directory:everything' },
      /unknown x-permission/,
    ],
    ['with a rule that every object has', { permission: 'constructor' }, /unknown x-permission/],
    [
      'that lets in whom the table does not',
      { permission: 'directory:write' },
      /lets in publishable, member/,
    ],
    ['that keeps out whom the table lets in', { callers: ['publishable', 'member'] }, /keeps out secret/],
    ['that is open to all, with a rule', { callers: [] }, /is open to all/],
  ])('%s', (_, changes, message) => {
    expect(declare(changes)).toThrow(message);
  });

  it('and every row of the table is somebody’s', () => {
    const named = new Set(guarded.map(({ permission }) => permission));
    // What one sees of a profile is no operation of its own.
    expect(Object.keys(table).filter((name) => !named.has(name))).toEqual(['directory:private']);
  });
});

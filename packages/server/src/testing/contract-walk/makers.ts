import { operations, resolve, type Schema } from '../../contract/document';
import { setStatus } from '../../features/bulk-actions/store';
import { findMemberByEmail, setMemberProfile, setPasswordHash } from '../../features/members/store';
import { createOperator } from '../../features/operators';
import { totpCode, totpStepAt } from '../../features/operators/totp';
import { openSession } from '../../features/sessions/sessions';
import { PasswordHashing } from '../../features/sign-in/hashing';
import { grantText, randomText, sha256 } from '../../features/sign-in-providers/oidc/secrets';
import { insertSignIn, setGrant } from '../../features/sign-in-providers/oidc/sign-in-store';
import { insertDeliveries } from '../../features/webhooks/delivery-store';
import { formatId, newId, parseId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { exchangeOf, openHostSite, registerProvider } from '../host-site';
import { fromBase32, impersonate, operatorPassword, platformOf, sendAs } from '../operators';
import { newPagePart, pageAddress, SignInBrowser } from '../sign-in-browser';
import { json, operator, ours, type School, send, service, standIn } from './school';

export const makers: Record<string, (school: School) => Promise<string>> = {
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
export const existing: Readonly<Record<string, (school: School, example: Example) => Promise<string>>> = {
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
export const places: Readonly<Record<string, keyof typeof existing>> = {
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
export const makerOf = new Map(
  Object.entries(places).map(([place, name]) => [
    resolve<Schema>({ $ref: `#/components/schemas/${place}` }),
    existing[name]!,
  ]),
);
export const signInState = operations
  .find(({ operationId }) => operationId === 'completeOidcSignIn')!
  .parameters.find(({ name }) => name === 'state')!.schema;
makerOf.set(resolve<Schema>(signInState), existing.signInState!);

export const needsOwnProfile = new Set([
  'getOwnProfile',
  'updateOwnProfile',
  'putOwnPhoto',
  'deleteOwnPhoto',
]);

export async function putConsumer(
  { secretKey }: School,
  name: string,
): Promise<{ name: string; position: string }> {
  const answer = await send({
    method: 'PUT',
    path: `/v1/changes/consumers/${name}`,
    headers: { 'Homecoming-Key': secretKey, ...json },
    body: '{}',
  });
  return JSON.parse(answer.text) as { name: string; position: string };
}

export type Example = Readonly<Record<string, unknown>>;

const hashing = new PasswordHashing();

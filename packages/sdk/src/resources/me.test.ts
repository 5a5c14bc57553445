import { expect, test } from 'vitest';
import { createClient } from '../client';
import { ConflictError, InvalidRequestError, NotFoundError, PermissionError } from '../errors';
import { createMemberClient } from '../me';
import type { Asked, Behaviour, Reply } from '../testing/stand-in';
import { breakOff, problem, publishableKey, startStandIn } from '../testing/stand-in';
import type { Member } from '../types';

const marie: Member = {
  id: 'mem_01jdyvbv7gen8t9pe8z5aav004',
  email: 'marie@example.org',
  role: 'alumnus',
  status: 'unverified',
  hasPassword: false,
  createdAt: '2026-11-21T09:30:00.000Z',
};
const verified: Member = { ...marie, status: 'verified', profileId: 'prof_01jdyvbv7gen8t9pe8z5aav002' };
const profile = { id: verified.profileId, displayName: 'Marie Curie', otherNames: [], degrees: [] };

type Answers = Readonly<Record<string, Reply | Behaviour>>;

/** Marie is signed in; the service answers by method and path. */
async function signIn(answers: Answers, make: typeof createMemberClient = createMemberClient) {
  const decide = ({ method, url }: Asked): Reply | Behaviour => {
    const name = `${method} ${url?.split('?')[0]}`;
    if (name === 'POST /v1/auth/codes/redeem')
      return { body: { accessToken: 'access-1', refreshToken: 'refresh-1', expiresIn: 900, member: marie } };
    return answers[name] ?? problem(404, 'not_found');
  };
  const { baseUrl, asked } = await startStandIn({ decide });
  const hc = make({ baseUrl, key: publishableKey });
  await hc.auth.verifyCode(marie.email, '418007');
  asked.length = 0;
  return { hc, asked };
}

test.each([
  ['a client for one’s own data', createMemberClient],
  ['the whole client', createClient],
])('%s reads one’s own profile, whole and as others see it, as the member', async (_, make) => {
  const { hc, asked } = await signIn({ 'GET /v1/me/profile': { body: profile } }, make);
  expect(await hc.me.profile()).toEqual(profile);
  await hc.me.profile({ viewAs: 'public' });
  expect(asked.map(({ url }) => url)).toEqual(['/v1/me/profile', '/v1/me/profile?audience=public']);
  for (const { headers } of asked) expect(headers.authorization).toBe('Bearer access-1');
});

test('changes of the profile only what is named', async () => {
  const { hc, asked } = await signIn({ 'PATCH /v1/me/profile': { body: profile } });
  const changes = { city: null, company: 'Radium Institute', audiences: { company: 'members' } } as const;
  expect(await hc.me.updateProfile(changes)).toEqual(profile);
  expect(JSON.parse(asked[0]!.body)).toEqual(changes);
});

test('tells that the profile was changed since it was read', async () => {
  const { hc, asked } = await signIn({ 'PATCH /v1/me/profile': problem(409, 'conflict') });
  await expect(hc.me.updateProfile({ city: null, version: 3 })).rejects.toSatisfy(
    (error) => error instanceof ConflictError && error.code === 'conflict',
  );
  expect(asked.map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ city: null, version: 3 }]);
});

test('tells what is wrong with it', async () => {
  const errors = [{ path: '/headline', message: 'must not be longer than 200 characters' }];
  const { hc } = await signIn({ 'PATCH /v1/me/profile': problem(400, 'invalid_request', { errors }) });
  const failure = await hc.me.updateProfile({ headline: 'x' }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(InvalidRequestError);
  expect(failure).toMatchObject({ errors });
});

test('puts a photo as it is, and removes it', async () => {
  const { hc, asked } = await signIn({
    'PUT /v1/me/photo': { body: profile },
    'DELETE /v1/me/photo': { status: 204 },
  });
  expect(await hc.me.putPhoto(new Blob(['an image'], { type: 'image/png' }))).toEqual(profile);
  expect(await hc.me.deletePhoto()).toBeUndefined();
  expect(asked[0]).toMatchObject({
    body: 'an image',
    headers: { 'content-type': 'application/octet-stream' },
  });
});

test('tells that there is no profile yet', async () => {
  const { hc } = await signIn({ 'GET /v1/me/profile': problem(404, 'no_profile') });
  await expect(hc.me.profile()).rejects.toSatisfy(
    (error) => error instanceof NotFoundError && error.code === 'no_profile',
  );
});

test('claims a profile once, however often it is sent, and then knows the member anew', async () => {
  const claim = { id: 'clm_01jdyvbv7gen8t9pe8z5aav006', status: 'approved', name: 'Maria Sklodowska' };
  let tries = 0;
  const { hc, asked } = await signIn({
    get 'POST /v1/me/claims'() {
      return tries++ === 0 ? breakOff : { status: 201, body: claim };
    },
    'GET /v1/me': { body: verified },
    'GET /v1/me/claims': { body: { data: [claim] } },
  });
  const seen: unknown[] = [];
  hc.auth.onChange((member) => seen.push(member?.status));
  expect(await hc.me.claim({ name: 'Maria Sklodowska', batchYear: 1903 })).toEqual(claim);
  expect(await hc.me.listClaims()).toEqual([claim]);
  const sent = asked.filter(({ method }) => method === 'POST');
  expect(sent).toHaveLength(2);
  expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(await hc.auth.member()).toEqual(verified);
  expect(seen.at(-1)).toBe('verified');
});

test('a claim stands although the member can’t be read after it', async () => {
  const { hc } = await signIn({
    'POST /v1/me/claims': { status: 201, body: { status: 'pending' } },
    'GET /v1/me': problem(500, 'internal_error'),
  });
  const options = { deadlineMs: 200 };
  expect(await hc.me.claim({ name: 'Marie' }, options)).toMatchObject({ status: 'pending' });
});

test('tells of an earlier claim', async () => {
  const { hc } = await signIn({ 'POST /v1/me/claims': problem(409, 'claim_pending') });
  await expect(hc.me.claim({ name: 'Marie' })).rejects.toBeInstanceOf(ConflictError);
});

test('changes the address with both codes, and knows it from then on', async () => {
  const moved = { ...marie, email: 'curie@radium.example' };
  const { hc, asked } = await signIn({
    'POST /v1/me/email-change': { status: 202, body: '' },
    'POST /v1/me/email-change/confirm': { body: moved },
  });
  await hc.me.requestEmailChange(moved.email);
  expect(await hc.me.confirmEmailChange({ oldCode: '418007', newCode: '270915' })).toEqual(moved);
  expect(asked.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
    { email: moved.email },
    { oldCode: '418007', newCode: '270915' },
  ]);
  expect(await hc.auth.member()).toEqual(moved);
});

test('sends codes once and never again by itself: a try counts', async () => {
  const { hc, asked } = await signIn({ 'POST /v1/me/email-change/confirm': breakOff });
  await expect(hc.me.confirmEmailChange({ oldCode: '418007', newCode: '270915' })).rejects.toThrow();
  expect(asked).toHaveLength(1);
});

test('tells that a recent sign-in is needed', async () => {
  const { hc } = await signIn({ 'POST /v1/me/email-change': problem(403, 'recent_sign_in_needed') });
  await expect(hc.me.requestEmailChange('a@b.example')).rejects.toBeInstanceOf(PermissionError);
});

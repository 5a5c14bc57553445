import { decodeProtectedHeader } from 'jose';
import { beforeAll, expect, it } from 'vitest';
import { asOwner, asOwnerInTransaction } from '../../platform/owner';
import { type Page, pageOf } from '../../testing/members';
import { startTestService, type TestInstitution, testSecret, type TestService } from '../../testing/service';
import { tokenOptionsOf } from '../../testing/tokens';
import { ensureSigningKey, rotateSigningKeys } from './rotation';
import { openKey, sealKey } from './sealed-key';
import { createTokens } from './tokens';

let service: TestService;
let school: TestInstitution;
let page: Page;
let now: Date;
const clock = () => now;

beforeAll(async () => {
  now = new Date();
  service = await startTestService({ clock });
  school = await service.createInstitution();
  page = await pageOf(service, school);
});

const kidOf = (token: string) => decodeProtectedHeader(token).kid;
const minutes = (count: number) => (now = new Date(now.getTime() + count * 60_000));
const rotate = (options = {}, secret = testSecret) =>
  asOwnerInTransaction(service.ownerUrl, (owner) => rotateSigningKeys(owner, { secret, clock }, options));
const processOf = (secret = testSecret) => createTokens({ ...tokenOptionsOf(service), secret });
const keyCount = async () =>
  (await asOwner(service.ownerUrl, (owner) => owner.query({ text: 'select id from signing_keys' }))).length;

it('the first key is made once, however many processes start', async () => {
  await Promise.all(
    Array.from({ length: 5 }, () =>
      asOwnerInTransaction(service.ownerUrl, (owner) =>
        ensureSigningKey(owner, { secret: testSecret, clock }),
      ),
    ),
  );
  expect(await keyCount()).toBe(1);
});

it('a rotation signs nobody out: the new key is known before it signs, the old one verifies until its last token has ended', async () => {
  const person = await page.signIn();
  const old = kidOf(person.accessToken);
  const next = await rotate();
  await service.tokens.keys.read();
  const published = async () => (await service.tokens.keys.publicKeys()).map(({ kid }) => kid);
  expect(await published()).toEqual([old, next]);

  minutes(0.5);
  const before = await page.signIn();
  expect(kidOf(before.accessToken)).toBe(old);
  minutes(0.6);
  const after = await page.signIn();
  expect(kidOf(after.accessToken)).toBe(next);
  expect((await page.me(person)).status).toBe(200);
  expect((await page.me(before)).status).toBe(200);
  minutes(13.5);
  expect((await page.me(before)).status).toBe(200);

  minutes(20); // An operator’s token for a member may last half an hour.
  await service.tokens.keys.read();
  expect(await published()).toEqual([next]);
  const refreshed = page.personOf(await page.refresh(before.refreshToken));
  expect((await page.me(refreshed)).status).toBe(200);
});

it('a process that has not heard of a key reads the list when a token names it', async () => {
  const elsewhere = processOf();
  const person = await page.signIn();
  const principal = await elsewhere.accessTokens.authenticate(person.accessToken, {
    institution: school.institution,
    keyId: school.institution.id,
  });
  expect(principal.status).toBe('unverified');
});

it('at once, old tokens end and sessions go on', async () => {
  const person = await page.signIn();
  await rotate({ atOnce: true });
  await service.tokens.keys.read();
  expect((await page.me(person)).code).toBe('invalid_token');
  const refreshed = page.personOf(await page.refresh(person.refreshToken));
  expect((await page.me(refreshed)).status).toBe(200);
});

it('a clock behind the start of every key signs with the newest', async () => {
  const newest = await rotate();
  const real = now;
  minutes(-10_000);
  const { id } = await processOf().keys.signer();
  now = real;
  expect(id).toBe(newest);
  minutes(2);
});

it('another secret opens no key, and gets one of its own', async () => {
  const other = 'another secret';
  await expect(processOf(other).keys.signer()).rejects.toThrow('HOMECOMING_SECRET');
  const before = await keyCount();
  await asOwnerInTransaction(service.ownerUrl, (owner) => ensureSigningKey(owner, { secret: other, clock }));
  expect(await keyCount()).toBe(before + 1);
  const { id } = await processOf(other).keys.signer();
  expect((await processOf().keys.signer()).id).not.toBe(id);
});

it('a private key is sealed: with the secret, for its id, unchanged', () => {
  const key = { kty: 'EC', d: 'very private' };
  const sealed = sealKey('secret', 'id', key);
  expect(sealed.toString('latin1')).not.toContain('very private');
  expect(openKey('secret', 'id', sealed)).toEqual(key);
  expect(openKey('secret', 'other', sealed)).toBeUndefined();
  expect(openKey('other', 'id', sealed)).toBeUndefined();
  expect(openKey('secret', 'id', sealed.subarray(0, 20))).toBeUndefined();
  sealed[sealed.length - 1]! ^= 1;
  expect(openKey('secret', 'id', sealed)).toBeUndefined();
});

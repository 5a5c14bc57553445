import { expect, test } from 'vitest';
import { createClient } from '../client';
import { ConflictError } from '../errors';
import { secretKey, startStandIn } from '../testing/stand-in';

const id = 'clm_01jdyvbv7gen8t9pe8z5aav006';
const profileId = 'prof_01jdyvbv7gen8t9pe8z5aav002';
const claim = { id, status: 'pending', name: 'Maria Sklodowska' };

test('what waits is listed page by page, and looked at with its matches', async () => {
  const { baseUrl, asked } = await startStandIn(
    { body: { data: [claim], nextCursor: 'two' } },
    { body: { data: [{ ...claim, name: 'Ada Byron' }], nextCursor: null } },
    { body: { claim, matches: [{ profileId, confidence: 'high' }] } },
  );
  const { claims } = createClient({ baseUrl, key: secretKey });
  const names: string[] = [];
  for await (const { name } of claims.list({ status: 'pending' })) names.push(name);
  expect(names).toEqual(['Maria Sklodowska', 'Ada Byron']);
  expect((await claims.get(id)).matches[0]!.profileId).toBe(profileId);
  expect(asked.map(({ url }) => url)).toEqual([
    '/v1/claims?status=pending',
    '/v1/claims?cursor=two&status=pending',
    `/v1/claims/${id}`,
  ]);
});

test('a decision is sent as one call that may be repeated; one that came too late is a conflict', async () => {
  const { baseUrl, asked } = await startStandIn(
    { body: { ...claim, status: 'approved', profileId } },
    { body: { ...claim, status: 'approved', profileId } },
    { status: 409, body: { code: 'claim_decided', status: 409, title: 'Decided.' } },
  );
  const { claims } = createClient({ baseUrl, key: secretKey });
  expect(await claims.approve(id, { profileId }, { idempotencyKey: 'claim-6' })).toMatchObject({ profileId });
  await claims.approve(id, { newProfile: true, externalId: '6' });
  await expect(claims.reject(id, 'We find nobody.')).rejects.toThrow(ConflictError);
  expect(asked).toMatchObject([
    {
      method: 'POST',
      url: `/v1/claims/${id}/approve`,
      headers: { 'idempotency-key': 'claim-6' },
      body: JSON.stringify({ profileId }),
    },
    { body: JSON.stringify({ newProfile: true, externalId: '6' }) },
    { method: 'POST', url: `/v1/claims/${id}/reject`, body: JSON.stringify({ reason: 'We find nobody.' }) },
  ]);
});

test('the domains that verify by themselves are read and replaced as lists', async () => {
  const { baseUrl, asked } = await startStandIn(
    { body: { domains: [] } },
    { body: { domains: ['alumni.example.edu'] } },
  );
  const { addressDomains } = createClient({ baseUrl, key: secretKey }).claims;
  expect(await addressDomains.get()).toEqual([]);
  expect(await addressDomains.put(['Alumni.example.edu'])).toEqual(['alumni.example.edu']);
  expect(asked[1]).toMatchObject({
    method: 'PUT',
    url: '/v1/address-domains',
    body: JSON.stringify({ domains: ['Alumni.example.edu'] }),
  });
});

test('a profile is taken back from a member', async () => {
  const memberId = 'mem_01jdyvbv7gen8t9pe8z5aav004';
  const { baseUrl, asked } = await startStandIn({ status: 204 });
  const { members } = createClient({ baseUrl, key: secretKey });
  expect(await members.takeProfileBack(memberId)).toBeUndefined();
  expect(asked[0]).toMatchObject({ method: 'DELETE', url: `/v1/members/${memberId}/profile` });
});

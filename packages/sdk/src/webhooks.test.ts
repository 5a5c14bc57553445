import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { createClient, isHomecomingError, type Profile, type WebhookMessage, webhooks } from './index';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const other = `whsec_${Buffer.alloc(24, 8).toString('base64')}`;
const message = {
  type: 'profile.updated',
  timestamp: '2026-11-21T09:30:00.000Z',
  data: { id: 'prof_1', displayName: 'Łódź 🎓' },
};
const body = JSON.stringify(message);
const signed = (options = {}) => webhooks.testHeaders(body, secret, options);

const pair = generateKeyPairSync('ed25519');
const publicKey = `whpk_${Buffer.from(pair.publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('base64')}`;
const asymmetric = (timestamp = Math.floor(Date.now() / 1000)) => ({
  'webhook-id': 'chg_1',
  'webhook-timestamp': String(timestamp),
  'webhook-signature': `v1a,${sign(null, Buffer.from(`chg_1.${timestamp}.${body}`), pair.privateKey).toString('base64')}`,
});

const refused = (reason: string): unknown =>
  expect.objectContaining({ name: 'WebhookVerificationError', reason });

describe('verify', () => {
  it('gives the message that was signed, by a shared secret or a public key, from a client or without one', async () => {
    const client = createClient({
      baseUrl: 'https://alumni.example.edu',
      key: 'pk_test_a_b',
    });
    for (const each of [webhooks, client.webhooks]) {
      expect(await each.verify(body, await signed(), secret)).toEqual(message);
      expect(await each.verify(body, asymmetric(), publicKey)).toEqual(message);
    }
  });

  it('takes the body as text or bytes, and headers in every form', async () => {
    const headers = await signed();
    const bytes = new TextEncoder().encode(body);
    for (const raw of [body, bytes, bytes.buffer, Buffer.from(body)]) {
      expect(await webhooks.verify(raw, headers, secret)).toEqual(message);
    }
    const upper = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]),
    );
    for (const each of [new Headers(headers), upper, { ...headers, 'set-cookie': ['a', 'b'] }]) {
      expect(await webhooks.verify(body, each, secret)).toEqual(message);
    }
  });

  it('accepts either secret while they are changed over, and several signatures of any version', async () => {
    const headers = await signed();
    expect(await webhooks.verify(body, headers, [other, publicKey, secret])).toEqual(message);
    const signatures = `v1,AAAA v2,abc v1a, ${headers['webhook-signature']}`;
    expect(await webhooks.verify(body, { ...headers, 'webhook-signature': signatures }, secret)).toEqual(
      message,
    );
    expect(
      await webhooks.verify(
        body,
        { ...asymmetric(), 'webhook-signature': `v1,AAAA ${asymmetric()['webhook-signature']}` },
        [secret, publicKey],
      ),
    ).toEqual(message);
  });

  it('refuses whatever else was signed, by whomever', async () => {
    const headers = await signed();
    await expect(webhooks.verify(body, headers, other)).rejects.toEqual(refused('bad_signature'));
    await expect(webhooks.verify(`${body} `, headers, secret)).rejects.toEqual(refused('bad_signature'));
    await expect(webhooks.verify(body, { ...headers, 'webhook-id': 'chg_2' }, secret)).rejects.toEqual(
      refused('bad_signature'),
    );
    const later = String(Number(headers['webhook-timestamp']) + 1);
    await expect(webhooks.verify(body, { ...headers, 'webhook-timestamp': later }, secret)).rejects.toEqual(
      refused('bad_signature'),
    );
    await expect(webhooks.verify(body, asymmetric(), secret)).rejects.toEqual(refused('bad_signature'));
    // A public key is known to all: it must not do as a shared secret.
    const key = Buffer.from(publicKey.slice('whpk_'.length), 'base64');
    const content = `chg_1.${headers['webhook-timestamp']}.${body}`;
    const forged = createHmac('sha256', key).update(content).digest('base64');
    for (const version of ['v1', 'v1a']) {
      const forgery = { ...headers, 'webhook-id': 'chg_1', 'webhook-signature': `${version},${forged}` };
      await expect(webhooks.verify(body, forgery, publicKey)).rejects.toEqual(refused('bad_signature'));
    }
    const first = headers['webhook-signature'].slice(0, -3);
    for (const signature of [
      first,
      `${first}===`,
      'v1,',
      'v1',
      ',',
      'v1,%',
      headers['webhook-signature'].replace('v1', 'V1'),
    ]) {
      await expect(
        webhooks.verify(body, { ...headers, 'webhook-signature': signature }, secret),
      ).rejects.toEqual(refused('bad_signature'));
    }
  });

  it('refuses what is older or younger than five minutes', async () => {
    const sentAt = new Date('2026-11-21T09:30:00Z');
    const headers = await signed({ sentAt });
    const at = (seconds: number) => ({ now: new Date(sentAt.getTime() + seconds * 1000) });
    for (const seconds of [-300, 0, 300])
      expect(await webhooks.verify(body, headers, secret, at(seconds))).toEqual(message);
    for (const seconds of [-301, 301, 86_400]) {
      await expect(webhooks.verify(body, headers, secret, at(seconds))).rejects.toEqual(
        refused('bad_timestamp'),
      );
    }
    await expect(webhooks.verify(body, headers, secret, { ...at(20), toleranceSeconds: 10 })).rejects.toEqual(
      refused('bad_timestamp'),
    );
    for (const timestamp of ['now', '-1', '1e9', '1764000000.5', ' 1764000000']) {
      await expect(
        webhooks.verify(body, { ...headers, 'webhook-timestamp': timestamp }, secret),
      ).rejects.toEqual(refused('bad_timestamp'));
    }
  });

  it('says what is missing or wrong, and is an error of this package', async () => {
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
      const without: Record<string, string> = { ...(await signed()) };
      delete without[name];
      await expect(webhooks.verify(body, without, secret)).rejects.toEqual(refused('missing_headers'));
    }
    const error: unknown = await webhooks.verify(body, {}, secret).catch((e: unknown) => e);
    expect(isHomecomingError(error)).toBe(true);
    await expect(webhooks.verify('{', await webhooks.testHeaders('{', secret), secret)).rejects.toEqual(
      refused('bad_body'),
    );
  });

  it.each([
    '',
    'whsec_',
    'secret',
    'whsec_short',
    'whsec_%%%',
    `whpk_${'a'.repeat(40)}`,
    'whsk_AAAA',
    undefined as unknown as string,
  ])('takes no %s for a secret, and does not repeat it', async (text) => {
    const error = (await webhooks
      .verify(body, await signed(), [secret, text])
      .catch((e: unknown) => e)) as Error;
    expect(error).toBeInstanceOf(TypeError);
    if (text) expect(error.message).not.toContain(`${text}.`);
  });

  it('needs at least one secret', async () => {
    await expect(webhooks.verify(body, await signed(), [])).rejects.toThrow(TypeError);
  });
});

describe('testHeaders', () => {
  it('signs what any library of the standard verifies', async () => {
    const headers = await webhooks.testHeaders(body, secret, { id: 'chg_1' });
    expect(headers['webhook-id']).toBe('chg_1');
    expect(new StandardWebhook(secret).verify(body, headers)).toEqual(message);
    expect((await signed())['webhook-id']).not.toBe((await signed())['webhook-id']);
    await expect(webhooks.testHeaders(body, publicKey)).rejects.toThrow('needs a secret that signs');
  });
});

it('tells the types of messages apart', () => {
  const use = (received: WebhookMessage) => {
    if (received.type === 'profile.created') expectTypeOf(received.data).toEqualTypeOf<Profile>();
    if (received.type === 'profile.deleted') expectTypeOf(received.data).toEqualTypeOf<{ id: string }>();
    // @ts-expect-error a type that there is not
    if (received.type === 'profile.exploded') return;
  };
  expectTypeOf(use).toBeFunction();
});

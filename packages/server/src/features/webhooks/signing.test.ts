import { createPublicKey, verify } from 'node:crypto';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { describe, expect, it } from 'vitest';
import { newSecret, signedHeaders, signerOf } from './signing';

const body = JSON.stringify({
  type: 'profile.updated',
  timestamp: '2026-11-21T09:30:00.000Z',
  data: { displayName: 'Łódź 🎓' },
});
const message = { id: 'chg_01h2xcejqtf2nbrexx3vqjhp41', sentAt: new Date(), body };

describe.each([
  ['standardwebhooks', StandardWebhook],
  ['svix', SvixWebhook],
])('%s', (_, Webhook) => {
  it('verifies what we sign, by either secret during a rotation, and nothing else', () => {
    const [old, next, other] = [newSecret('hmac').secret, newSecret('hmac').secret, newSecret('hmac').secret];
    const headers = signedHeaders(message, [next, old].map(signerOf));
    for (const secret of [old, next]) {
      expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
      expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow('signature');
      expect(() => new Webhook(secret).verify(body, { ...headers, 'webhook-id': 'chg_other' })).toThrow(
        'signature',
      );
    }
    expect(() => new Webhook(other).verify(body, headers)).toThrow('signature');
  });

  it('refuses by its timestamp what is sent again later', () => {
    const { secret } = newSecret('hmac');
    for (const minutes of [-6, 6]) {
      const sentAt = new Date(Date.now() + minutes * 60_000);
      const headers = signedHeaders({ ...message, sentAt }, [signerOf(secret)]);
      expect(() => new Webhook(secret).verify(body, headers)).toThrow('timestamp');
    }
  });

  it('signs the same as we do', () => {
    const { secret } = newSecret('hmac');
    const { 'webhook-signature': signature } = signedHeaders(message, [signerOf(secret)]);
    expect(new Webhook(secret).sign(message.id, message.sentAt, body)).toBe(signature);
  });
});

describe('a pair of keys', () => {
  it('signs with v1a what its public key verifies', () => {
    const { secret, publicKey } = newSecret('ed25519');
    const headers = signedHeaders(message, [signerOf(secret)]);
    const [version, signature] = headers['webhook-signature'].split(',');
    expect(version).toBe('v1a');
    const raw = Buffer.from(publicKey!.slice('whpk_'.length), 'base64');
    expect(raw).toHaveLength(32);
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
      format: 'jwk',
    });
    const content = Buffer.from(`${message.id}.${headers['webhook-timestamp']}.${body}`);
    expect(verify(null, content, key, Buffer.from(signature!, 'base64'))).toBe(true);
  });

  it('signs as RFC 8032 has it', () => {
    const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
    const publicKey = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
    const signer = signerOf(`whsk_${Buffer.from(seed + publicKey, 'hex').toString('base64')}`);
    expect(Buffer.from(signer('').slice('v1a,'.length), 'base64').toString('hex')).toBe(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    );
  });
});

describe('a secret', () => {
  it('has 32 bytes of chance, between the 24 and 64 that the standard asks for', () => {
    const secrets = Array.from({ length: 100 }, () => newSecret('hmac').secret);
    expect(new Set(secrets).size).toBe(100);
    for (const secret of secrets)
      expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
  });

  it.each([
    '',
    'whsec_',
    'whsec_c2hvcnQ=',
    `whsec_${'a'.repeat(100)}`,
    'whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    `whsk_${'a'.repeat(40)}`,
    'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  ])('is not %s', (text) => {
    expect(() => signerOf(text)).toThrow('not a secret');
  });
});

import { describe, expect, it } from 'vitest';
import { newId } from '../ids';
import { fileNamedBy, SignedAddresses } from './signed-addresses';

const grant = { institutionId: newId(), fileId: newId(), variant: 1, audience: 'members' } as const;
let now = new Date('2026-11-21T09:34:56.000Z');
const clock = () => now;
const addresses = new SignedAddresses({ secret: 'for tests', purpose: 'photos', clock });
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

describe('a signed address', () => {
  it('gives what it was signed for', () => {
    const opened = addresses.open(addresses.sign(grant));
    expect(opened).toEqual({ ...grant, expiresAt: new Date('2026-11-21T09:50:00.000Z') });
    for (const audience of ['public', 'private'] as const)
      expect(addresses.open(addresses.sign({ ...grant, audience }))?.audience).toBe(audience);
  });

  it('is the same for everybody for a while, and holds for 10 to 20 minutes', () => {
    const start = now;
    for (let minute = 0; minute < 30; minute++) {
      now = new Date(start.getTime() + minute * 60_000);
      const token = addresses.sign(grant);
      const left = (addresses.open(token)!.expiresAt.getTime() - now.getTime()) / 60_000;
      expect(left).toBeGreaterThan(10);
      expect(left).toBeLessThanOrEqual(20);
    }
    now = new Date('2026-11-21T09:30:00.000Z');
    const first = addresses.sign(grant);
    now = new Date('2026-11-21T09:39:59.999Z');
    expect(addresses.sign(grant)).toBe(first);
    now = start;
  });

  it('of what everybody may see stays the same for a day, so that caches stay warm, and holds for one to two', () => {
    const start = now;
    const open = { ...grant, audience: 'public' } as const;
    now = new Date('2026-11-21T00:00:00.000Z');
    const first = addresses.sign(open);
    expect(addresses.open(first)?.expiresAt).toEqual(new Date('2026-11-23T00:00:00.000Z'));
    now = new Date('2026-11-21T23:59:59.999Z');
    expect(addresses.sign(open)).toBe(first);
    now = new Date('2026-11-22T00:00:00.000Z');
    expect(addresses.sign(open)).not.toBe(first);
    expect(addresses.open(first)).toBeDefined();
    now = start;
  });

  it('gives nothing from the instant that it ends', () => {
    const start = now;
    const token = addresses.sign(grant);
    const { expiresAt } = addresses.open(token)!;
    now = new Date(expiresAt.getTime() - 1);
    expect(addresses.open(token)).toBeDefined();
    now = expiresAt;
    expect(addresses.open(token)).toBeUndefined();
    now = later(60 * 24 * 365);
    expect(addresses.open(token)).toBeUndefined();
    now = start;
  });

  it('gives nothing when any bit of it was turned: another institution, file, size, audience or end', () => {
    const bytes = Buffer.from(addresses.sign(grant), 'base64url');
    expect(bytes.length % 3, 'every letter counts').toBe(0);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const forged = Buffer.from(bytes);
      forged[bit >> 3]! ^= 1 << (bit & 7);
      expect(addresses.open(forged.toString('base64url')), `bit ${bit}`).toBeUndefined();
    }
  });

  it('gives nothing where it was signed by another secret, or for another purpose', () => {
    for (const other of [
      new SignedAddresses({ secret: 'another', purpose: 'photos', clock }),
      new SignedAddresses({ secret: 'for tests', purpose: 'files', clock }),
    ])
      expect(addresses.open(other.sign(grant))).toBeUndefined();
  });

  it('gives nothing of any other text', () => {
    const token = addresses.sign(grant);
    for (const text of [
      '',
      ' ',
      token.slice(1),
      token.slice(0, -1),
      `${token}A`,
      `${token}=`,
      `${token}\n`,
      token.replace(/./, '+'),
      '../../etc/passwd',
      'A'.repeat(96),
      '_'.repeat(96),
      token.toLowerCase(),
      'a'.repeat(1e6),
    ])
      // prettier-ignore
      expect(addresses.open(text), text.slice(0, 100)).toBeUndefined();
  });

  it('is recognized by the file that it names, also when it has ended', () => {
    expect(fileNamedBy(addresses.sign(grant))).toBe(grant.fileId);
    expect(fileNamedBy('marie.jpg')).toBeUndefined();
  });
});

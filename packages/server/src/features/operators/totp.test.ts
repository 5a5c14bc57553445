import { describe, expect, it } from 'vitest';
import { base32, newTotpSecret, stepOfCode, totpAddress, totpCode, totpStepAt } from './totp';

const secret = Buffer.from('12345678901234567890');

describe('codes of the second factor', () => {
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('are those of RFC 6238, appendix B, at %i seconds', (seconds, code) => {
    const step = totpStepAt(new Date(seconds * 1_000));
    expect(totpCode(secret, step, 8)).toBe(code);
    expect(totpCode(secret, step)).toBe(code.slice(2));
  });

  it.each([
    '755224',
    '287082',
    '359152',
    '969429',
    '338314',
    '254676',
    '287922',
    '162583',
    '399871',
    '520489',
  ])('are those of RFC 4226, appendix D: %s', (code) => {
    const known = Array.from({ length: 10 }, (_, counter) => totpCode(secret, counter));
    expect(known).toContain(code);
  });

  it('are taken for the step at hand and the one before, and for no other: a code lives a minute at most', () => {
    const now = new Date(1_700_000_000_000);
    const current = totpStepAt(now);
    for (const step of [current - 1, current])
      expect(stepOfCode(secret, totpCode(secret, step), now)).toBe(step);
    for (const step of [current - 2, current + 1, current + 2, 0])
      expect(stepOfCode(secret, totpCode(secret, step), now)).toBeUndefined();
    for (const wrong of ['', '12345', '１２３４５６', '1234567'])
      expect(stepOfCode(secret, wrong, now)).toBeUndefined();
  });
});

describe('the secret', () => {
  it('is 160 random bits', () => {
    expect(newTotpSecret()).toHaveLength(20);
    expect(newTotpSecret()).not.toEqual(newTotpSecret());
  });

  it('is written in base 32, as RFC 4648 shows', () => {
    const pairs = {
      f: 'MY',
      fo: 'MZXQ',
      foo: 'MZXW6',
      foob: 'MZXW6YQ',
      fooba: 'MZXW6YTB',
      foobar: 'MZXW6YTBOI',
    };
    for (const [text, code] of Object.entries(pairs)) expect(base32(Buffer.from(text))).toBe(code);
  });

  it('is handed to an authenticator app as an address', () => {
    expect(totpAddress(secret, 'ada@example.org')).toBe(
      'otpauth://totp/Homecoming%20operators:ada%40example.org?issuer=Homecoming%20operators&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30',
    );
  });
});

import { expect, it } from 'vitest';
import { Seal } from './seal';

const seal = new Seal('a secret of the service', 'tests');

it('opens what it closed, and shows nothing of it', () => {
  const sealed = seal.close('whsec_très secret', 'row 1');
  expect(seal.open(sealed, 'row 1')).toBe('whsec_très secret');
  expect(sealed.toString('latin1')).not.toContain('secret');
  expect(seal.close('whsec_très secret', 'row 1')).not.toEqual(sealed);
});

it('opens nothing of another secret, purpose or place, and nothing that was changed', () => {
  const sealed = seal.close('whsec_secret', 'row 1');
  const refused = 'cannot be opened';
  expect(() => new Seal('another secret', 'tests').open(sealed, 'row 1')).toThrow(refused);
  expect(() => new Seal('a secret of the service', 'others').open(sealed, 'row 1')).toThrow(refused);
  expect(() => seal.open(sealed, 'row 2')).toThrow(refused);
  for (let i = 0; i < sealed.length; i++) {
    const changed = Buffer.from(sealed);
    changed[i]! ^= 1;
    expect(() => seal.open(changed, 'row 1'), `byte ${i}`).toThrow(refused);
    expect(() => seal.open(sealed.subarray(0, i), 'row 1'), `${i} bytes`).toThrow(refused);
  }
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeQuery } from './query';

test('repeats lists, or joins them by commas where the contract says so', () => {
  const query = {
    company: ['A, Inc.', 'B&B'],
    batchYear: [1903, '1905', '1911..1920', { from: 2001, to: 2010 }],
  };
  expect(encodeQuery(query, ['batchYear'])).toBe(
    'batchYear=1903,1905,1911..1920,2001..2010&company=A%2C%20Inc.&company=B%26B',
  );
});

test('takes one value for a list of one', () => {
  expect(encodeQuery({ batchYear: 1911, city: 'Paris' }, ['batchYear'])).toBe('batchYear=1911&city=Paris');
});

test('leaves out what is undefined, null or an empty list, and keeps an empty text', () => {
  const withoutTypes = { city: null } as unknown as { city: undefined };
  expect(encodeQuery({ q: '', limit: undefined, company: [], ...withoutTypes })).toBe('q=');
});

test('writes equal questions as equal addresses, whatever their order', () => {
  expect(encodeQuery({ q: 'curie', city: 'Paris' })).toBe(encodeQuery({ city: 'Paris', q: 'curie' }));
});

test('brings every text across whole, but for halves of surrogate pairs, which have no encoding', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string({ unit: 'grapheme' })), (q, company) => {
      const received = new URLSearchParams(encodeQuery({ q, company }));
      expect(received.getAll('company')).toEqual(company);
      expect(received.get('q')).toBe(new URLSearchParams([['q', q]]).get('q'));
    }),
  );
  expect(encodeQuery({ q: 'a\ud83d' })).toBe('q=a%EF%BF%BD');
});

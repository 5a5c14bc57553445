import { expect, test } from 'vitest';
import { misconfigurationOf, shortKey } from './configuration';

const api = 'https://alumni.example.edu';

test.each([
  [api, undefined, 'no_key'],
  [api, '', 'no_key'],
  [api, 'sk_live_northbridge_3f9c1d7a5be8', 'secret_key'],
  [api, 'pk_test_…', 'malformed_key'],
  [undefined, 'pk_test_northbridge_3f9c1d7a5be8', 'no_api'],
  ['alumni.example.edu', 'pk_test_northbridge_3f9c1d7a5be8', 'no_api'],
  [api, 'pk_test_northbridge_3f9c1d7a5be8', undefined],
])('takes api %s with key %s as %s', (url, key, misconfiguration) => {
  expect(misconfigurationOf(url, key)).toBe(misconfiguration);
});

test('shows enough of a key to find it, and never enough of a secret one to use it', () => {
  expect(shortKey('pk_test_northbridge_3f9c1d7a5be8')).toBe('pk_test_northbridge_…5be8');
  expect(shortKey('sk_live_northbridge_3f9c_1d7a5be8')).toBe('sk_live_…');
});

import { expect, test } from 'vitest';
import { isConfigured } from '../configuration';
import { misconfigurationOf, shortKey } from './misconfiguration';

const api = 'https://alumni.example.edu';
const key = 'pk_test_northbridge_3f9c1d7a5be8';

test.each([
  [api, undefined, 'no_key'],
  [api, '', 'no_key'],
  [api, 'sk_live_northbridge_3f9c1d7a5be8', 'secret_key'],
  [api, 'pk_test_…', 'malformed_key'],
  [undefined, key, 'no_api'],
  ['alumni.example.edu', key, 'malformed_api'],
  ['https://', key, 'malformed_api'],
  [`${api}/v1`, key, 'malformed_api'],
  [`${api}/v1/`, key, 'malformed_api'],
  [`${api}?key=${key}`, key, 'malformed_api'],
  [`${api}#search`, key, 'malformed_api'],
  ['http://alumni.example.edu', key, 'insecure_api'],
])('takes api %s with key %s as %s', (url, given, misconfiguration) => {
  expect(isConfigured(url, given, 'https:')).toBe(false);
  expect(misconfigurationOf(url, given, 'https:')).toBe(misconfiguration);
});

test.each([api, `${api}/homecoming/`, 'http://localhost:4600', 'http://127.0.0.1:4600', 'http://[::1]:4600'])(
  'lets a page with TLS call %s',
  (url) => {
    expect(isConfigured(url, key, 'https:')).toBe(true);
  },
);

test('lets a page without TLS call a service without TLS', () => {
  expect(isConfigured('http://alumni.example.edu', key, 'http:')).toBe(true);
});

test('shows enough of a key to find it, and never enough of a secret one to use it', () => {
  expect(shortKey(key)).toBe('pk_test_northbridge_…5be8');
  expect(shortKey('sk_live_northbridge_3f9c_1d7a5be8')).toBe('sk_live_…');
});

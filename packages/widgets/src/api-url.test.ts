import { expect, test } from 'vitest';
import { apiUrlOf } from './api-url';

test.each([
  ['https://alumni.example.edu/v1/widgets.js', 'https://alumni.example.edu'],
  ['https://example.edu/homecoming/v1/widgets.js?v=2', 'https://example.edu/homecoming'],
  ['https://example.edu/assets/widgets.js', 'https://example.edu'],
  ['http://127.0.0.1:4000/v1/widgets.js', 'http://127.0.0.1:4000'],
])('finds the service of %s at %s', (loader, api) => {
  expect(apiUrlOf(loader)).toBe(api);
});

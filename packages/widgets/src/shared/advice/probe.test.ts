import { expect, test } from 'vitest';
import { directiveFor } from './probe';

const origin = 'https://alumni.example.edu';

test.each([
  ["connect-src 'self' https://a.example", `connect-src 'self' https://a.example ${origin}`],
  ["default-src 'none'; connect-src 'none'", `connect-src ${origin}`],
  ["default-src 'self' https:; img-src *", `connect-src 'self' https: ${origin}`],
  ["img-src *;; Connect-Src 'SELF' ", `connect-src 'SELF' ${origin}`],
])('adds the service to %s', (originalPolicy, directive) => {
  expect(directiveFor({ effectiveDirective: 'connect-src', originalPolicy }, origin)).toBe(directive);
});

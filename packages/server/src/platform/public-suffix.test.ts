import { expect, it } from 'vitest';
import { isPublicSuffix } from './public-suffix';

it.each([
  'co.uk',
  'ac.uk',
  'github.io',
  'vercel.app',
  's3.amazonaws.com',
  'xn--55qx5d.cn',
  'anything.ck',
  'edu',
])('names below %s are anyone’s', (host) => expect(isPublicSuffix(host)).toBe(true));

it.each(['example.edu', 'ox.ac.uk', 'northbridge.github.io', 'www.ck', 'alumni.internal', '127.0.0.1'])(
  'names below %s are its owner’s',
  (host) => expect(isPublicSuffix(host)).toBe(false),
);

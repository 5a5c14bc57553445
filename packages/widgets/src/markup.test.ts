import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  defineAlumniSearch,
  defineProfile,
  defineSignIn,
  HcAlumniSearch,
  HcProfile,
  HcSignIn,
} from './index';

test('can be imported and registered where there is no browser, as servers that render pages do', () => {
  expect(typeof document).toBe('undefined');
  defineAlumniSearch({ api: 'https://alumni.example.edu' });
  defineSignIn({ api: 'https://alumni.example.edu' });
  defineProfile({ api: 'https://alumni.example.edu' });
});

/** `key` is for plain HTML only: React and Vue keep it for themselves. */
const inMarkup = (name: string) => name !== 'key';

test.each([HcAlumniSearch, HcSignIn, HcProfile])(
  'types every attribute of $name for JSX and templates',
  (element) => {
    const types = readFileSync(new URL('markup.ts', import.meta.url), 'utf8');
    for (const name of element.observedAttributes.filter(inMarkup))
      expect(types).toMatch(new RegExp(`\\b${name}'?\\?:`));
  },
);

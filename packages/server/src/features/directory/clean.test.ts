import { expect, it } from 'vitest';
import { clean, trimmedList, visibleText } from './clean';

it.each([
  ['a decomposed form', 'Ame\u0301lie', 'Am\u00e9lie'],
  ['a soft hyphen', 'Schr\u00adödinger', 'Schrödinger'],
  ['a zero-width space', '\u200bCurie\u200b', 'Curie'],
  ['marks of direction', '\u202eCurie\u2069', 'Curie'],
  ['control characters', 'Cu\u0000ri\u001be\u0085', 'Curie'],
])('stores a text without what nobody can see: %s', (_, text, stored) => {
  expect(visibleText(text)).toBe(stored);
});

it('keeps the joiners that Persian and Hindi need, and the lines of a text', () => {
  expect(visibleText('علی\u200cرضا')).toBe('علی\u200cرضا');
  expect(visibleText(' Born in Warsaw.\r\n\tMoved. ')).toBe('Born in Warsaw.\r\n\tMoved.');
});

it.each([
  '',
  ' ',
  '\u00a0',
  '\u200b',
  '\u200d\u200c',
  '\u3164',
  '\u115f\uffa0',
  '\u2800',
  '\ufe0f',
  '\u0007',
])('refuses a text of which nothing would be seen: %j', (text) => {
  expect(visibleText(text)).toBe('');
  expect(() => clean(text)).toThrow('blank');
  expect(() => trimmedList(['Chemistry', text])).toThrow('blank');
});

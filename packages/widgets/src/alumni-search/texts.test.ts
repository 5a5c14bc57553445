import { expect, test } from 'vitest';
import { createTexts } from './texts';

test('says how many, and that it counted only so far', () => {
  const texts = createTexts({}, 'en');
  expect([1, 4, 1234].map((value) => texts.total({ value, relation: 'exact' }))).toEqual([
    '1 person',
    '4 people',
    '1,234 people',
  ]);
  expect(texts.total({ value: 1000, relation: 'atLeast' })).toBe('1,000+ people');
});

test('writes numbers as the page’s language does, and any that the browser knows for nonsense', () => {
  expect(createTexts({}, 'de').number(1234.5)).toBe('1.234,5');
  expect(() => createTexts({}, 'not a locale').number(1)).not.toThrow();
});

test('takes the page’s texts where it has them', () => {
  const texts = createTexts({ lang: 'de', loadMore: 'Mehr laden' }, 'de');
  expect(texts).toMatchObject({ loadMore: 'Mehr laden', retry: 'Try again' });
  expect(texts.anyOf(['a', 'b'])).toBe('“a” oder “b”');
});

import { expect, test } from 'vitest';
import { csvLine } from './csv';

test('quotes what would break a line or a cell', () => {
  expect(csvLine(['Curie, Marie', 'the "radium" one', 'a\nb', 1911, undefined])).toBe(
    '"Curie, Marie","the ""radium"" one","a\nb",1911,\r\n',
  );
});

test('keeps a spreadsheet from taking a text for a formula', () => {
  expect(csvLine(['=HYPERLINK("x")', '@city', 'a-b', -1])).toBe(`"'=HYPERLINK(""x"")",'@city,a-b,-1\r\n`);
});

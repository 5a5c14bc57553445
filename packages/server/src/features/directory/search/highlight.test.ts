import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { highlightsIn, highlightsOf } from './highlight';
import { askedWords } from './query';

/** The text with what is marked in brackets. */
function marked(text: string, q: string, replacements: readonly string[] = []): string {
  const asked = askedWords(q).map((word) => ({ ...word, replacements }));
  let [result, last] = ['', 0];
  for (const { start, end } of highlightsIn(text, asked)) {
    result += `${text.slice(last, start)}[${text.slice(start, end)}]`;
    last = end;
  }
  return result + text.slice(last);
}

describe('highlights', () => {
  test.each([
    ['Marie Curie', 'curie', 'Marie [Curie]'],
    ['Marie Curie', 'cur', 'Marie [Cur]ie'],
    ['Marie Curie', 'mar curie', 'Marie [Curie]'],
    ['Erwin Schrödinger', 'schro', 'Erwin [Schrö]dinger'],
    ['Straßer', 'stras', '[Straßer]'],
    ['Sinéad O’Brien', 'obrien', 'Sinéad [O’Brien]'],
    ['Curie Institute, Curie', 'curie', '[Curie] Institute, [Curie]'],
    ['李明 李', '李明', '[李明] 李'],
    ['株式会社', '式会', '株[式会]社'],
    ['Anne-Marie', 'anne marie', '[Anne]-[Marie]'],
    ['Ian Mc Donald', 'mcdonald', 'Ian [Mc Donald]'],
    ['Ian Mc Donald', 'mcdon', 'Ian [Mc Donald]'],
    ['Ian McDonald', 'mc donald', 'Ian [McDonald]'],
    ['J. R. R. Tolkien', 'jrr', '[J. R. R]. Tolkien'],
    ['Ian McDonald', 'mc don', 'Ian [McDon]ald'],
    ['ﾏﾂﾀﾞ 山田', 'まつだ', '[ﾏﾂﾀﾞ] 山田'],
    ['Schrö\u00addinger', 'schrodinger', '[Schrö\u00addinger]'],
    ['Marie', 'x', 'Marie'],
    ['', 'curie', ''],
  ])('of %j asked for %j are %j', (text, q, expected) => {
    expect(marked(text, q)).toBe(expected);
  });

  it('mark what a mistyped word was taken for', () => {
    expect(marked('Marie Curie', 'curei', ['curie', 'curia'])).toBe('Marie [Curie]');
  });

  it('say the field, and the place in a list', () => {
    const entry = { displayName: 'Marie Curie', otherNames: ['Maria', 'Madame Curie'], batchYear: 1911 };
    expect(highlightsOf(entry, askedWords('1911 curie'))).toEqual([
      { field: 'displayName', start: 6, end: 11 },
      { field: 'otherNames', index: 1, start: 7, end: 12 },
      { field: 'batchYear', start: 0, end: 4 },
    ]);
    expect(highlightsOf(entry, [])).toEqual([]);
  });

  it('lie within the text, in order, and never overlap', () => {
    const text = fc.string({ unit: fc.constantFrom(...'aAéß李明 ’-1ﬁ½́'), maxLength: 30 });
    fc.assert(
      fc.property(text, text, (value, q) => {
        let last = 0;
        for (const { start, end } of highlightsIn(value, askedWords(q))) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(value.length);
          last = end;
        }
      }),
      { seed: 1, numRuns: 1_000 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { editDistance, fold, forgivenErrors, keyOf, leastSimilarity, sortKeyOf, wordsOf } from './text';
import { apostropheVariants, joinedWords } from './variants';

const words = (text: string) => wordsOf(text).map(({ word }) => word);

describe('folding', () => {
  test.each([
    ['Schrödinger', 'schrodinger'],
    ['Marie Skłodowska', 'marie sklodowska'],
    ['Đặng Văn Ngữ', 'dang van ngu'],
    ['Søren Ærø', 'soren aero'],
    ['Straße', 'strasse'],
    ['STRASSE', 'strasse'],
    ['Þórður', 'thordur'],
    ['Œuvre', 'oeuvre'],
    ['ﬁancé', 'fiance'],
    ['İstanbul', 'istanbul'],
    ['ISTANBUL', 'istanbul'],
    ['ısparta', 'isparta'],
    ['Ｔｏｋｙｏ', 'tokyo'],
    ['Ψυχολόγος', 'ψυχολογοσ'],
    ['ΨΥΧΟΛΟΓΟΣ', 'ψυχολογοσ'],
    ['Фёдор', 'федор'],
    ['Йорк', 'иорк'],
    ['أحمد', 'احمد'],
    ['مُحَمَّد', 'محمد'],
    ['محـــمد', 'محمد'],
    ['علی', 'علي'],
    ['فاطمة', 'فاطمه'],
    ['שָׁלוֹם', 'שלום'],
    ['O’Brien', 'obrien'],
    ["O'Brien", 'obrien'],
    ['Hawaiʻi', 'hawaii'],
    ['A/B & Co.', 'a/b & co.'],
  ])('%s becomes %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('keeps marks that are vowels', () => {
    expect(fold('नरेंद्र')).toBe('नरेंद्र');
    expect(fold('ประเทศ')).toBe('ประเทศ');
  });

  it('does not depend on the Unicode form or on case', () => {
    const name = fc.string({ unit: fc.constantFrom(...'aÉéøßΣσςİıиЙёاأ李한ガｶ́fiﬁ’ -') });
    fc.assert(
      fc.property(name, (text) => {
        expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')));
        expect(keyOf(text.toLowerCase())).toBe(keyOf(text));
      }),
      { seed: 1 },
    );
  });

  it('leaves what is folded as it is, whatever the sign', () => {
    for (let code = 1; code < 0x10000; code++) {
      const folded = fold(String.fromCharCode(code));
      if (fold(folded) !== folded)
        expect.fail(`U+${code.toString(16)} becomes ${folded}, then ${fold(folded)}`);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
      { seed: 2 },
    );
  });
});

describe('words', () => {
  test.each([
    ['Anne-Marie  O’Brien', ['anne', 'marie', 'obrien']],
    ['AT&T, Inc.', ['at', 't', 'inc']],
    ['C++ / C#', ['c', 'c']],
    ['½ day', ['1', '2', 'day']],
    ['李明', ['李', '明']],
    ['山田 タロー', ['山', '田', 'た', 'ろ', 'ー']],
    ['김철수', ['김', '철', '수']],
    ['IBM日本', ['ibm', '日', '本']],
    ['', []],
    ["!? ' …", []],
  ])('of %j are %j', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('stand where they say, in order, and have a bound', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        let last = 0;
        for (const { word, start, end } of wordsOf(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(fold(text.slice(start, end))).toContain(word.slice(0, 90));
          expect(word).not.toMatch(/\s|^$/);
          expect([...word].length).toBeLessThanOrEqual(100);
          last = start;
        }
      }),
      { seed: 3, numRuns: 1_000 },
    );
  });

  it('with an apostrophe are also found in their parts', () => {
    expect(apostropheVariants('Sinéad O’Brien')).toEqual(['o', 'brien', 'obrien']);
    expect(apostropheVariants("L ' Oréal")).toEqual(['l', 'oreal', 'loreal']);
    expect(apostropheVariants('Anna')).toEqual([]);
  });

  it('with an apostrophe have the bound, too, whatever letters fold to', () => {
    // One sign that folds to four words of 18 letters, and a mark that folds to nothing.
    for (const text of [`${'ﷺ'.repeat(100)}'x`, "\u0301'a"]) {
      for (const variant of apostropheVariants(text)) {
        expect(variant).toMatch(/^[\p{L}\p{N}\p{M}]+$/u);
        expect([...variant].length).toBeLessThanOrEqual(100);
      }
    }
  });

  it('of a name are its order, punctuation aside', () => {
    expect(sortKeyOf('O’Brien, Anne-Marie')).toBe('obrien anne marie');
    expect(sortKeyOf('…')).toBe('');
  });

  it('of a filter value share a key however they are spaced and written', () => {
    expect(new Set(['Acme Labs', ' ACME   labs', 'Acmé\u00a0Labs'].map(keyOf))).toEqual(
      new Set(['acme labs']),
    );
    expect([...keyOf('ﷺ'.repeat(200))].length).toBeLessThanOrEqual(100);
  });
});

describe('words that are written as one', () => {
  test.each([
    ['Al-Hassani', ['alhassani']],
    ['J. R. R.', ['jr', 'rr', 'jrr']],
    ['J.R.R. Tolkien', ['jr', 'rr', 'jrr']],
    ['Mc Donald', ['mcdonald']],
    ['van der Waals', ['vander', 'derwaals', 'vanderwaals']],
    ['Anne-Marie de Vries', ['annemarie', 'devries']],
    ['St. John', ['stjohn']],
    ['Anna B. Berg', []],
    ['Anne Marie', []],
    ['Curie, Marie', []],
    ['李-明', []],
    ['½', []],
  ])('of the name %j are %j', (text, expected) => {
    expect(joinedWords(text, 'names')).toEqual(expected);
  });

  it.each([
    ['Anne Marie', ['annemarie']],
    ['Jean Marie Louis', ['jeanmarie', 'marielouis', 'jeanmarielouis']],
    ['Robert James', []],
  ])('of the given names %j are %j', (text, expected) => {
    expect(joinedWords(text, 'givenNames')).toEqual(expected);
  });

  it('of other texts are those that a hyphen joins, and initials', () => {
    expect(joinedWords('co-founder of the A. B. C. at sea', 'signs')).toEqual([
      'cofounder',
      'ab',
      'bc',
      'abc',
    ]);
  });

  it('have a bound', () => {
    const joined = joinedWords('a-'.repeat(500), 'names');
    expect(joined.length).toBeLessThan(1_500);
    expect(Math.max(...joined.map((word) => word.length))).toBeLessThanOrEqual(6);
  });
});

describe('edits', () => {
  test.each([
    ['curie', 'curie', 0],
    ['curei', 'curie', 1],
    ['curi', 'curie', 1],
    ['currie', 'curie', 1],
    ['kurie', 'curie', 1],
    ['ukrie', 'curie', 2],
    ['schrodnigre', 'schrodinger', 2],
    ['meitner', 'noether', undefined],
    ['abc', 'cab', 2],
  ])('from %s to %s are %s', (a, b, expected) => {
    expect(editDistance(a, b, 2)).toBe(expected);
    expect(editDistance(b, a, 2)).toBe(expected);
  });

  it('are never more than were made', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abc'), minLength: 2, maxLength: 10 });
    const edit = fc.record({
      kind: fc.constantFrom('insert', 'delete', 'replace', 'swap'),
      at: fc.nat({ max: 9 }),
    });
    fc.assert(
      fc.property(word, edit, (text, { kind, at }) => {
        const [head, tail] = [text.slice(0, at), text.slice(at)];
        const edited = {
          insert: `${head}x${tail}`,
          delete: head + tail.slice(1),
          replace: tail ? `${head}x${tail.slice(1)}` : text,
          swap: head + tail.slice(1, 2) + tail.slice(0, 1) + tail.slice(2),
        }[kind];
        expect(editDistance(text, edited, 2)).toBeLessThanOrEqual(1);
        expect(editDistance(text, edited, 2) === 0).toBe(text === edited);
      }),
      { seed: 4 },
    );
  });

  it('are forgiven by the length of the word', () => {
    expect(['', 'anna', 'curie', 'meitner', 'einstein', 'schrodinger'].map(forgivenErrors)).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
  });
});

describe('similarity', () => {
  const trigramsOf = (word: string) =>
    new Set(Array.from({ length: word.length + 1 }, (_, i) => `  ${word} `.slice(i, i + 3)));

  /** As pg_trgm has it. */
  function similarity(a: string, b: string): number {
    const [ofA, ofB] = [trigramsOf(a), trigramsOf(b)];
    const shared = [...ofA].filter((each) => ofB.has(each)).length;
    return shared / (ofA.size + ofB.size - shared);
  }

  const letter = fc.constantFrom(...'abcdefgh');
  const edit = fc.record({
    kind: fc.constantFrom('insert', 'delete', 'replace', 'swap'),
    at: fc.nat(30),
    letter,
  });

  function edited(
    word: string,
    { kind, at, letter: other }: { kind: string; at: number; letter: string },
  ): string {
    const place = at % word.length;
    const [before, here, after] = [word.slice(0, place), word[place]!, word.slice(place + 1)];
    if (kind === 'insert') return before + other + here + after;
    if (kind === 'delete') return before + after;
    return kind === 'replace' ? before + other + after : before + after.slice(0, 1) + here + after.slice(1);
  }

  it('asked for is never more than that of a word within so many edits', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: letter, minLength: 5, maxLength: 24 }),
        fc.array(edit, { minLength: 1, maxLength: 2 }),
        (word, edits) => {
          const mistyped = edits.reduce(edited, word);
          const least = leastSimilarity(mistyped, edits.length);
          // Of short words a little is given up.
          if (least > 0.2) expect(similarity(word, mistyped)).toBeGreaterThanOrEqual(least);
        },
      ),
      { seed: 1, numRuns: 2_000 },
    );
  });
});

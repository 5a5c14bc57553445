import fc from 'fast-check';
import { expect, test } from 'vitest';
import { piecesOf } from './highlighted-text';

test('marks ranges, touching and overlapping ones too', () => {
  expect(
    piecesOf('Marie Curie', [
      { start: 6, end: 11 },
      { start: 0, end: 3 },
      { start: 2, end: 5 },
    ]),
  ).toEqual([
    { text: 'Mar', marked: true },
    { text: 'ie', marked: true },
    { text: ' ', marked: false },
    { text: 'Curie', marked: true },
  ]);
});

test('loses and repeats nothing, whatever the ranges are', () => {
  const range = fc.record({ start: fc.integer({ min: -3, max: 30 }), end: fc.integer({ min: -3, max: 30 }) });
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.array(range, { maxLength: 6 }), (text, ranges) => {
      expect(
        piecesOf(text, ranges)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
    }),
  );
});

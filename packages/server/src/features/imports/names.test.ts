import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitName } from './names';

const pair = (text: string) => {
  const { givenName, familyName, displayName } = splitName(text);
  return displayName ?? `${givenName} | ${familyName}`;
};

it.each([
  ['Curie, Marie', 'Marie | Curie'],
  ['CURIE, Marie', 'Marie | CURIE'],
  ['de la Cruz, Juan', 'Juan | de la Cruz'],
  ['Beethoven, Ludwig van', 'Ludwig van | Beethoven'],
  ['King, Martin Luther, Jr.', 'Martin Luther | King Jr.'],
  ['Smith, Jr., John', 'John | Smith Jr.'],
  ['Smith Jr., John', 'John | Smith Jr.'],
  ['Smith, John III', 'John | Smith III'],
  ['Smith (Jones), Mary', 'Mary | Smith (Jones)'],
  ['王, 小明', '小明 | 王'],
])('splits %s at its comma', (text, parts) => {
  expect(pair(text)).toBe(parts);
});

it.each([
  ['Marie Curie', 'Marie | Curie'],
  ['Wilhelm Conrad Röntgen', 'Wilhelm Conrad | Röntgen'],
  ['Ludwig van Beethoven', 'Ludwig | van Beethoven'],
  ['Jan Van den Berg', 'Jan | Van den Berg'],
  ['Juan de la Cruz', 'Juan | de la Cruz'],
  ['Maria del Carmen García', 'Maria del Carmen | García'],
  ['Ahmad bin Abdullah', 'Ahmad | bin Abdullah'],
  ['Charles-Jean de la Vallée Poussin', 'Charles-Jean de la Vallée | Poussin'],
  ['Van Morrison', 'Van | Morrison'],
  ['Al Gore', 'Al | Gore'],
  ['Martin Luther King Jr.', 'Martin Luther | King Jr.'],
  ['John Smith, Jr.', 'John | Smith Jr.'],
  ['Alan B. Shepard III', 'Alan B. | Shepard III'],
  ['Jane Doe, PhD', 'Jane | Doe PhD'],
  ['Mary Smith (born Jones)', 'Mary | Smith (born Jones)'],
  ['Marie CURIE', 'Marie | CURIE'],
  ['Gabriel GARCÍA MÁRQUEZ', 'Gabriel | GARCÍA MÁRQUEZ'],
  ['CURIE Marie', 'Marie | CURIE'],
  ['DE LA CRUZ Juan', 'Juan | DE LA CRUZ'],
  ['JRR Tolkien', 'JRR | Tolkien'],
  ['TJ Smith', 'TJ | Smith'],
  ['MARIE CURIE', 'MARIE | CURIE'],
  ['Мария Кюри', 'Мария | Кюри'],
])('splits %s at its family name', (text, parts) => {
  expect(pair(text)).toBe(parts);
});

it.each([
  ['山田 太郎', '太郎 | 山田'],
  ['김 민준', '민준 | 김'],
  ['王 小明', '小明 | 王'],
])('takes the first word of %s for the family name', (text, parts) => {
  expect(pair(text)).toBe(parts);
});

it.each(['Madonna', '王小明', '山田太郎', 'ジョン・スミス', 'van Gogh', 'Elizabeth II', 'Dr.'])(
  'leaves %s whole',
  (text) => {
    expect(splitName(text)).toEqual({ displayName: text });
  },
);

it('loses no word of any name', () => {
  const words = fc.constantFrom(
    'Marie',
    'CURIE',
    'van',
    'de',
    'Jr.',
    'III',
    'PhD',
    '(Jones)',
    'O’Brien',
    '明',
    'X',
    '-',
    '(',
  );
  const text = fc.array(words, { minLength: 1, maxLength: 6 });
  const separators = fc.infiniteStream(fc.constantFrom(' ', ', '));
  fc.assert(
    fc.property(text, separators, (all, between) => {
      const name = all.map((word, i) => (i ? `${between.next().value}${word}` : word)).join('');
      const found = Object.values(splitName(name)).join(' ').split(/[, ]+/).sort();
      expect(found).toEqual([...all].sort());
    }),
  );
});

import { expect, test } from 'vitest';
import { correctedQueries } from './corrected-queries';

const correction = (word: string, ...replacements: string[]) => ({ word, replacements });

test.each([
  [
    'sofware enginer',
    [correction('sofware', 'software'), correction('enginer', 'engineer')],
    ['software engineer'],
  ],
  ['Marie  Curei, Paris', [correction('curei', 'curie')], ['Marie  curie, Paris']],
  ['curei', [correction('curei', 'curie', 'curry')], ['curie', 'curry']],
  ['Schrödnger', [correction('schrodnger', 'schrodinger')], ['schrodinger']],
  ["O'Brein", [correction('obrein', 'obrien')], ['obrien']],
  // Folded as only the service does: its words alone.
  ['Łódz', [correction('lodz', 'lodge')], ['lodge']],
])('shows %j as what was searched for', (query, corrections, queries) => {
  expect(correctedQueries(query, corrections)).toEqual(queries);
});

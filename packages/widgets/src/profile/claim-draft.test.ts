import { expect, test } from 'vitest';
import { claimFaults, claimOf, emptyClaim } from './claim-draft';

test.each([
  [{ ...emptyClaim }, { name: 'noName' }],
  [{ ...emptyClaim, name: '…' }, { name: 'noName' }],
  [{ ...emptyClaim, name: '居里', batchYear: '03' }, { batchYear: 'noYear' }],
  [{ ...emptyClaim, name: 'Marie', batchYear: ' 1903 ' }, {}],
  [{ ...emptyClaim, name: '居里', batchYear: '１９０３' }, {}],
])('tells what can’t be right before asking: %o', (draft, faults) => {
  expect(claimFaults(draft)).toEqual(faults);
});

test('takes no date that is half typed, which the browser gives as none', () => {
  expect(claimFaults({ ...emptyClaim, name: 'Marie' }, false)).toEqual({ birthDate: 'noDate' });
});

test('leaves out what was left empty', () => {
  expect(claimOf({ ...emptyClaim, name: ' Marie ', evidence: ' ' })).toEqual({ name: 'Marie' });
  expect(
    claimOf({
      name: 'Marie',
      batchYear: '۱۹۰۳',
      birthDate: '1867-11-07',
      externalId: '6',
      evidence: 'A shed.',
    }),
  ).toEqual({
    name: 'Marie',
    batchYear: 1903,
    birthDate: '1867-11-07',
    externalId: '6',
    evidence: 'A shed.',
  });
});

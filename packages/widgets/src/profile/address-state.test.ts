import { expect, test } from 'vitest';
import { addressEntered, addressFaults, addressStepped, initialAddress } from './address-state';

const asking = addressEntered(addressStepped(initialAddress, 'asking'), 'newEmail', ' curie@radium.example ');

test('tells what can’t be right before asking', () => {
  expect(addressFaults(addressStepped(initialAddress, 'asking'))).toEqual({
    newEmail: { kind: 'noAddress' },
  });
  expect(addressFaults(asking)).toEqual({});
  const confirming = addressEntered(addressStepped(asking, 'confirming'), 'newCode', 'It is 270 915.');
  expect(addressFaults(confirming)).toEqual({ oldCode: { kind: 'noCode' } });
});

test('takes the address that is wanted to each step, and no code', () => {
  const proving = addressEntered(addressStepped(asking, 'proving'), 'proof', '418007');
  const { typed } = addressStepped(proving, 'confirming');
  expect(typed).toEqual({ newEmail: ' curie@radium.example ', proof: '', oldCode: '', newCode: '' });
});

test('a fault goes with what is entered into its field', () => {
  const wrong = { ...asking, faults: { newEmail: { kind: 'emailTaken' as const } } };
  expect(addressEntered(wrong, 'newEmail', 'a').faults).toEqual({});
});

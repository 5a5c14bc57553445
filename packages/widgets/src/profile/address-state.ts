import { anyCodeIn, isAddress } from '../shared/typed';
import type { Faults, ProfileProblem } from './problem';

/**
 * How far somebody is with changing the address that they sign in with: shown as it is; another one is asked for; who has signed
 * in a while ago proves that it is them; both addresses have been sent a code.
 */
export type AddressStep = 'shown' | 'asking' | 'proving' | 'confirming';

export const addressFields = {
  shown: [],
  asking: ['newEmail'],
  proving: ['proof'],
  confirming: ['oldCode', 'newCode'],
} as const satisfies Readonly<Record<AddressStep, readonly string[]>>;

export type AddressField = (typeof addressFields)[AddressStep][number];

export interface AddressState {
  readonly step: AddressStep;
  readonly typed: Readonly<Record<AddressField, string>>;
  readonly isBusy: boolean;
  /** Whether it was changed here just now. */
  readonly isChanged: boolean;
  readonly faults: Faults;
  readonly problem: ProfileProblem | undefined;
}

export const initialAddress: AddressState = {
  step: 'shown',
  typed: { newEmail: '', proof: '', oldCode: '', newCode: '' },
  isBusy: false,
  isChanged: false,
  faults: {},
  problem: undefined,
};

/** Another step; only the address that is wanted goes with it. */
export function addressStepped({ typed }: AddressState, step: AddressStep): AddressState {
  return { ...initialAddress, step, typed: { ...initialAddress.typed, newEmail: typed.newEmail } };
}

export function addressEntered(state: AddressState, field: AddressField, text: string): AddressState {
  const { [field]: _, ...faults } = state.faults;
  return { ...state, typed: { ...state.typed, [field]: text }, faults };
}

/** What can't be right, seen before anything is asked. */
export function addressFaults({ step, typed }: AddressState): Faults {
  const wrong = addressFields[step].filter((field) =>
    field === 'newEmail' ? !isAddress(typed.newEmail.trim()) : anyCodeIn(typed[field]).length < 6,
  );
  const kindOf = (field: AddressField) => (field === 'newEmail' ? 'noAddress' : 'noCode');
  return Object.fromEntries(wrong.map((field) => [field, { kind: kindOf(field) }]));
}

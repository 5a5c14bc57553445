import type { AddressState, AddressStep } from './address-state';
import type { Faults, ProfileProblem } from './problem';
import { type Phase, phaseOf, type ProfileState } from './profile-state';

/** What of the states the focus follows. */
export interface Shown {
  readonly phase: Phase;
  readonly hasPicture: boolean;
  readonly step: AddressStep;
  readonly faults: Faults;
  readonly addressFaults: Faults;
  readonly problem: ProfileProblem | undefined;
}

export function shownOf(state: ProfileState, address: AddressState): Shown {
  const phase = phaseOf(state);
  return {
    // Between editing and viewing the focus stays with the choice of them.
    phase: phase === 'viewed' ? 'own' : phase,
    hasPicture: state.picture !== undefined,
    step: address.step,
    faults: state.faults,
    addressFaults: address.faults,
    problem: state.problem,
  };
}

/** What has become wrong; not what still is, while something else is put right. */
export function newFaults(before: Shown, now: Shown): string[] {
  const known = [...Object.values(before.faults), ...Object.values(before.addressFaults)];
  const faults = Object.entries({ ...now.faults, ...now.addressFaults });
  return faults.filter(([, fault]) => !known.includes(fault)).map(([name]) => name);
}

/** What has come in place of what had the focus. */
export function newPlace(before: Shown, now: Shown): string | undefined {
  if (before.phase !== now.phase) return '.place';
  if (before.hasPicture !== now.hasPicture) return now.hasPicture ? '#use-photo' : '#photo';
  return before.step === now.step ? undefined : starts[now.step];
}

const starts: Readonly<Record<AddressStep, string>> = {
  shown: '#change-address',
  asking: '#newEmail',
  proving: '#proof',
  confirming: '#oldCode',
};

/** An element with what is around it, from the inside. */
export function withAncestors(element: Element | null | undefined): Element[] {
  return element ? [element, ...withAncestors(element.parentElement)] : [];
}

const focusable = 'button, textarea, select, a[href], input:not([type=radio]), input:checked';

/** What can take the focus close to where one element was that is gone. */
export function nearest(around: readonly Element[]): HTMLElement | undefined {
  return around
    .filter(({ isConnected }) => isConnected)
    .flatMap((element) => element.querySelector<HTMLElement>(focusable) ?? [])[0];
}

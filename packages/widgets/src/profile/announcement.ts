import type { AddressState } from './address-state';
import { phaseOf, type ProfileState } from './profile-state';
import type { ProfileStrings } from './strings';

/** What the live region says (WCAG 4.1.3). Faults and problems speak for themselves, as alerts. */
export function announcementOf(state: ProfileState, texts: ProfileStrings): string {
  const { work, outcome, picture, seen, view } = state;
  const phase = phaseOf(state);
  if (phase === 'loading') return texts.loading;
  if (phase === 'viewed') {
    if (!seen || view === 'own') return '';
    return seen === 'hidden' ? texts.hidden[view].title : texts.viewNote[view];
  }
  if (work === 'saving') return texts.saving;
  if (work === 'photo') return picture ? texts.storingPhoto : texts.removingPhoto;
  if (work === 'claiming') return texts.claiming;
  if (outcome) return texts.outcomes[outcome];
  return picture ? texts.photoChosen : '';
}

/** What it says of another address, as far as that is under way. */
export function addressAnnouncementOf(
  { step, isBusy, isChanged }: AddressState,
  { member }: ProfileState,
  { claiming, address }: ProfileStrings,
): string {
  if (isBusy) return claiming;
  if (isChanged) return address.changed;
  if (step === 'proving') return address.proofSent(member?.email ?? '');
  return step === 'confirming' ? address.codesSent : '';
}

import type { ProfileDraft } from './northbridge';

/** Among how many of the first people there is surely one to be claimed. */
export const claimableAmong = 200;

/**
 * Somebody of the generated register for trying out a claim: the address is theirs alone, so whoever proves it gets the profile at
 * once. The same at each start.
 */
export function claimable(drafts: Iterable<ProfileDraft>): { email: string; name: string } | undefined {
  for (const { givenName, familyName, displayName, email, audiences } of drafts) {
    const name = `${givenName} ${familyName}`;
    // A name that everyone can type.
    if (email && !displayName && !audiences && /^[A-Za-z]+ [A-Za-z]+$/.test(name)) return { email, name };
  }
  return undefined;
}

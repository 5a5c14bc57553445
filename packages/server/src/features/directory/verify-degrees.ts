import type { Scope } from '../../platform/scope';
import type { Profile } from './profile';
import { nextOf, saveProfiles } from './profiles';

/** A degree of a profile, by its place there. */
export interface ProvenDegree {
  readonly profile: Profile;
  readonly position: number;
}

/**
 * Notes which degrees a registrar's list has confirmed. The profiles must be locked by this transaction; a degree that is
 * verified already stays as it is.
 */
export async function verifyDegrees(
  tx: Scope,
  listId: string,
  proven: readonly ProvenDegree[],
): Promise<void> {
  const now = tx.clock();
  const verification = { by: listId, at: now.toISOString() };
  const writes = new Map<string, { readonly before: Profile; readonly after: Profile }>();
  for (const { profile, position } of proven) {
    const after = writes.get(profile.id)?.after ?? nextOf(profile, now);
    if (after.degrees[position]!.verification) continue;
    const degrees = after.degrees.map((degree, i) => (i === position ? { ...degree, verification } : degree));
    writes.set(profile.id, { before: profile, after: { ...after, degrees } });
  }
  if (writes.size) await saveProfiles(tx, [...writes.values()]);
}

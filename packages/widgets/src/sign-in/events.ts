import type { Member, SignOutReason } from '@homecoming/sdk';

/** What `hc-signed-in` tells. */
export interface SignedInDetail {
  readonly member: Member;
  /** Whether the member was signed in already when the element came onto the page. */
  readonly restored: boolean;
}

/** What `hc-signed-out` tells: the member's own wish, a session that ended elsewhere, a ban. */
export interface SignedOutDetail {
  readonly reason: SignOutReason;
}

export type HcSignedInEvent = CustomEvent<SignedInDetail>;
export type HcSignedOutEvent = CustomEvent<SignedOutDetail>;

/** Both bubble and leave shadow roots, so that one listener on the document hears every element of the page. */
export function signedInEvent(detail: SignedInDetail): HcSignedInEvent {
  return new CustomEvent('hc-signed-in', { detail, bubbles: true, composed: true });
}

export function signedOutEvent(detail: SignedOutDetail): HcSignedOutEvent {
  return new CustomEvent('hc-signed-out', { detail, bubbles: true, composed: true });
}

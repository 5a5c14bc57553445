import type { Profile } from '@homecoming/sdk';

/** What `hc-profile-changed` tells: the member's profile as it now is. */
export interface ProfileChangedDetail {
  readonly profile: Profile;
}

export type HcProfileChangedEvent = CustomEvent<ProfileChangedDetail>;
export type HcSignInWantedEvent = CustomEvent<null>;

/** Both bubble and leave shadow roots, so that one listener on the document hears every element of the page. */
export function profileChangedEvent(detail: ProfileChangedDetail): HcProfileChangedEvent {
  return new CustomEvent('hc-profile-changed', { detail, bubbles: true, composed: true });
}

/** Cancelable: a page may open a sign-in of its own. */
export function signInWantedEvent(): HcSignInWantedEvent {
  return new CustomEvent('hc-sign-in-wanted', {
    detail: null,
    bubbles: true,
    composed: true,
    cancelable: true,
  });
}

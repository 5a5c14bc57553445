import { HcProfile } from './profile';

export const profileTag = 'hc-profile';

/**
 * Registers `<hc-profile>`, unless some copy of it is registered already.
 *
 * @param options.api Where the service is for elements without an `api` attribute.
 */
export function defineProfile(options: { readonly api?: string } = {}): void {
  // On a server that renders pages there is nothing to register.
  if (typeof customElements === 'undefined' || customElements.get(profileTag)) return;
  HcProfile.defaultApi = options.api;
  customElements.define(profileTag, HcProfile);
}

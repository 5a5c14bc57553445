import { HcSignIn } from './sign-in';

// For a search on a page without sign-in: a chunk of its own would divide what all elements share into smaller ones.
export { openSession } from '../shared/open-session';

export const signInTag = 'hc-sign-in';

/**
 * Registers `<hc-sign-in>`, unless some copy of it is registered already.
 *
 * @param options.api Where the service is for elements without an `api` attribute.
 */
export function defineSignIn(options: { readonly api?: string } = {}): void {
  // On a server that renders pages there is nothing to register.
  if (typeof customElements === 'undefined' || customElements.get(signInTag)) return;
  HcSignIn.defaultApi = options.api;
  customElements.define(signInTag, HcSignIn);
}

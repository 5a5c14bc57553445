import { HcAlumniSearch } from './alumni-search';

export const alumniSearchTag = 'hc-alumni-search';

/**
 * Registers `<hc-alumni-search>`, unless some copy of it is registered already.
 *
 * @param options.api Where the service is for elements without an `api` attribute.
 */
export function defineAlumniSearch(options: { readonly api?: string } = {}): void {
  // On a server that renders pages there is nothing to register.
  if (typeof customElements === 'undefined' || customElements.get(alumniSearchTag)) return;
  HcAlumniSearch.defaultApi = options.api;
  customElements.define(alumniSearchTag, HcAlumniSearch);
}

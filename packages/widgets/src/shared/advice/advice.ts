import type { TemplateResult } from 'lit';
import type { RefusalCode } from '../problem';
import { warnOnce } from './console';
import { misconfigurationOf, shortKey } from './misconfiguration';
import { type AdviceCode, type ElementTag, englishRefusals, type RefusalStrings } from './refusals';
import { adoptStyles, type Lit, refusalView } from './view';

export { probe } from './probe';

/** What the owner of a page is told, on it and in the console. Loaded only where there is something to say. */

export interface AdviceOptions {
  readonly lit: Lit;
  readonly icon: TemplateResult;
  /** The built-in texts with the page's in their place. */
  readonly merge: (builtIn: RefusalStrings) => RefusalStrings;
  /** What the service, or the way to it, refuses; `undefined` where the element's own attributes are wrong. */
  readonly code: RefusalCode | undefined;
  readonly api: string | undefined;
  readonly key: string | undefined;
}

export function adviceView(
  element: HTMLElement,
  { lit, icon, merge, code, api, key }: AdviceOptions,
): TemplateResult {
  if (element.shadowRoot) adoptStyles(element.shadowRoot);
  const facts = {
    origin: globalThis.origin,
    service: api,
    key: key && shortKey(key),
    code: code ? causeOf(code) : misconfigurationOf(api, key, location.protocol),
  };
  return refusalView(lit, merge(englishRefusals(element.localName as ElementTag)), facts, icon);
}

/** `globalThis.origin` is what the browser sends; `location.origin` names the address even in a sandboxed frame. */
function causeOf(code: RefusalCode): AdviceCode {
  if (code !== 'origin_not_allowed' || globalThis.origin !== 'null') return code;
  return location.protocol === 'file:' ? 'file_origin' : 'opaque_origin';
}

/** What an attribute takes, in words. */
const expected: Readonly<Record<string, string>> = {
  theme: 'Use auto, light or dark.',
  storage: 'Use localStorage, sessionStorage or memory.',
  limit: 'Use a whole number from 1 to 100.',
  facets: 'Use batchYear, department, company, city, country, industry or skill, separated by commas.',
  locale: 'Use a language tag, such as en or de-AT.',
  'heading-level': 'Use a whole number from 1 to 6.',
  'profile-url': 'It needs {id}, which stands for the person’s id.',
};

/** An attribute, or its property, has a value that the element doesn't know. */
export function warnOfAttribute(tag: string, attribute: string, value: string): void {
  warnOnce(`<${tag} ${attribute}>: "${value}" isn’t a valid value. ${expected[attribute] ?? ''}`);
}

import type { RefusalCode } from '../problem';
import { warnOnce } from './console';
import { misconfigurationOf, shortKey } from './misconfiguration';
import { englishRefusals, type AdviceCode, type ElementTag, type RefusalStrings } from './refusals';

export { probe } from './probe';

/** What the owner of a page is told, on it and in the console. Loaded only where there is something to say. */
export interface Advice {
  readonly texts: RefusalStrings;
  readonly code: AdviceCode;
  /** Of the page, its service and its key: what is needed to find the mistake. */
  readonly facts: Readonly<Record<'origin' | 'service' | 'key', string | undefined>>;
}

/** @param code what the service, or the way to it, refuses; `undefined` where the element's own attributes are wrong */
export function adviceOn(
  tag: string,
  code: RefusalCode | undefined,
  api: string | undefined,
  key: string | undefined,
): Advice {
  const cause = code ? causeOf(code) : misconfigurationOf(api, key, location.protocol);
  return {
    texts: englishRefusals(tag as ElementTag),
    code: cause,
    facts: { origin: globalThis.origin, service: api, key: key && shortKey(key) },
  };
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
  'profile-url': 'It needs {id}, which stands for the person’s id.',
};

/** An attribute, or its property, has a value that the element doesn't know. */
export function warnOfAttribute(tag: string, attribute: string, value: string): void {
  warnOnce(`<${tag} ${attribute}>: "${value}" isn’t a valid value. ${expected[attribute] ?? ''}`);
}

import type { RefusalCode } from '../problem';
import type { Misconfiguration } from './misconfiguration';

/** Why an element can't work on this page: only the page's owner can change it. */
export type AdviceCode = Misconfiguration | RefusalCode | 'opaque_origin' | 'file_origin';

/** The texts for the owner of a page on which an element can't work. */
export interface RefusalStrings {
  readonly refusedTitle: string;
  readonly refusals: Readonly<Record<AdviceCode, { readonly cause: string; readonly remedy: string }>>;
  readonly origin: string;
  readonly service: string;
  readonly key: string;
  readonly code: string;
}

export type ElementTag = 'hc-alumni-search' | 'hc-sign-in' | 'hc-profile';

const titles: Readonly<Record<ElementTag, { readonly refusedTitle: string; readonly permission: string }>> = {
  'hc-alumni-search': {
    refusedTitle: 'The alumni search isn’t set up for this page',
    permission: 'read the directory',
  },
  'hc-sign-in': {
    refusedTitle: 'Sign-in isn’t set up for this page',
    permission: 'sign members in',
  },
  'hc-profile': {
    refusedTitle: 'The profile isn’t set up for this page',
    permission: 'let members edit their profile',
  },
};

const publishedSecret = {
  cause: 'This page contains a secret key. Anyone who opens the page can read it.',
  remedy: 'Replace it with a publishable key (pk_…), and ask the alumni office to revoke the secret key now.',
};

const wrongAddress =
  'Set the api attribute to the address of your Homecoming, without /v1: the script’s address up to /v1/widgets.js.';

/** The built-in texts of an element. */
export function englishRefusals(tag: ElementTag): RefusalStrings {
  const { refusedTitle, permission } = titles[tag];
  return {
    refusedTitle,
    refusals: {
      no_key: {
        cause: 'The element has no key.',
        remedy: `Add publishable-key="pk_…" to <${tag}>. The alumni office can give you the publishable key.`,
      },
      malformed_key: {
        cause: 'The publishable-key attribute doesn’t contain a publishable key.',
        remedy:
          'A publishable key starts with pk_live_ or pk_test_. Copy the whole key again from what the alumni office gave you.',
      },
      no_api: {
        cause: 'The element doesn’t know the address of the service.',
        remedy: `Add api="https://…" to <${tag}>: the address of your Homecoming.`,
      },
      malformed_api: { cause: 'The api attribute isn’t the address of a Homecoming.', remedy: wrongAddress },
      insecure_api: {
        cause: 'This page uses https, but the service’s address starts with http://. Browsers block that.',
        remedy: 'Use the service’s https:// address.',
      },
      wrong_api: {
        cause: 'Something answers at this address, but it isn’t Homecoming.',
        remedy: wrongAddress,
      },
      blocked_by_policy: {
        cause: 'The Content-Security-Policy of this page blocks requests to the service.',
        remedy:
          'Allow the service’s address in the policy. The browser’s console shows the directive to add.',
      },
      secret_key: publishedSecret,
      secret_key_in_browser: publishedSecret,
      origin_not_allowed: {
        cause: 'The key doesn’t allow this page’s origin.',
        remedy: 'Ask the alumni office to add this page’s origin to the key’s allowed origins.',
      },
      opaque_origin: {
        cause: 'This page runs in a sandboxed frame, so its origin is “null”. No key can allow that.',
        remedy:
          'Add allow-same-origin to the frame’s sandbox attribute, or show the page outside of the frame.',
      },
      file_origin: {
        cause: 'This page was opened from a file, so its origin is “null”. No key can allow that.',
        remedy: 'Open the page through a web server, such as one on http://localhost.',
      },
      missing_key: {
        cause: 'The service received no key.',
        remedy: `Check the publishable-key attribute of <${tag}>.`,
      },
      invalid_key: {
        cause:
          'The service doesn’t know this key. It may be mistyped, revoked, or belong to another service.',
        remedy:
          'Compare it with the publishable key that the alumni office gave you. If they match, ask for a new one.',
      },
      expired_key: {
        cause: 'The key has expired.',
        remedy: 'Ask the alumni office for a new publishable key.',
      },
      key_kind_not_allowed: {
        cause: 'This kind of key can’t be used on a page.',
        remedy: 'Ask the alumni office for a publishable key (pk_…).',
      },
      missing_scope: {
        cause: `The key isn’t allowed to ${permission}.`,
        remedy: 'Ask the alumni office for a publishable key that is.',
      },
    },
    origin: 'This page’s origin',
    service: 'Service',
    key: 'Key',
    code: 'Code',
  };
}

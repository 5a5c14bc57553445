import type { Misconfiguration } from './configuration';
import type { RefusalCode } from './problem';

/** The texts for the owner of a page that the service, or the element itself, refuses. */
export interface RefusalStrings {
  readonly refusedTitle: string;
  readonly refusals: Readonly<
    Record<RefusalCode | Misconfiguration, { readonly cause: string; readonly remedy: string }>
  >;
  readonly origin: string;
  readonly key: string;
  readonly code: string;
}

const publishedSecret = {
  cause: 'The key on this page is a secret key, and everybody who opens the page can read it.',
  remedy:
    'Put a publishable key (pk_…) in its place, and ask the alumni office to revoke the secret key now.',
};

/** The built-in texts. @param forbidden what a key without the scope may not do */
export function englishRefusals(tag: string, refusedTitle: string, forbidden: string): RefusalStrings {
  return {
    refusedTitle,
    refusals: {
      no_key: {
        cause: 'The element has no key.',
        remedy: `Add key="pk_…" to <${tag}>. The alumni office can give you the publishable key.`,
      },
      malformed_key: {
        cause: 'What stands in the key attribute is not a publishable key.',
        remedy:
          'A publishable key begins with pk_live_ or pk_test_. Copy it again, whole, from what the alumni office gave you.',
      },
      no_api: {
        cause: 'The element does not know where the service is.',
        remedy: `Add api="https://…" to <${tag}>: the address that the script comes from.`,
      },
      secret_key: publishedSecret,
      origin_not_allowed: {
        cause: 'The key does not allow this page’s origin.',
        remedy: 'Ask the alumni office to add this page’s origin to the key’s allowed origins.',
      },
      missing_key: {
        cause: 'The service received no key.',
        remedy: `Check the key attribute of <${tag}>.`,
      },
      invalid_key: {
        cause: 'The service does not know this key: it is mistyped, or has been revoked.',
        remedy:
          'Compare it with the publishable key that the alumni office gave you, and ask them for a new one if they match.',
      },
      expired_key: {
        cause: 'The key has expired.',
        remedy: 'Ask the alumni office for a new publishable key.',
      },
      key_kind_not_allowed: {
        cause: 'A key of this kind can’t be used on a page.',
        remedy: 'Ask the alumni office for a publishable key (pk_…).',
      },
      secret_key_in_browser: publishedSecret,
      missing_scope: {
        cause: `The key may not ${forbidden}.`,
        remedy: 'Ask the alumni office for a publishable key that may.',
      },
    },
    origin: 'This page’s origin',
    key: 'Key',
    code: 'Code',
  };
}

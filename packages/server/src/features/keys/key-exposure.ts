import { LRUCache } from 'lru-cache';
import type { Scope } from '../../platform/scope';
import { hourMs } from '../../platform/time';
import { noteExposure } from './store';

/** A key is reported once in it, however often a page sends it. */
const quietMs = hourMs;

const longestOrigin = 300;

/**
 * A function that reports to the institution that a page has sent one of its secret keys: noted on the key, and told as the change
 * `key.exposed`. A page that goes on costs no database: what was reported is remembered.
 */
export function exposureReporter(): (scope: Scope, origin: string) => Promise<void> {
  const reported = new LRUCache<string, true>({ max: 10_000, ttl: quietMs });
  return async (scope, origin) => {
    const { principal } = scope;
    if (principal.kind !== 'secret' || reported.has(principal.keyId)) return;
    reported.set(principal.keyId, true);
    try {
      await report(scope, principal.keyId, printable(origin).slice(0, longestOrigin));
    } catch (error) {
      reported.delete(principal.keyId);
      scope.log.warn({ err: error }, 'could not record that a key was exposed');
    }
  };
}

async function report(scope: Scope, keyId: string, origin: string): Promise<void> {
  await scope.transaction(async (tx) => {
    const since = new Date(tx.clock().getTime() - quietMs);
    // Other processes see the page's calls too: only the first one's is noted.
    const version = await noteExposure(tx, keyId, origin, since);
    if (version === undefined) return;
    tx.changes.add({ type: 'key.exposed', subjectId: keyId, version, audience: 'private' });
    tx.audit.add({ action: 'key.exposed', subject: { kind: 'key', id: keyId }, after: { origin } });
    tx.log.warn({ institution: tx.institution.slug, keyId }, 'a web page sent a secret key');
  });
}

/** An origin is ASCII; a caller may send anything. */
const printable = (text: string) => text.replaceAll(/[^ -~]/g, '?');

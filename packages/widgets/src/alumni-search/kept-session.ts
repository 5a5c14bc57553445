import type { TokenStorageChoice } from '@homecoming/sdk';

/** Whether a storage that pages share holds a session of this name. Visitors' settings and sandboxed frames may refuse it. */
export function isKept(name: string, storage: TokenStorageChoice = 'localStorage'): boolean {
  try {
    // One of the page's own may answer later: what reads it is needed in any case.
    if (typeof storage === 'object') return true;
    return storage !== 'memory' && globalThis[storage].getItem(name) !== null;
  } catch {
    return false;
  }
}

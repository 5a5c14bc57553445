/**
 * Where a session's tokens are kept. The browser's own storages fit, and so does an object of the host's, with promises if it
 * likes: one text under one name, which is not for others to read.
 */
export interface TokenStorage {
  getItem(name: string): string | null | undefined | Promise<string | null | undefined>;
  setItem(name: string, text: string): unknown;
  removeItem(name: string): unknown;
}

/** `memory`: until the page is left. `sessionStorage`: as long as the tab. `localStorage`: all tabs, until signed out. */
export type TokenStorageChoice = 'memory' | 'sessionStorage' | 'localStorage' | TokenStorage;

export interface OpenStorage {
  readonly items: TokenStorage;
  /** Which tabs find in it what another has written: all, none, or those that were made as a copy of it. */
  readonly reach: 'all' | 'copies' | 'none';
}

/** The browser's storages may be missing (a server) or refused (a visitor's settings); tokens are then kept in memory. @throws TypeError */
export function openStorage(choice: TokenStorageChoice = 'memory'): OpenStorage {
  if (typeof choice === 'object') return { items: readStorage(choice), reach: 'all' };
  if (choice !== 'memory' && choice !== 'sessionStorage' && choice !== 'localStorage') throw wrong();
  const items = choice === 'memory' ? undefined : webStorage(choice);
  if (!items) return { items: memory(), reach: 'none' };
  return { items, reach: choice === 'localStorage' ? 'all' : 'copies' };
}

function readStorage(storage: TokenStorage): TokenStorage {
  const methods = ['getItem', 'setItem', 'removeItem'] as const;
  if (methods.some((name) => typeof storage?.[name] !== 'function')) throw wrong();
  return storage;
}

const wrong = () =>
  new TypeError(
    "tokenStorage must be 'memory', 'sessionStorage', 'localStorage', or have getItem, setItem and removeItem.",
  );

/** Undefined where there is none, or a visitor's settings refuse it. */
export function webStorage(name: 'sessionStorage' | 'localStorage'): TokenStorage | undefined {
  try {
    return (globalThis as { [storage in typeof name]?: TokenStorage })[name];
  } catch {
    return undefined;
  }
}

function memory(): TokenStorage {
  const items = new Map<string, string>();
  return {
    getItem: (name) => items.get(name),
    setItem: (name, text) => items.set(name, text),
    removeItem: (name) => items.delete(name),
  };
}

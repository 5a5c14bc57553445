import { createHash } from 'node:crypto';

/** What of a call must be the same for it to be the same call. */
export interface Asked {
  readonly path: Readonly<Record<string, string>>;
  /** The query string as it came. */
  readonly query: string;
  /** The body's text as it came; undefined where there is none. */
  readonly body: string | undefined;
}

/**
 * SHA-256 of a call, whatever the order of its parameters and properties and the spacing of its JSON. Made of what came and
 * not of what was understood: a default that a later version adds makes it no other call.
 */
export function fingerprintOf({ path, query, body }: Asked): Buffer {
  const parameters = [...new URLSearchParams(query)].filter(([name]) => name !== 'key');
  parameters.sort(([a], [b]) => compare(a, b)); // stable: what repeats keeps its order
  const asked = [path, parameters, body === undefined ? [] : [JSON.parse(body)]];
  return createHash('sha256').update(canonical(asked)).digest();
}

/** JSON with the properties of each object in one order. For values that a validator has bounded in depth. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const properties = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(properties).sort(); // by UTF-16 code units, as `compare` does
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(properties[name])}`).join(',')}}`;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

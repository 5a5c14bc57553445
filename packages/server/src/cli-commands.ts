import { Problem } from './contract/problems';
import type { Revocations } from './features/access';
import type { Database } from './platform/database';
import { parseId, type IdKind } from './platform/ids';
import type { Scope } from './platform/scope';
import type { Print } from './cli-output';

/** Runs work as the command line within the institution of a slug. */
export type Within = (
  slug: string | undefined,
  work: (
    scope: Scope,
    tools: { readonly database: Database; readonly revocations: Revocations },
  ) => Promise<void>,
) => Promise<void>;

/** One command of a group, such as `members list`. */
export type Command = (args: string[], within: Within, print: Print) => Promise<void>;

export const institutionOption = { institution: { type: 'string' } } as const;

export const bad = (message: string): Problem => new Problem('invalid_request', message);

/** The one id that a command takes. @throws {Problem} invalid_request */
export function oneId(kind: IdKind, [id, ...more]: readonly string[], hint: string): string {
  const uuid = id === undefined || more.length ? undefined : parseId(kind, id);
  if (!uuid) throw bad(hint);
  return uuid;
}

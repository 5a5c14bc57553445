import { Problem } from '../contract/problems';
import type { AuditKey } from '../platform/audit-chain';
import { parseId, type IdKind } from '../platform/ids';
import type { Scope } from '../platform/scope';
import type { Print } from './output';

/** What a command works with. Its services are those of a process that lasts for one command. */
export interface CommandContext<Services> {
  readonly print: Print;
  /** Runs work as the command line at the institution with this slug. @throws {Problem} invalid_request, not_found */
  readonly within: (
    slug: string | undefined,
    work: (scope: Scope, services: Services) => Promise<void>,
  ) => Promise<void>;
  /** Runs work as the command line on the platform itself. */
  readonly onPlatform: (work: (platform: Scope, services: Services) => Promise<void>) => Promise<void>;
  /** For what only the database's owner may do. */
  readonly owner: () => Promise<OwnerTools>;
}

export interface OwnerTools {
  readonly ownerUrl: string;
  readonly secret: string;
  readonly auditKey: AuditKey;
  /** The keys of the secrets that this one has replaced, oldest first. */
  readonly oldAuditKeys: readonly AuditKey[];
  readonly clock: () => Date;
}

/** One command of `homecoming`. */
export interface Command<Services> {
  /** What follows its name, such as `EMAIL --institution SLUG`; a line break continues it. */
  readonly synopsis: string;
  /** What it does, for the list of commands. */
  readonly help: string;
  readonly run: (args: string[], context: CommandContext<Services>) => Promise<void>;
  /** The exit code if what was asked for is refused; 1 by default. */
  readonly refusedCode?: number;
}

/** Commands by what is typed after `homecoming`, such as `members list`. */
export type Commands<Services> = Readonly<Record<string, Command<Services>>>;

export const institutionOption = { institution: { type: 'string' } } as const;

export const bad = (message: string): Problem => new Problem('invalid_request', message);

/** The one id that a command takes. @throws {Problem} invalid_request */
export function oneId(kind: IdKind, [id, ...more]: readonly string[], hint: string): string {
  const uuid = id === undefined || more.length ? undefined : parseId(kind, id);
  if (!uuid) throw bad(hint);
  return uuid;
}

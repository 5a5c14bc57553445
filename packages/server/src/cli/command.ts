import type { Command } from '@commander-js/extra-typings';
import type { AuditKey } from '../platform/audit-chain';
import type { Scope } from '../platform/scope';
import type { Print } from './output';

/** What a command works with. Its services are those of a process that lasts for one command. */
export interface CommandContext<Services> {
  readonly print: Print;
  /** Runs work as the command line at the institution with this slug. @throws {Problem} not_found */
  readonly within: (slug: string, work: (scope: Scope, services: Services) => Promise<void>) => Promise<void>;
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

export interface CommandSettings {
  /** Shown below its help, each without the leading `homecoming`. */
  readonly examples?: readonly string[];
  /** The exit code if what was asked for is refused; 1 by default. */
  readonly refusedCode?: number;
}

/**
 * Adds a command to `homecoming`, to be given its arguments, options and action.
 * @param name what is typed, such as `members list`: a group and a command of it, or a single word
 * @param description what it does, in a sentence or more; the first one is shown in lists of commands
 */
export type AddCommand = (name: string, description: string, settings?: CommandSettings) => Command;

/** Declares one command, typed by its options and arguments. */
export type DeclareCommand<Services> = (add: AddCommand, context: CommandContext<Services>) => unknown;

/** What a feature adds to the command line. */
export type Commands<Services> = readonly DeclareCommand<Services>[];

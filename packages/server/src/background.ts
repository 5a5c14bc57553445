import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { changesCron, changesTasks } from './features/changes';
import { findInstitutionById } from './features/institutions';
import { idempotencyCron, idempotencyTasks } from './http/idempotency-tasks';
import type { Database } from './platform/database';
import { mailCron, mailTasks, type MailTransport, type Sender } from './platform/mail';
import { openScope, type Institution, type Scope } from './platform/scope';
import type { CronEntry, TaskHandlers } from './platform/tasks';

export interface BackgroundDependencies {
  readonly database: Database;
  readonly log: Logger;
  readonly clock: () => Date;
  /** Where mail goes, and from whom. */
  readonly transport: MailTransport;
  readonly sender: Sender;
  /** For how long changes are kept. */
  readonly changesRetentionDays: number;
  /** Told after each commit of a task that has left something in the outbox. */
  readonly onOutgoing?: () => void;
}

export interface Background {
  readonly handlers: TaskHandlers;
  readonly cron: readonly CronEntry[];
  readonly openScope: (institutionId: string) => Promise<Scope>;
}

/** How long a process trusts what it knows of an institution, as it does with keys. */
const trustMs = 1_000;

/** The background work of all features, as createApp is their HTTP: nothing runs yet. */
export function createBackground(dependencies: BackgroundDependencies): Background {
  const { database, log, clock, transport, sender, changesRetentionDays, onOutgoing } = dependencies;
  const known = new LRUCache<string, Institution>({ max: 1_000, ttl: trustMs });
  return {
    handlers: {
      ...mailTasks(transport, sender),
      ...idempotencyTasks,
      ...changesTasks({ retentionDays: changesRetentionDays }),
    },
    cron: [...mailCron, ...idempotencyCron, ...changesCron],
    openScope: async (id) => {
      let institution = known.get(id);
      if (!institution) {
        institution = await findInstitutionById(database, id);
        if (!institution) throw new Error('The institution of this task is no more.');
        known.set(id, institution);
      }
      return openScope({
        database,
        institution,
        principal: { kind: 'system' },
        clock,
        log: log.child({ institution: institution.slug }),
        ...(onOutgoing && { onOutgoing }),
      });
    },
  };
}

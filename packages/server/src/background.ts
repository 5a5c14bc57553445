import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { presentKeys, Revocations } from './features/access';
import { changesCron, changesTasks, type PresentSubjects } from './features/changes';
import { directoryCron, directoryTasks, presentProfiles } from './features/directory';
import { claimCron, claimTasks, presentClaims } from './features/claims';
import { degreeListCron, degreeListTasks, presentDegreeLists } from './features/degree-lists';
import { findInstitutionById } from './features/institutions';
import { memberCron, memberTasks, presentMembers } from './features/members';
import { operatorCron, operatorTasks } from './features/operators';
import { signInProviderCron, signInProviderTasks } from './features/sign-in-providers';
import { presentWebhookEndpoints, webhookCron, webhookTasks } from './features/webhooks';
import { idempotencyCron, idempotencyTasks } from './http/idempotency-tasks';
import type { AuditKey } from './platform/audit-chain';
import type { Database } from './platform/database';
import { fileCron, fileTasks, type FileStorage, type Photos } from './platform/files';
import { mailCron, mailTasks, type MailTransport, type Sender } from './platform/mail';
import { openScope, type Institution, type OnOutgoing, type Scope } from './platform/scope';
import type { CronEntry, TaskHandlers } from './platform/tasks';

export interface BackgroundDependencies {
  readonly database: Database;
  readonly log: Logger;
  readonly clock: () => Date;
  readonly auditKey: AuditKey;
  /** Where mail goes, and from whom. */
  readonly transport: MailTransport;
  readonly sender: Sender;
  readonly files: FileStorage;
  /** For how long changes are kept. */
  readonly changesRetentionDays: number;
  /** Told after each commit of a task that has left something in the outbox. */
  readonly onOutgoing?: OnOutgoing;
}

export interface Background {
  readonly handlers: TaskHandlers;
  readonly cron: readonly CronEntry[];
  readonly openScope: (institutionId: string) => Promise<Scope>;
}

/** What the subjects of changes look like when an outlet delivers, by their kinds. */
export function presentersWith(photos: Photos): Readonly<Record<string, PresentSubjects>> {
  return {
    claim: presentClaims,
    degreeList: presentDegreeLists,
    key: presentKeys,
    member: presentMembers,
    profile: presentProfiles(photos),
    webhookEndpoint: presentWebhookEndpoints,
  };
}

/** How long a process trusts what it knows of an institution, as it does with keys. */
const trustMs = 1_000;

/** The background work of all features, as createApp is their HTTP: nothing runs yet. */
export function createBackground(dependencies: BackgroundDependencies): Background {
  const { database, clock, log, transport, sender, files, changesRetentionDays } = dependencies;
  return {
    handlers: {
      ...mailTasks(transport, sender),
      ...fileTasks(files),
      ...idempotencyTasks,
      ...memberTasks(() => new Revocations({ database, clock, log })),
      ...claimTasks,
      ...directoryTasks,
      ...operatorTasks,
      ...degreeListTasks,
      ...signInProviderTasks,
      ...webhookTasks,
      ...changesTasks({ retentionDays: changesRetentionDays }),
    },
    cron: [
      ...mailCron,
      ...fileCron,
      ...idempotencyCron,
      ...memberCron,
      ...claimCron,
      ...directoryCron,
      ...operatorCron,
      ...degreeListCron,
      ...signInProviderCron,
      ...changesCron,
      ...webhookCron,
    ],
    openScope: institutionScopes(dependencies),
  };
}

/** Opens the scopes of institutions, by their ids, for what works in the background. */
function institutionScopes({
  database,
  log,
  clock,
  auditKey,
  onOutgoing,
}: Pick<
  BackgroundDependencies,
  'database' | 'log' | 'clock' | 'auditKey' | 'onOutgoing'
>): Background['openScope'] {
  const known = new LRUCache<string, Institution>({ max: 1_000, ttl: trustMs });
  return async (id) => {
    let institution = known.get(id);
    if (!institution) {
      institution = await findInstitutionById(database, id);
      if (!institution) throw new Error('This institution is no more.');
      known.set(id, institution);
    }
    return openScope({
      database,
      institution,
      principal: { kind: 'system' },
      clock,
      auditKey,
      log: log.child({ institution: institution.slug }),
      ...(onOutgoing && { onOutgoing }),
    });
  };
}

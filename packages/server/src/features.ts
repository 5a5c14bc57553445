import type { Commands } from './cli/command';
import type { Handlers, OperationId } from './contract/handler';
import { defineFeature, type Outlet, type Presenters } from './features/feature';
import * as list from './features/list';
import { healthHandlers } from './http/health';
import { deleteExpiredKeys } from './http/idempotency-store';
import { fileCron, fileTasks } from './platform/files';
import { mailKeptDays, mailTasks } from './platform/mail';
import { purge, type Retention, retentionTask } from './platform/retention';
import type { CronEntry, TaskHandlers } from './platform/tasks';
import type { Services } from './services';

/** What the platform itself adds, as features do. */
const platform = defineFeature({
  handlers: healthHandlers,
  // What operators read and change in members' names, and are refused.
  audits: ['impersonation.acted', 'impersonation.read', 'impersonation.refused'],
  tasks: ({ mail, photos, ...settings }: Services) => ({
    ...mailTasks(mail),
    ...fileTasks(photos.storage),
    ...retentionTask.handledBy((scope, _payload, signal) => purge(scope, retention, settings, signal)),
  }),
  cron: [...fileCron, retentionTask.at('27 * * * *')],
  retention: [
    // The answers that they keep may hold people's data.
    { table: 'idempotency_keys', keepDays: 0, purge: deleteExpiredKeys },
    { table: 'mails', since: 'created_at', keepDays: mailKeptDays },
  ],
});

const all = { platform, ...list };
const features = Object.values(all);

type All = typeof all;
type AnyFeature = All[keyof All];

type AuditedBy<F> = F extends { readonly audits: readonly (infer Action extends string)[] } ? Action : never;

declare module './platform/audit' {
  // An action that no feature declares can't be written.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- Its members are those of the manifests.
  interface AuditActions extends Record<AuditedBy<AnyFeature>, true> {}
}

type HandledBy<F> = F extends { readonly handlers: (services: never) => infer H } ? keyof H : never;
type PresentedBy<F> = F extends { readonly subjects: (services: never) => infer P } ? keyof P : never;

/** Operations that two features handle. */
type HandledTwice = {
  [Name in keyof All]: HandledBy<All[Name]> & HandledBy<All[Exclude<keyof All, Name>]>;
}[keyof All];

/** Handlers of all operations. Doesn't compile if the contract has one without a handler, or two features handle the same. */
export function handlersOf(services: Services): Handlers {
  const missing: Record<Exclude<OperationId, HandledBy<AnyFeature>>, never> = {};
  const twice: Record<HandledTwice, never> = {};
  const parts = features.flatMap((feature) => ('handlers' in feature ? [feature.handlers(services)] : []));
  return Object.assign(missing, twice, ...parts) as Handlers;
}

/** What shows the subjects of changes. Doesn't compile if one has no presenter. */
export function presentersOf(services: Services): Presenters {
  const missing: Record<Exclude<keyof Presenters, PresentedBy<AnyFeature>>, never> = {};
  const parts = features.flatMap((feature) => ('subjects' in feature ? [feature.subjects(services)] : []));
  return Object.assign(missing, ...parts) as Presenters;
}

/**
 * Tasks of earlier releases: one that still waits when an upgrade begins is done with nothing to do. What they removed is
 * removed by the task of all retention.
 */
const retiredTasks = [
  'changes.expire',
  'claims.forget',
  'degreeLists.expire',
  'idempotency.purge',
  'mail.clean',
  'members.purge',
  'sign_in_providers.purge',
  'webhooks.purge',
];

export function taskHandlersOf(services: Services): TaskHandlers {
  const retired = Object.fromEntries(retiredTasks.map((name) => [name, () => Promise.resolve()]));
  const parts = features.flatMap((feature) => ('tasks' in feature ? [feature.tasks(services)] : []));
  return Object.assign(retired, ...parts) as TaskHandlers;
}

export const cron: readonly CronEntry[] = features.flatMap((feature) =>
  'cron' in feature ? feature.cron : [],
);

export const retention: readonly Retention[] = features.flatMap((feature) =>
  'retention' in feature ? [...feature.retention] : [],
);

export const featureCommands: Commands<Services> = features.flatMap((feature) =>
  'commands' in feature ? [...feature.commands] : [],
);

/** Starts what delivers changes. */
export function startOutlets(services: Services): Outlet[] {
  const presenters = presentersOf(services);
  return features.flatMap((feature) =>
    'outlets' in feature ? feature.outlets.map((start) => start(services, presenters)) : [],
  );
}

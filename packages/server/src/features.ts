import type { Commands } from './cli/command';
import type { Handlers, OperationId } from './contract/handler';
import { keys } from './features/keys/feature';
import { audit } from './features/audit/feature';
import { changes } from './features/changes/feature';
import { bulkActions } from './features/bulk-actions/feature';
import { claims } from './features/claims/feature';
import { degreeLists } from './features/degree-lists/feature';
import { directory } from './features/directory/feature';
import { defineFeature, type Outlet, type Presenters } from './features/feature';
import { imports } from './features/imports/feature';
import { institutions } from './features/institutions/feature';
import { invitations } from './features/invitations/feature';
import { members } from './features/members/feature';
import { operators } from './features/operators/feature';
import { profileOwnership } from './features/profile-ownership/feature';
import { sessions } from './features/sessions/feature';
import { signIn } from './features/sign-in/feature';
import { signInProviders } from './features/sign-in-providers/feature';
import { tasks } from './features/tasks/feature';
import { tokens } from './features/tokens/feature';
import { webhooks } from './features/webhooks/feature';
import { healthHandlers } from './http/health';
import { deleteExpiredKeys } from './http/idempotency-store';
import { fileCron, fileTasks } from './platform/files';
import { mailKeptDays, mailTasks } from './platform/mail';
import { purge, retentionTask, type Retention } from './platform/retention';
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

/** Every feature: adding one here adds its operations, tasks, presenters, commands and outlets to the service. */
const features = [
  platform,
  imports,
  institutions,
  keys,
  tokens,
  sessions,
  members,
  profileOwnership,
  claims,
  invitations,
  bulkActions,
  signIn,
  degreeLists,
  signInProviders,
  operators,
  directory,
  changes,
  webhooks,
  tasks,
  audit,
] as const;

type Features = typeof features;

type AuditedBy<F> = F extends { readonly audits: readonly (infer Action extends string)[] } ? Action : never;

declare module './platform/audit' {
  // An action that no feature declares can't be written.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- Its members are those of the manifests.
  interface AuditActions extends Record<AuditedBy<Features[number]>, true> {}
}

type HandledBy<F> = F extends { readonly handlers: (services: never) => infer H } ? keyof H : never;
type PresentedBy<F> = F extends { readonly subjects: (services: never) => infer P } ? keyof P : never;

/** Operations that two features handle. */
type HandledTwice<List extends readonly unknown[], Seen = never> = List extends readonly [
  infer First,
  ...infer Rest,
]
  ? (HandledBy<First> & Seen) | HandledTwice<Rest, Seen | HandledBy<First>>
  : never;

/** Handlers of all operations. Doesn't compile if the contract has one without a handler, or two features handle the same. */
export function handlersOf(services: Services): Handlers {
  const missing: Record<Exclude<OperationId, HandledBy<Features[number]>>, never> = {};
  const twice: Record<HandledTwice<Features>, never> = {};
  const parts = features.flatMap((feature) => ('handlers' in feature ? [feature.handlers(services)] : []));
  return Object.assign(missing, twice, ...parts) as Handlers;
}

/** What shows the subjects of changes. Doesn't compile if one has no presenter. */
export function presentersOf(services: Services): Presenters {
  const missing: Record<Exclude<keyof Presenters, PresentedBy<Features[number]>>, never> = {};
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

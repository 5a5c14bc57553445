import type { webhooks } from '@homecoming/contract';
import type { Commands } from '../cli/command';
import type { Handlers } from '../contract/handler';
import type { PresentSubjects } from '../platform/present-subjects';
import type { Retention } from '../platform/retention';
import type { CronEntry, TaskHandlers } from '../platform/tasks';

/** A kind of thing that changes are about, and that messages show, such as `profile`. */
export type Subject = keyof webhooks extends `${infer Kind}.${string}` ? Kind : never;

/** What shows the subjects of changes, by their kinds. */
export type Presenters = Readonly<Record<Subject, PresentSubjects>>;

/** Delivers changes from the background, until it is stopped. */
export interface Outlet {
  stop(): Promise<void>;
}

/**
 * What a feature adds to the service; each part may be missing. Its functions get the services of the process and name in
 * their types those that they need.
 */
export interface Feature {
  /** What its operations do, by their `operationId`. */
  readonly handlers?: (services: never) => Partial<Handlers>;
  /** What its tasks do, by their names. */
  readonly tasks?: (services: never) => TaskHandlers;
  /** When every institution gets one of its tasks. */
  readonly cron?: readonly CronEntry[];
  /** What is removed when it is old. */
  readonly retention?: readonly Retention[];
  /** What shows the subjects of its changes. */
  readonly subjects?: (services: never) => Partial<Presenters>;
  /** The actions that it writes into the audit log: `<what>.<what was done>`. */
  readonly audits?: readonly `${string}.${string}`[];
  /** What it adds to the command line. */
  readonly commands?: Commands<never>;
  /** What it delivers changes with. */
  readonly outlets?: readonly ((services: never, presenters: Presenters) => Outlet)[];
}

/** A feature's manifest: the only thing that the list of features (list.ts) takes of it. */
export function defineFeature<const Parts extends Feature>(parts: Parts): Parts {
  return parts;
}

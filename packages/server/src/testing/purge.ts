import type { Feature } from '../features/feature';
import { purge, type Retention } from '../platform/retention';
import type { Scope } from '../platform/scope';

/** Removes what a feature says is old, as the task does. */
export const purgeOld = (
  scope: Scope,
  { retention = [] }: { readonly retention?: readonly Retention[] } & Feature,
) => purge(scope, retention, { changesRetentionDays: 30 }, new AbortController().signal);

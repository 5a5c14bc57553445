import type { Scope } from '../../platform/scope';
import { disableEndpoint } from './disable';
import { type Claimed, recordResults, type Result } from './dispatch-store';
import type { Endpoint } from './endpoint';
import { lockEndpoints, updateHealth } from './endpoint-store';
import { afterFailure, hasFailedForDays, type Health, healthy } from './health';
import { nextTryAt, retryAfterMs } from './schedule';
import type { Outcome } from './send';

/** What became of a claimed delivery: a try, or why there was none. */
export interface Done {
  readonly claimed: Claimed;
  readonly claimId: string;
  /** `withheld`: there is nothing to tell its audience. `givenBack`: somebody else does it, not before then. */
  readonly outcome: Outcome | 'withheld' | { readonly givenBackUntil: Date };
}

/** Writes down what became of deliveries, and what it says of their endpoints, in this transaction. */
export async function recordDone(tx: Scope, all: readonly Done[], random: () => number): Promise<void> {
  const failed = all.filter(({ outcome }) => isOutcome(outcome) && !outcome.succeeded);
  const probes = all.filter(({ claimed }) => claimed.isProbe);
  const endpoints = await lockEndpoints(
    tx,
    idsOf([...failed, ...probes]),
    idsOf(all.filter(({ outcome }) => isOutcome(outcome) && outcome.succeeded)),
  );
  const now = tx.clock();
  for (const endpoint of endpoints) {
    const its = all.filter(({ claimed }) => claimed.endpointId === endpoint.id);
    await recordHealth(tx, endpoint, its, { now, random });
  }
  await recordResults(
    tx,
    all.map((done) => resultOf(done, { now, random })),
  );
}

interface Circumstances {
  readonly now: Date;
  readonly random: () => number;
}

const idsOf = (all: readonly Done[]) => [...new Set(all.map(({ claimed }) => claimed.endpointId))];

const isOutcome = (outcome: Done['outcome']): outcome is Outcome =>
  typeof outcome === 'object' && 'attempt' in outcome;

async function recordHealth(
  tx: Scope,
  endpoint: Endpoint,
  all: readonly Done[],
  { now, random }: Circumstances,
): Promise<void> {
  const health = all.reduce((before, done) => healthAfter(before, done, { now, random }), endpoint.health);
  const isGone = all.some(({ outcome }) => isOutcome(outcome) && outcome.isGone);
  if (endpoint.enabled && (isGone || hasFailedForDays(health, now)))
    await disableEndpoint(tx, { ...endpoint, health }, isGone ? 'gone' : 'failing');
  else await updateHealth(tx, endpoint.id, health);
}

function healthAfter(
  health: Health,
  { claimed: { isProbe }, outcome }: Done,
  { now, random }: Circumstances,
): Health {
  // A probe that was none: the next one may go at once.
  if (!isOutcome(outcome)) return isProbe ? { ...health, pausedUntil: undefined } : health;
  if (outcome.succeeded) return healthy;
  const { status } = outcome.attempt;
  const asksAll = status === 429 || status === 503;
  return afterFailure(health, {
    at: now,
    isProbe,
    askedToWaitMs: asksAll ? retryAfterMs(outcome.retryAfter, now) : undefined,
    random: random(),
  });
}

function resultOf({ claimed, claimId, outcome }: Done, { now, random }: Circumstances): Result {
  const { deliveryId, tries } = claimed;
  const result = { deliveryId, claimId, tries, dueAt: undefined, attempt: undefined };
  if (outcome === 'withheld') return { ...result, state: 'withheld' };
  if (!isOutcome(outcome)) return { ...result, state: 'pending', dueAt: outcome.givenBackUntil };
  const { attempt, succeeded, isGone, retryAfter } = outcome;
  const tried = { ...result, tries: tries + 1, attempt };
  if (succeeded) return { ...tried, state: 'succeeded' };
  const asked = retryAfterMs(retryAfter, now);
  const dueAt = isGone ? undefined : nextTryAt(tries + 1, { now, retryAfterMs: asked, random: random() });
  return { ...tried, state: dueAt ? 'pending' : 'failed', dueAt };
}

import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Scope } from '../../platform/scope';
import { renewLeases } from './dispatch-store';
import type { Flight, Flights } from './flights';
import { groupBy } from './group-by';

/** After this long without a renewal, others take over what a process had under way. */
export const leaseMs = 10_000;

const renewEveryMs = 3_000;

export interface LeaseOptions {
  readonly flights: Flights;
  readonly openScope: (institutionId: string) => Promise<Scope>;
  readonly log: Logger;
}

/**
 * Renews the leases of deliveries that take long, until the signal aborts: a lease can then be short, and what a killed process
 * had under way is sent by another within seconds.
 */
export async function keepLeases(
  { flights, openScope, log }: LeaseOptions,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await delay(renewEveryMs, undefined, { signal, ref: false }).catch(() => undefined);
    const lasting = groupBy(flights.lasting(renewEveryMs), ({ claimed }) => claimed.institutionId);
    await Promise.all([...lasting].map(([institutionId, its]) => renew(institutionId, its)));
  }

  async function renew(institutionId: string, its: readonly Flight[]): Promise<void> {
    try {
      const scope = await openScope(institutionId);
      const until = new Date(scope.clock().getTime() + leaseMs);
      await scope.transaction((tx) => renewLeases(tx, its, until));
    } catch (error) {
      log.warn({ err: error, institutionId }, 'could not renew the leases of webhook deliveries');
    }
  }
}

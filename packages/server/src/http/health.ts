import type { Handlers } from '../contract/handler';
import { Problem } from '../contract/problems';
import type { Database } from '../platform/database';

export interface HealthServices {
  readonly database: Database;
  /** Aborted when the process is about to stop: load balancers then send new calls to another process. */
  readonly stopping: AbortSignal;
}

/** Liveness depends on nothing else; readiness on the database, and on the process not being about to stop. */
export function healthHandlers({
  database,
  stopping,
}: HealthServices): Handlers<'getLiveness' | 'getReadiness'> {
  return {
    getLiveness: () => Promise.resolve({ status: 'ok' }),
    getReadiness: async () => {
      if (stopping.aborted)
        throw new Problem('unavailable', 'This process is shutting down. Try again shortly.', {
          headers: { 'Retry-After': '1' },
        });
      await database.ping();
      return { status: 'ok' };
    },
  };
}

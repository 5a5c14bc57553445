import type { Handlers } from '../contract/handler';
import { Problem } from '../contract/problems';
import type { Database } from '../platform/database';

/**
 * Liveness depends on nothing else; readiness on the database, and on the process not being about to stop.
 * @param stopping aborted when it is: load balancers then send new calls to another process
 */
export function healthHandlers(
  database: Database,
  stopping: AbortSignal,
): Handlers<'getLiveness' | 'getReadiness'> {
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

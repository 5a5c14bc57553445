import type { Handlers } from '../contract/handler';
import type { Database } from '../platform/database';

/** Liveness asks nothing of others; readiness asks the database. */
export function healthHandlers(database: Database): Handlers<'getLiveness' | 'getReadiness'> {
  return {
    getLiveness: () => Promise.resolve({ status: 'ok' }),
    getReadiness: async () => {
      await database.ping();
      return { status: 'ok' };
    },
  };
}

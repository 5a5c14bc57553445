import { createListing, type Listing } from './listing';
import type { Transport } from './transport';
import type { AuditPage, ListAuditLogParams, RequestOptions } from './types';

/** Who did what at an institution. Needs a secret key with the scope `audit:read`. */
export interface AuditLog {
  /** The entries, newest first: `await` for a page, `for await` for all. */
  list(params?: ListAuditLogParams, options?: RequestOptions): Listing<AuditPage>;
}

export function createAuditLog(transport: Transport): AuditLog {
  return {
    list(params, options) {
      const query = { ...params };
      return createListing(async (cursor = query.cursor) =>
        transport.send('listAuditLog', { query: { ...query, cursor } }, transport.begin(options)),
      );
    },
  };
}

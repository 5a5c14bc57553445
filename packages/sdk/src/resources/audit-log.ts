import { exportAuditLog, listAuditLog } from '../generated/routes/audit';
import { readLines } from '../transport/lines';
import { type Listing, listOf } from '../transport/listing';
import type { Transport } from '../transport/transport';
import type {
  AuditEntry,
  AuditPage,
  ExportAuditLogParams,
  ListAuditLogParams,
  RequestOptions,
} from '../types';

/** Who did what at an institution. Needs a secret key with the scope `audit:read`. */
export interface AuditLog {
  /** The entries, newest first: `await` for a page, `for await` for all. */
  list(params?: ListAuditLogParams, options?: RequestOptions): Listing<AuditPage>;

  /**
   * The whole log, oldest first, as it is read: `for await` gives each entry. If the connection breaks off, go on with
   * `after`, the `number` of the last entry that you got. The export itself is recorded in the log.
   */
  export(params?: ExportAuditLogParams, options?: RequestOptions): AsyncIterable<AuditEntry>;
}

export function createAuditLog(transport: Transport): AuditLog {
  return {
    list: (query, options) => listOf(transport, listAuditLog, { query }, options),

    export: (query, options) => readLines<AuditEntry>(transport, exportAuditLog, { query }, options),
  };
}

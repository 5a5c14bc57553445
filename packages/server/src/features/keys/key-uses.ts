import type { Logger } from 'pino';
import type { Database } from '../../platform/database';
import { minuteMs } from '../../platform/time';
import type { Caller } from './authenticator';
import { noteUses } from './store';

/**
 * Notes when keys were last used, to the minute: in memory as they are used, and now and then written down, one statement for each
 * institution whose keys were. What a killed process had not written is lost.
 */
export class KeyUses {
  #used = new Map<string, Map<string, Date>>();

  constructor(
    private readonly database: Database,
    private readonly clock: () => Date,
  ) {}

  readonly note = ({ institution, principal }: Caller): void => {
    if (!('keyId' in principal)) return;
    let keys = this.#used.get(institution.id);
    if (!keys) this.#used.set(institution.id, (keys = new Map<string, Date>()));
    const now = this.clock().getTime();
    const known = keys.get(principal.keyId);
    if (!known || now - known.getTime() >= minuteMs)
      keys.set(principal.keyId, new Date(now - (now % minuteMs)));
  };

  /** Writes what was noted since the last time. */
  async flush(): Promise<void> {
    const used = this.#used;
    this.#used = new Map<string, Map<string, Date>>();
    for (const [institutionId, keys] of used) {
      await this.database.transaction(institutionId, (tx) => noteUses(tx, keys));
    }
  }

  /** Writes each minute. @returns a function that ends it, and writes what is left */
  start(log: Logger): () => Promise<void> {
    const write = () =>
      this.flush().catch((error: unknown) =>
        log.warn({ err: error }, 'could not record when keys were last used'),
      );
    const timer = setInterval(() => void write(), minuteMs).unref();
    return async () => {
      clearInterval(timer);
      await write();
    };
  }
}

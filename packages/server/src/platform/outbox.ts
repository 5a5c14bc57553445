import type { Queryable } from './database';
import { newId } from './ids';
import type { Audience } from './scope';

/** One committed fact: which, whose, who may know of it; never its contents. */
export interface ChangeDraft {
  /** `<subject>.<what happened>`, such as `profile.updated`. */
  readonly type: string;
  readonly subjectId: string;
  /** The subject's version that the change made. */
  readonly version: number;
  /** The widest audience that may know of it. */
  readonly audience: Audience;
  /** The real-time channels that it concerns. */
  readonly channels?: readonly string[];
}

/** Background work to be done once the transaction has committed. */
export interface TaskDraft {
  /** Name of the task's handler, such as `mail.send`. */
  readonly task: string;
  readonly payload?: Readonly<Record<string, unknown>>;
  /** Not before; at once by default. */
  readonly runAt?: Date;
  /** Lower runs first: see `priorities` in platform/tasks. */
  readonly priority?: number;
  readonly maxAttempts?: number;
  /** A waiting task of the same key is replaced. */
  readonly jobKey?: string;
  /** Tasks of one queue run one after another. */
  readonly queue?: string;
}

/** What a transaction says to the rest of the house: held until its end, then written as its last statement. */
export class Outgoing {
  readonly #rows: { change?: object; task?: object }[] = [];

  constructor(private readonly clock: () => Date) {}

  readonly changes = {
    add: (...drafts: readonly ChangeDraft[]) => {
      const occurredAt = this.clock();
      for (const draft of drafts) this.#rows.push({ change: { ...draft, id: newId(), occurredAt } });
    },
  };

  readonly tasks = {
    add: (...drafts: readonly TaskDraft[]) => {
      for (const { task, ...rest } of drafts) this.#rows.push({ task: { identifier: task, ...rest } });
    },
  };

  /** @returns whether there was anything to write */
  async write(tx: Queryable): Promise<boolean> {
    if (!this.#rows.length) return false;
    await tx.query(insert, [JSON.stringify(this.#rows)]);
    return true;
  }
}

const insert = {
  name: 'outbox.insert',
  text: `insert into outbox (institution_id, change, task)
    select current_institution(), row.value -> 'change', row.value -> 'task'
      from jsonb_array_elements($1::jsonb) with ordinality as row (value, nth) order by nth`,
};

import type { Audience } from './audience';
import type { ChangeType } from './change-types';
import type { LastStatement } from './database';
import { type IdKind, newId } from './ids';

/** One committed fact: which, whose, who may know of it; never its contents. */
export interface ChangeDraft {
  readonly type: ChangeType;
  readonly subjectId: string;
  /** The subject's version that the change made. */
  readonly version: number;
  /** The widest audience that may know of it. */
  readonly audience: Audience;
  /** The real-time channels that it concerns. */
  readonly channels?: readonly string[];
}

/** Tries of a task that says nothing else: with the runner's pauses the last comes about 16 hours after the first. */
export const defaultMaxAttempts = 12;

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
  /** A waiting task of the same key, within the institution, is replaced. */
  readonly jobKey?: string;
  /** Tasks of one queue, within the institution, run one after another. */
  readonly queue?: string;
}

/** What a committed transaction has said: what it changed of whose. */
export interface Said {
  readonly institutionId: string;
  readonly changes: readonly { readonly type: ChangeType; readonly kind: IdKind; readonly id: string }[];
}

/** What a transaction says to the rest of the house: held until its end, then written as its last statement. */
export class Outgoing {
  readonly #rows: {
    change?: ChangeDraft & { readonly id: string; readonly occurredAt: Date };
    task?: object;
  }[] = [];
  #occurredAt: Date | undefined;

  constructor(private readonly clock: () => Date) {}

  readonly changes = {
    /** Changes of one transaction have occurred at one instant. */
    add: (...drafts: readonly ChangeDraft[]) => {
      const occurredAt = (this.#occurredAt ??= this.clock());
      for (const draft of drafts) this.#rows.push({ change: { ...draft, id: newId(), occurredAt } });
    },
  };

  readonly tasks = {
    add: (...drafts: readonly TaskDraft[]) => {
      for (const { task, ...rest } of drafts) {
        const maxAttempts = rest.maxAttempts ?? defaultMaxAttempts;
        this.#rows.push({ task: { ...rest, id: newId(), identifier: task, maxAttempts } });
      }
    },
  };

  /** What has changed, of each change. */
  subjects(): Said['changes'] {
    return this.#rows.flatMap(({ change }) => {
      if (!change) return [];
      const { type, subjectId } = change;
      return [{ type, kind: type.slice(0, type.indexOf('.')) as IdKind, id: subjectId }];
    });
  }

  get isEmpty(): boolean {
    return this.#rows.length === 0;
  }

  /** What writes it all; none where there is nothing to write. */
  statements(): LastStatement[] {
    if (this.isEmpty) return [];
    const json = (part: object | undefined) => (part ? JSON.stringify(part) : null);
    const columns = [this.#rows.map(({ change }) => json(change)), this.#rows.map(({ task }) => json(task))];
    return [{ ...insert, values: columns }];
  }
}

const insert = {
  name: 'outbox.insert',
  text: `insert into outbox (institution_id, change, task)
    select current_institution(), change, task
      from unnest($1::jsonb[], $2::jsonb[]) with ordinality as row (change, task, nth) order by nth`,
};

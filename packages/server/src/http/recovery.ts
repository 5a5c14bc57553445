import type { Recovery } from '../contract/handler';
import { newId } from '../platform/ids';
import type { Scope } from '../platform/scope';
import type { Answer, Answered } from './answers';
import { admit, expiryFrom, inFlight } from './idempotency';
import {
  type Attempt,
  beginAttempt,
  finishAttempt,
  type KeyedCall,
  releaseAttempt,
  updatePoint,
} from './idempotency-store';

/** Longer than any one call outside may take; a killed process holds its key no longer. */
const leaseMs = 40_000;

type Serialize = (answer: unknown) => Answer;
type Handle = (recovery: Recovery<unknown>) => Promise<unknown>;

/** Of a call that carries no key: nobody can take it up again, so its points are kept nowhere. */
export function unkeptRecovery(scope: Scope): Recovery<unknown> {
  let point: unknown;
  return {
    get point() {
      return point;
    },
    save: (_tx, next) => {
      point = next;
      return Promise.resolve();
    },
    finish: (work) => scope.transaction(work),
  };
}

/**
 * Answers a recoverable command that carries a key: as the first time; else by `handle`, from the point at which an earlier
 * try was left. A try has the key for itself as long as its lease lasts, and no transaction is open while it calls outside.
 * @throws {Problem} idempotency_in_flight, idempotency_key_reused
 */
export async function answerRecoverably(
  scope: Scope,
  call: KeyedCall,
  serialize: Serialize,
  handle: Handle,
): Promise<Answered> {
  const begun = await scope.transaction(async (tx) => {
    const answered = await admit(tx, call);
    if (answered) return answered;
    const attempt = { id: newId(), leasedUntil: leaseFrom(tx) };
    const from = await beginAttempt(tx, call, attempt, expiryFrom(tx));
    if (!from) throw inFlight();
    return new KeyedRecovery(scope, call, serialize, attempt, from.point);
  });
  if (!(begun instanceof KeyedRecovery)) return { ...begun, isReplay: true };
  try {
    const answer = await handle(begun);
    // A command that had nothing left to write gives its answer only.
    if (!begun.answer) await begun.finish(() => Promise.resolve(answer));
    return begun.answer!;
  } catch (error) {
    // Where this fails too, the lease ends by itself.
    if (!begun.answer)
      await begun
        .release()
        .catch((e: unknown) => scope.log.warn({ err: e }, 'could not release an idempotency key'));
    throw error;
  }
}

const leaseFrom = ({ clock }: Scope): Date => new Date(clock().getTime() + leaseMs);

class KeyedRecovery implements Recovery<unknown> {
  answer: Answer | undefined;
  #point: unknown;

  constructor(
    private readonly scope: Scope,
    private readonly call: KeyedCall,
    private readonly serialize: Serialize,
    private readonly attempt: Attempt,
    point: unknown,
  ) {
    this.#point = point;
  }

  get point(): unknown {
    return this.#point;
  }

  async save(tx: Scope, point: unknown): Promise<void> {
    const attempt = { ...this.attempt, leasedUntil: leaseFrom(tx) };
    if (!(await updatePoint(tx, this.call, attempt, point))) throw inFlight();
    this.#point = point;
  }

  async finish(work: (tx: Scope) => Promise<unknown>): Promise<unknown> {
    const { answer, serialized } = await this.scope.transaction(async (tx) => {
      const answer = await work(tx);
      const serialized = this.serialize(answer);
      if (!(await finishAttempt(tx, this.call, this.attempt.id, serialized, expiryFrom(tx))))
        throw inFlight();
      return { answer, serialized };
    });
    this.answer = serialized;
    return answer;
  }

  async release(): Promise<void> {
    await this.scope.transaction((tx) => releaseAttempt(tx, this.call, this.attempt.id));
  }
}

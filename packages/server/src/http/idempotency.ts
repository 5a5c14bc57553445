import { createHash } from 'node:crypto';
import type { Idempotency, Operation } from '../contract/document';
import { Problem } from '../contract/problems';
import type { Scope } from '../platform/scope';
import { dayMs } from '../platform/time';
import type { Answer, Answered, PresentAnswer } from './answers';
import { claimKey, insertAnswer, type KeyedCall } from './idempotency-store';

/**
 * Every POST says in the contract how it keeps its promise to a call that is sent again, and takes the header unless it is
 * exempt; nothing else does: other methods may be repeated by their nature.
 */
export function declaredIdempotency({
  operationId,
  method,
  idempotency,
  security,
  parameters,
  hasSecretAnswer,
}: Operation): Idempotency | undefined {
  const takesKey = parameters.some((each) => each.in === 'header' && each.name === 'Idempotency-Key');
  const promises = idempotency !== undefined && idempotency !== 'exempt';
  const fault =
    method === 'post' && !idempotency
      ? 'is a POST and must say x-idempotent: transaction, recoverable or exempt'
      : method !== 'post' && idempotency
        ? 'is no POST and must not say x-idempotent'
        : takesKey !== promises
          ? 'must take the parameter Idempotency-Key if, and only if, x-idempotent is transaction or recoverable'
          : promises && !security.length
            ? 'is open to all: it has no caller whose keys could be kept, and must be x-idempotent: exempt'
            : hasSecretAnswer && idempotency === 'recoverable'
              ? 'has a secret answer, which is sealed only with x-idempotent: transaction'
              : undefined;
  if (fault) throw new Error(`The operation ${operationId} ${fault}.`);
  return idempotency;
}

/** How long an answer is kept for calls that repeat the first. */
const keptForMs = dayMs;

/**
 * Answers a call that carries a key: as the first time, else by `run`, in one transaction with what it writes. So whoever has
 * an answer has its effect, and a process that dies leaves neither. What `run` refuses is rolled back with all that it did,
 * and not kept: there is nothing that a repetition could do twice, and it may succeed once the cause is gone.
 * @throws {Problem} idempotency_in_flight, idempotency_key_reused
 */
export async function answerOnce(
  scope: Scope,
  call: KeyedCall,
  run: (tx: Scope) => Promise<Answer>,
): Promise<Answered> {
  return scope.transaction(async (tx) => {
    const answered = await admit(tx, call);
    if (answered) return { ...unsealed(tx, call, answered), isReplay: true };
    const answer = await run(tx);
    await insertAnswer(tx, call, sealed(tx, call, answer), expiryFrom(tx));
    return answer;
  });
}

/**
 * A repeated answer for the scopes that the secret key has by now: a key that lost some since it was answered gets a reference
 * to what it wrote, as does one that was answered by a release that did not note its scopes.
 */
export function replayFor(
  answered: Answered,
  scopes: readonly string[] | undefined,
  present: PresentAnswer,
): Answered {
  if (!scopes || answered.answeredTo?.every((scope) => scopes.includes(scope))) return answered;
  return { ...answered, ...present(JSON.parse(answered.json!), false) };
}

function sealed(tx: Scope, call: KeyedCall, answer: Answer): Answer {
  const { seal } = call;
  return seal && answer.json !== undefined
    ? { ...answer, json: seal.close(answer.json, nameOf(tx, call)) }
    : answer;
}

function unsealed(tx: Scope, call: KeyedCall, answer: Answered): Answered {
  const { seal } = call;
  return seal && answer.json !== undefined
    ? { ...answer, json: seal.open(answer.json, nameOf(tx, call)) }
    : answer;
}

const nameOf = ({ institution }: Scope, { principalId, operationId, key }: KeyedCall) => [
  institution.id,
  principalId,
  operationId,
  key,
];

export const expiryFrom = ({ clock }: Scope): Date => new Date(clock().getTime() + keptForMs);

/**
 * Takes a key for this transaction, unless it has its answer: then gives that.
 * @throws {Problem} idempotency_in_flight, idempotency_key_reused
 */
export async function admit(tx: Scope, call: KeyedCall): Promise<Answered | undefined> {
  const { isOurs, kept } = await claimKey(tx, call, lockOf(tx, call));
  if (kept && !kept.fingerprint.equals(call.fingerprint)) {
    throw new Problem(
      'idempotency_key_reused',
      'This Idempotency-Key was used with other parameters or another body.',
    );
  }
  // Answered is answered, also where another call is just being told so.
  if (kept?.answer) return kept.answer;
  if (!isOurs || (kept?.leasedUntil && kept.leasedUntil > tx.clock())) throw inFlight();
  return undefined;
}

export function inFlight(): Problem {
  return new Problem(
    'idempotency_in_flight',
    'The first request with this Idempotency-Key is still in progress.',
    {
      headers: { 'Retry-After': '1' },
    },
  );
}

/** The number of a key's lock. 64 bits of a digest: nobody can aim at another's. */
function lockOf(tx: Scope, call: KeyedCall): bigint {
  const name = JSON.stringify(nameOf(tx, call));
  return createHash('sha256').update(`idempotency ${name}`).digest().readBigInt64BE();
}

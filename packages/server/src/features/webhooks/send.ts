import type { Outbound, OutboundAnswer } from '../../platform/outbound';
import { OutboundError } from '../../platform/outbound-target';
import type { Attempt } from './delivery-store';
import { type Message, signedHeaders, type Signer } from './signing';

export interface Sending {
  readonly url: string;
  readonly message: Message;
  readonly signers: readonly Signer[];
  readonly allowHttp: boolean;
  readonly signal?: AbortSignal;
}

/** A try, and what the partner said that the schedule goes by. */
export interface Outcome {
  readonly attempt: Omit<Attempt, 'number'>;
  readonly succeeded: boolean;
  /** The partner wants nothing any more (410). */
  readonly isGone: boolean;
  readonly retryAfter: string | undefined;
}

const longestKept = 1_000;

/** The status decides. A body that trickles in after it must not keep a place. */
const bodyTimeoutMs = 1_000;

/**
 * Sends a message once.
 * @throws the signal's reason, and nothing else that a partner could cause
 */
export async function send(
  outbound: Outbound,
  { url, message, signers, allowHttp, signal }: Sending,
): Promise<Outcome> {
  const began = performance.now();
  const done = (rest: Partial<Outcome['attempt']>, answer?: OutboundAnswer): Outcome => ({
    attempt: {
      at: message.sentAt,
      durationMs: Math.round(performance.now() - began),
      status: answer?.status,
      error: undefined,
      responseStart: answer && keptStart(answer.bodyStart),
      ...rest,
    },
    succeeded: answer !== undefined && answer.status >= 200 && answer.status < 300,
    isGone: answer?.status === 410,
    retryAfter: answer?.retryAfter,
  });
  try {
    const headers = {
      'Content-Type': 'application/json',
      'User-Agent': 'Homecoming-Webhooks/1',
      ...signedHeaders(message, signers),
    };
    const answer = await outbound.post({
      url,
      headers,
      body: message.body,
      allowHttp,
      bodyTimeoutMs,
      ...(signal && { signal }),
    });
    return done({}, answer);
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    return done({ error: { code: error.fault, message: error.message } });
  }
}

/** What PostgreSQL can keep of it: no NUL, no half of a surrogate pair. */
function keptStart(text: string): string {
  return Buffer.from(text.slice(0, longestKept).replaceAll('\0', '\ufffd')).toString('utf8');
}

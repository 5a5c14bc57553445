import { Problem } from '../../contract/problems';
import type { Scope } from '../../platform/scope';
import type { Feed, Wants } from './feed';
import { type Block, type ReadChanges, readChanges } from './log';

export interface WaitOptions {
  readonly feed: Feed;
  readonly waitMs: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Called before what was waited for is told: the key may have ended meanwhile. */
  readonly reauthorize: () => Promise<void>;
}

/**
 * Reads the log, and where there is nothing yet waits for it, holding no connection to the database meanwhile.
 * @throws {Problem} too_many_requests where as many wait as may; what readChanges throws
 */
export async function awaitChanges(
  scope: Scope,
  question: ReadChanges,
  options: WaitOptions,
): Promise<Block> {
  const { feed, waitMs, signal, reauthorize } = options;
  if (waitMs === 0) return readChanges(scope, question);
  const waiting = feed.enter(scope.institution.id, wantedBy(question));
  if (!waiting) {
    throw new Problem(
      'too_many_requests',
      'Too many requests are waiting for changes. Read without `wait`, or try again later.',
      {
        headers: { 'Retry-After': '5' },
      },
    );
  }
  try {
    const endsAt = performance.now() + waitMs;
    let block = await readChanges(scope, question);
    for (;;) {
      const remainingMs = endsAt - performance.now();
      if (block.changes.length || remainingMs <= 0 || signal.aborted) return block;
      if (!block.more) {
        const outcome = await waiting.moved(remainingMs, signal);
        if (signal.aborted) return block;
        await reauthorize();
        // Once more at the end: the position moves on over what was not wanted.
        if (outcome === 'ended') return await readChanges(scope, { ...question, after: block.position });
      }
      block = await readChanges(scope, { ...question, after: block.position });
    }
  } finally {
    waiting.leave();
  }
}

function wantedBy({ types, audiences }: ReadChanges): Wants {
  return (kind) => {
    const [type = '', audience] = kind.split(' ');
    const isKnown = !audiences || audiences.some((each) => each === audience);
    return isKnown && (!types || types.includes(type));
  };
}

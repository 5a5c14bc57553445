import { minuteMs } from '../../platform/time';
import type { OperatorSession } from './store';

/** No session lasts longer, nor one that is not used for so long: as ASVS asks of administrators. */
export const longestMs = 8 * 60 * minuteMs;
export const idleMs = 30 * minuteMs;

/** Then a session ends, where it is not used again. */
export function endsAtOf({ lastUsedAt, expiresAt }: Pick<OperatorSession, 'lastUsedAt' | 'expiresAt'>): Date {
  const idleAt = new Date(lastUsedAt.getTime() + idleMs);
  return idleAt < expiresAt ? idleAt : expiresAt;
}

export const hasEnded = (session: OperatorSession, now: Date): boolean =>
  session.isEnded || endsAtOf(session) <= now;

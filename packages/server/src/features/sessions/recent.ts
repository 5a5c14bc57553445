import { Problem } from '../../contract/problems';
import type { Scope } from '../../platform/scope';
import { minuteMs } from '../../platform/time';
import type { Session } from './store';

const recentMs = 10 * minuteMs;

/**
 * When somebody has shown who they are; undefined where another site has vouched for them, which may have known them for hours.
 */
export const authenticatedAtOf = ({
  method,
  signedInAt,
}: Pick<Session, 'method' | 'signedInAt'>): Date | undefined =>
  method === 'code' || method === 'password' ? signedInAt : undefined;

/** Whether somebody has just shown who they are, so that it is not a page that was left open. */
export function isRecent({ clock }: Scope, session: Session): boolean {
  const authenticatedAt = authenticatedAtOf(session);
  return authenticatedAt !== undefined && clock().getTime() - authenticatedAt.getTime() <= recentMs;
}

export const sessionEnded = () =>
  new Problem('session_ended', 'The session has ended. Ask the member to sign in again.');

import { Problem } from '../../../contract/problems';
import type { Scope } from '../../../platform/scope';
import type { Session } from './store';

const recentMs = 10 * 60_000;

/** Whether somebody has just signed in, so that it is not a page that was left open. */
export const isRecent = ({ clock }: Scope, { signedInAt }: Session) =>
  clock().getTime() - signedInAt.getTime() <= recentMs;

export const sessionEnded = () =>
  new Problem('session_ended', 'The session has ended. Have the member sign in again.');

import type { TimeoutError } from '../errors';
import type { Problem } from '../types';
import type { Limits } from './option-checks';

/** What a problem of the service says, in one sentence. */
export function describe(
  { title, detail, code, errors }: Problem,
  status: number,
  requestId?: string,
): string {
  const faults = Array.isArray(errors) ? errors : [];
  const list = faults.map(({ path, message }) => `${path} ${message}`).join('; ');
  // Where the detail is the first fault, the list says it better.
  const summary = faults.some(({ message }) => detail?.includes(message)) ? title : (detail ?? title);
  const sentence = [summary.replace(/\.$/, ''), list].filter(Boolean).join(': ');
  return `${sentence}. (${status} ${code}${requestId ? `, request ${requestId}` : ''})`;
}

/** Something between the caller and the service answered: say so, rather than show its HTML. */
export function describeStranger(
  { status, headers }: Response,
  call: string,
  requestId: string | undefined,
): string {
  const location = headers.get('location');
  const type = headers.get('content-type')?.split(';')[0] ?? 'no content type';
  const what = location ? `a redirect to ${location}` : type;
  const advice = location
    ? 'Use its final address as baseUrl.'
    : 'Is a proxy answering, or is baseUrl another site?';
  const reference = requestId ? ` (request ${requestId})` : '';
  return `${call} was answered with ${status} and ${what}, not as Homecoming answers. ${advice}${reference}`;
}

export function describeTimeout(name: string, call: Limits, limit: TimeoutError['limit']): string {
  return limit === 'try'
    ? `${name} was not answered within ${call.timeoutMs} ms (timeoutMs).`
    : `${name} did not succeed within ${call.deadlineMs} ms (deadlineMs).`;
}

export function describeBreak(name: string, error: unknown): string {
  // Node puts the system's code into the cause, browsers say little on purpose.
  const { message, cause } = error as { message?: string; cause?: { code?: string } };
  const why = cause?.code ?? message ?? String(error);
  return `${name} got no answer (${why}). Is Homecoming running there? In a page: does connect-src of its CSP allow it?`;
}

export function describeMissing(name: string, id: string | undefined): string {
  return `A${name === 'consumer' ? ' name' : 'n id'} is needed (${name}); it is ${JSON.stringify(id)}.`;
}

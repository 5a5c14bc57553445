import type { Config, Fetch } from '../transport/options';
import type { SessionKeeper } from './session-keeper';

/**
 * A `fetch` that sends the access token of who is signed in. A token that is refused is renewed once, and the request
 * repeated once.
 */
export function memberFetch({ fetch, key }: Config, session: SessionKeeper): Fetch {
  return async (url, init) => {
    const token = await untilAborted(session.accessToken(), init.signal);
    if (token === undefined) return fetch(url, init);
    const response = await fetch(...asMember(url, init, key, token));
    const code = await codeOf(response);
    if (!isAboutToken(response.status, code)) return response;
    const renewed = await untilAborted(session.renew(token), init.signal);
    if (code === 'member_banned') return response;
    if (renewed !== undefined) return fetch(...asMember(url, init, key, renewed));
    // The session is over. What everybody may read is still there; other things are not done in nobody's name.
    const anonymous = init.method === 'GET' ? await fetch(url, init) : response;
    return anonymous.ok ? anonymous : response;
  };
}

/** The key goes into a header: at the address of what everybody may read, a cache may hold the answer for everybody. */
function asMember(url: string, init: RequestInit, key: string, token: string): [string, RequestInit] {
  const headers = new Headers(init.headers);
  headers.set('homecoming-key', key);
  headers.set('authorization', `Bearer ${token}`);
  return [url.replace(/[?&]key=[^&]*$/, ''), { ...init, headers }];
}

async function codeOf(response: Response): Promise<string | undefined> {
  if (response.status !== 401 && response.status !== 403) return undefined;
  const problem = (await response
    .clone()
    .json()
    .catch(() => undefined)) as { code?: string } | undefined;
  return problem?.code;
}

function isAboutToken(status: number, code = ''): boolean {
  return status === 401 ? !code.endsWith('_key') : code === 'member_banned';
}

/** Others may wait for the same: what is waited for goes on. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's own reason
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

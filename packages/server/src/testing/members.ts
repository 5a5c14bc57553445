import type { components } from '@homecoming/contract';
import type { MemberStatus } from '../features/members';
import { insertMember } from '../features/members/store';
import { newId } from '../platform/ids';
import { asOwner } from '../platform/owner';
import type { MemberRole } from '../platform/scope';
import type { TestInstitution, TestService } from './service';
import { callRaw, type WireAnswer } from './wire';

export type SignedIn = components['schemas']['SignedIn'];

export interface Answer {
  readonly status: number;
  /** Of a problem. */
  readonly code: string | undefined;
  readonly body: unknown;
  readonly headers: WireAnswer['headers'];
}

export interface Person extends SignedIn {
  /** What the person's page sends. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface PersonDraft {
  readonly email?: string;
  readonly role?: MemberRole;
  readonly status?: Exclude<MemberStatus, 'banned'>;
}

/**
 * An institution's page, as far as signing in goes: everything over HTTP, codes read from the mails that were written.
 * @param address that the page's visitor is at, where the service trusts this machine as a proxy
 */
export async function pageOf(service: TestService, school: TestInstitution, address?: string) {
  const key = await school.createKey({ kind: 'publishable' });
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = { 'Homecoming-Key': key },
  ): Promise<Answer> => {
    const {
      status,
      text,
      headers: received,
    } = await callRaw(service.origin, {
      method,
      path,
      headers: {
        ...(address !== undefined && { 'X-Forwarded-For': address }),
        ...headers,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answered = (text === '' ? undefined : JSON.parse(text)) as { code?: string } | undefined;
    return { status, code: answered?.code, body: answered, headers: received };
  };
  const tokenHeaders = (accessToken: string) => ({
    'Homecoming-Key': key,
    Authorization: `Bearer ${accessToken}`,
  });
  const mailsTo = async (email: string) =>
    asOwner(service.ownerUrl, (owner) =>
      owner.query<{ subject: string; text: string }>(
        { text: 'select subject, text from mails where institution_id = $1 and recipient = $2 order by id' },
        [school.institution.id, email],
      ),
    );
  const codesOf = async (email: string) =>
    (await mailsTo(email)).flatMap(({ text }) => /^\d{6}(?=\n)/.exec(text)?.[0] ?? []);
  const longCodesOf = async (email: string) =>
    (await mailsTo(email)).flatMap(({ text }) => /^\d{12}(?=\n)/.exec(text)?.[0] ?? []);
  const requestCode = async (email: string) => {
    const answer = await send('POST', '/v1/auth/codes', { email });
    if (answer.status !== 202) throw new Error(`No code: ${answer.status} ${answer.code}`);
    return (await codesOf(email)).at(-1)!;
  };
  const redeem = (email: string, code: string) => send('POST', '/v1/auth/codes/redeem', { email, code });
  const personOf = ({ status, code, body }: Answer): Person => {
    if (status !== 200) throw new Error(`Not signed in: ${status} ${code}`);
    const signedIn = body as SignedIn;
    return { ...signedIn, headers: tokenHeaders(signedIn.accessToken) };
  };
  /** Somebody signs in by code; of a role or status of their own they are made before. */
  const signIn = async ({ email = `${newId()}@people.example`, role, status }: PersonDraft = {}) => {
    if (role || status) {
      const draft = { role: role ?? 'alumnus', status: status ?? 'verified' } as const;
      await school.scope.transaction((tx) =>
        insertMember(tx, { id: newId(), email, emailVerifiedAt: undefined, ...draft }),
      );
    }
    return personOf(await redeem(email, await requestCode(email)));
  };
  const refresh = (refreshToken: string) => send('POST', '/v1/auth/refresh', { refreshToken });
  const me = (person: Pick<Person, 'headers'>) => send('GET', '/v1/me', undefined, person.headers);
  return {
    ...{
      key,
      send,
      tokenHeaders,
      mailsTo,
      codesOf,
      longCodesOf,
      requestCode,
      redeem,
      personOf,
      signIn,
      refresh,
      me,
    },
  };
}

export type Page = Awaited<ReturnType<typeof pageOf>>;

import { isApiError } from '../errors';
import {
  endOwnSession,
  endOwnSessions,
  getOwnMember,
  listOwnSessions,
  setOwnPassword,
} from '../generated/routes/members';
import {
  redeemSignInCode,
  requestSignInCode,
  signInWithPassword,
  signOut,
} from '../generated/routes/sign-in';
import { exchangeToken, listSignInChoices, redeemSignInGrant } from '../generated/routes/sign-in-providers';
import type { Config, Fetch } from '../transport/options';
import type { Transport } from '../transport/transport';
import type { CodeSent, MakeOptions, Member, MemberSession, RequestOptions, SignInChoice } from '../types';
import { HeldChallenges } from './held-challenges';
import { leaveFor, takeReturn } from './provider-page';
import type { AuthListener, SessionKeeper } from './session-keeper';

export interface SignInOptions extends RequestOptions {
  /** What the person is to recognise the session by in the list of their sessions: `Firefox on Linux`. */
  readonly deviceName?: string | undefined;
}

export interface VerifyCodeOptions extends SignInOptions {
  /** Of `requestCode`'s answer, where another client has asked for the code: on your server, say. */
  readonly challenge?: string | undefined;
}

export interface SetPasswordOptions extends RequestOptions {
  /** Needed where the sign-in is older than ten minutes. */
  readonly currentPassword?: string | undefined;
}

export interface SignInWithProviderOptions {
  /** The page to come back to, of an origin that the key is allowed. By default this one. */
  readonly returnTo?: string | undefined;
}

/** Signs members in and out, with a publishable key. Every call of the client is then the member's. */
export interface Auth {
  /**
   * Emails a code, and tells how many digits it has. Says nothing about whether the address has a member: registering is signing in.
   * `verifyCode` of the same client sends the `challenge` by itself; with it, no one else's attempts count against the code.
   * @throws ApiError (`too_many_requests`)
   */
  requestCode(email: string, options?: MakeOptions): Promise<CodeSent>;

  /**
   * Signs in with an emailed code, and registers people who are new. An attempt counts, so it is never repeated; after two
   * requests for codes the second-newest code is tried too.
   * @throws ApiError (`invalid_code`, `member_banned`, `too_many_requests`)
   */
  verifyCode(email: string, code: string, options?: VerifyCodeOptions): Promise<Member>;

  /**
   * Signs in with the code that was emailed because a provider is to be linked (`link_code_needed`), and links it.
   * @param challenge of the error
   * @throws ApiError (`invalid_code`, `member_banned`)
   */
  confirmLink(challenge: string, code: string, options?: SignInOptions): Promise<Member>;

  /**
   * `sign_in_code_needed`: someone is guessing passwords; sign in with an emailed code.
   * @throws ApiError (`invalid_credentials`, `sign_in_code_needed`, `member_banned`, `too_many_requests`, `unavailable`)
   */
  signInWithPassword(email: string, password: string, options?: SignInOptions): Promise<Member>;

  /** The institution's OpenID Connect providers, for a page's buttons. */
  listProviders(options?: RequestOptions): Promise<SignInChoice[]>;

  /**
   * Sends this page to a provider; the person comes back to `returnTo`, where `completeSignIn` ends it.
   * @throws TypeError outside of a page
   */
  signInWithProvider(providerId: string, options?: SignInWithProviderOptions): Promise<void>;

  /**
   * Ends a sign-in at a provider: call it when a page opens. Takes what it brought out of its address. `undefined` where nobody
   * has come back from a provider that this tab has sent them to.
   * @throws ApiError (`sign_in_cancelled`, `link_code_needed`, `email_not_verified`, `identity_conflict`, `member_banned`, `sign_in_provider_failed`,
   * `invalid_sign_in_state`, `invalid_sign_in_grant`)
   */
  completeSignIn(options?: SignInOptions): Promise<Member | undefined>;

  /**
   * Signs in whoever is signed in at the host site, by the short-lived JWT that it has signed for them. Each is good once.
   * @throws ApiError (`invalid_subject_token`, `link_code_needed`, `email_not_verified`, `identity_conflict`, `member_banned`, `sign_in_provider_failed`)
   */
  exchangeToken(token: string, options?: SignInOptions): Promise<Member>;

  /**
   * Has who is signed in here follow the host site: call it when a page opens, with the token of whoever is signed in there, or
   * `undefined` where nobody is. Whoever was signed in by a token for the same subject stays so, and the token is not used up;
   * anybody else is signed out first. `undefined` ends a session that a token has opened, and no other.
   * @throws ApiError as `exchangeToken` does
   */
  followHost(token: string | undefined, options?: SignInOptions): Promise<Member | undefined>;

  /** Sets or changes the password; other sessions end. @throws ApiError (`recent_sign_in_needed`, `weak_password`) */
  setPassword(password: string, options?: SetPasswordOptions): Promise<void>;

  /** Who is signed in as far as is known here, without asking the service. */
  member(): Promise<Member | undefined>;

  /** Who is signed in, asked anew. @throws AuthenticationError where nobody is */
  getMember(options?: RequestOptions): Promise<Member>;

  /** A token that is good for at least some seconds, for calls of your own; `undefined` where nobody is signed in. */
  accessToken(): Promise<string | undefined>;

  /**
   * A `fetch` that sends the member's token, renewed where needed, for calls of your own to this service. Other addresses never get
   * the token: it throws a TypeError. Where nobody is signed in, it sends what it is given.
   */
  readonly fetch: Fetch;

  /** The name under which the session is kept in its storage; see `sessionNameOf`. */
  readonly sessionName: string;

  /** Where the member is signed in, newest first. */
  listSessions(options?: RequestOptions): Promise<MemberSession[]>;

  /** Ends one of the member's sessions, which may be this one. @throws NotFoundError */
  endSession(id: string, options?: RequestOptions): Promise<void>;

  /**
   * Forgets the tokens at once, in all tabs, and ends the session. Rejects where the service could not be told: the member is
   * signed out here all the same.
   */
  signOut(options?: RequestOptions): Promise<void>;

  /** Ends every session of the member, on all devices. */
  signOutEverywhere(options?: RequestOptions): Promise<void>;

  /**
   * Calls back soon with who is signed in, and again whenever that changes: here, in another tab, or because the service has
   * ended the session. Returns what ends it.
   */
  onChange(listener: AuthListener): () => void;
}

/** The ways to the service that signing in needs. */
export interface AuthTransports {
  /** Sends no member's token. */
  readonly plain: Transport;
  /** Like `plain`, and never tries twice. */
  readonly once: Transport;
  /** Sends the member's token. */
  readonly member: Transport;
}

export function createAuth(
  { plain, once, member }: AuthTransports,
  keeper: SessionKeeper,
  config: Config,
  fetchAsMember: Fetch,
): Auth {
  const held = new HeldChallenges();
  /** Whom the host site has vouched for, by the challenge of the code that they have to enter. */
  const linking = new Map<string, string | undefined>();

  const getMember = async (options?: RequestOptions) => {
    const found = await member.send(getOwnMember, {}, member.begin(options));
    await keeper.update(found);
    return found;
  };

  const exchange = async (token: string, options?: SignInOptions) => {
    const body = {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      deviceName: options?.deviceName,
    };
    try {
      const answer = await once.send(exchangeToken, { body }, once.begin(options));
      await keeper.open(answer, subjectOf(token));
      return answer.member;
    } catch (error) {
      // Once the code has confirmed it, the session is the host's as any other.
      if (isApiError(error) && error.challenge !== undefined) linking.set(error.challenge, subjectOf(token));
      throw error;
    }
  };

  const redeem = async (
    body: { email?: string; code: string; challenge?: string | undefined },
    options: SignInOptions | undefined,
    hostSubject?: string,
  ) => {
    const whole = { ...body, deviceName: options?.deviceName };
    const answer = await once.send(redeemSignInCode, { body: whole }, once.begin(options));
    await keeper.open(answer, hostSubject);
    return answer.member;
  };

  const signOutHere = async (options?: RequestOptions) => {
    const session = await keeper.read();
    if (!session) return;
    await keeper.forget(session, 'signed_out');
    const { refreshToken } = session;
    await plain.send(signOut, { body: { refreshToken } }, plain.begin(options));
  };

  return {
    async requestCode(email, options) {
      const input = { body: { email } };
      const sent = await plain.send(requestSignInCode, input, plain.begin(options));
      // A service of an earlier release names none.
      if (sent as CodeSent | undefined) held.add(email, sent.challenge);
      return sent;
    },

    async verifyCode(email, code, options) {
      const challenges = options?.challenge === undefined ? held.of(email) : [options.challenge];
      // The mail of the request before may have come later: each of the two is tried with its own code only.
      const [newest, before] = challenges;
      try {
        return await redeem({ email, code, challenge: newest }, options);
      } catch (error) {
        if (before === undefined || !isApiError(error) || error.code !== 'invalid_code') throw error;
        return redeem({ email, code, challenge: before }, options);
      }
    },

    confirmLink: (challenge, code, options) => redeem({ code, challenge }, options, linking.get(challenge)),

    async signInWithPassword(email, password, options) {
      const body = { email, password, deviceName: options?.deviceName };
      const answer = await once.send(signInWithPassword, { body }, once.begin(options));
      await keeper.open(answer);
      return answer.member;
    },

    listProviders: async (options) => (await plain.send(listSignInChoices, {}, plain.begin(options))).data,

    signInWithProvider: (providerId, options) => leaveFor(config, providerId, options?.returnTo),

    async completeSignIn(options) {
      const brought = takeReturn(config);
      if (!brought) return undefined;
      const body = { ...brought, deviceName: options?.deviceName };
      const answer = await once.send(redeemSignInGrant, { body }, once.begin(options));
      await keeper.open(answer);
      return answer.member;
    },

    exchangeToken: exchange,

    async followHost(token, options) {
      const session = await keeper.read();
      const isOfHost = session?.hostSubject !== undefined;
      const isTheirs = token === undefined ? !isOfHost : isOfHost && session.hostSubject === subjectOf(token);
      if (session && isTheirs) return session.member;
      // Signed out here in any case; where the service can't be told, the session ends by itself.
      await signOutHere(options).catch(() => {});
      return token === undefined ? undefined : exchange(token, options);
    },

    async setPassword(password, options) {
      const body = { password, currentPassword: options?.currentPassword };
      await member.send(setOwnPassword, { body }, member.begin(options));
      const session = await keeper.read();
      if (session) await keeper.update({ ...session.member, hasPassword: true });
    },

    member: async () => (await keeper.read())?.member,
    getMember,
    accessToken: async () => keeper.accessToken(),
    sessionName: keeper.name,

    async fetch(url, init) {
      // As fetch will read it: `..` could lead out of the service's path.
      if (!new URL(url).href.startsWith(`${config.baseUrl}/`))
        throw new TypeError(`auth.fetch sends the member’s token, and only to ${config.baseUrl}.`);
      return fetchAsMember(url, init);
    },

    listSessions: async (options) => (await member.send(listOwnSessions, {}, member.begin(options))).data,

    async endSession(sessionId, options) {
      await member.send(endOwnSession, { sessionId }, member.begin(options));
      // Was it this one, then that shows now rather than with the next call.
      await getMember(options).catch((error: unknown) => {
        if (!isApiError(error)) throw error;
      });
    },

    signOut: signOutHere,

    async signOutEverywhere(options) {
      await member.send(endOwnSessions, {}, member.begin(options));
      const session = await keeper.read();
      if (session) await keeper.forget(session, 'signed_out');
    },

    onChange: (listener) => keeper.listen(listener),
  };
}

/** Whom a host's token is for, in the host's words; undefined where it is none that can be read. */
function subjectOf(token: string): string | undefined {
  try {
    const part = token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(part), (letter) => letter.charCodeAt(0));
    const { iss, sub } = JSON.parse(new TextDecoder().decode(bytes)) as Readonly<Record<string, unknown>>;
    return JSON.stringify([iss, sub]);
  } catch {
    return undefined;
  }
}

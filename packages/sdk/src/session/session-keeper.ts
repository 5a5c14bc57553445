import { isApiError } from '../errors';
import { refreshSession, signOut } from '../generated/routes/sign-in';
import type { Config } from '../transport/options';
import type { Answer } from '../transport/route';
import type { Runtime } from '../transport/runtime';
import type { Transport } from '../transport/transport';
import type { Member } from '../types';
import { keptName } from './kept-name';
import { alone, openTabs, type Tabs } from './tabs';
import { type OpenStorage, openStorage, type TokenStorageChoice } from './token-storage';

/** What is kept of a session. */
export interface KeptSession {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When the access token ends, by this machine's clock, in milliseconds since 1970. */
  readonly endsAt: number;
  readonly member: Member;
  /** Who the host site's token was for that has opened it, in the host's words. */
  readonly hostSubject?: string | undefined;
}

/** Why nobody is signed in any more: by one's own wish, because the session ended elsewhere, or by a ban. */
export type SignOutReason = 'signed_out' | 'session_ended' | 'member_banned';

/** Told of who is signed in; without a member of why not, where somebody was. */
export type AuthListener = (member: Member | undefined, reason?: SignOutReason) => void;

type Message =
  /** Look into the storage again, which all share. */
  | { readonly kind: 'changed'; readonly reason?: SignOutReason | undefined }
  /** For a tab that was made as a copy: its refresh token is used up, this is the next one. */
  | { readonly kind: 'renewed'; readonly used: string; readonly session: KeptSession }
  /** For tabs with a session of their own: the member wants out. */
  | { readonly kind: 'signedOut'; readonly memberId: string };

/** Renewed so long before it ends, for calls take time and clocks differ. */
const leewayMs = 30_000;

/**
 * A refresh token that was used may be used again for ten seconds, for an answer that got lost: all tries of a refresh lie
 * within. A later one would end the session.
 */
const withinGrace = { timeoutMs: 4_000, deadlineMs: 9_000 };

interface Listening {
  readonly listener: AuthListener;
  told?: string;
}

/** Keeps the tokens of one member: renews them in time, once for many, and tells who is signed in. */
export class SessionKeeper {
  readonly #storage: OpenStorage;
  readonly name: string;
  readonly #listeners = new Set<Listening>();
  #renewal: Promise<string | undefined> | undefined;
  #turns: Promise<unknown> = Promise.resolve();
  #channel: Tabs<Message> | undefined;

  /** @param transport one that sends no member's token @throws TypeError for a storage that is none */
  constructor(
    private readonly transport: Transport,
    private readonly runtime: Runtime,
    config: Config,
    storage: TokenStorageChoice | undefined,
  ) {
    this.#storage = openStorage(storage);
    this.name = keptName('session', config);
  }

  /** Calls back soon with who is signed in, and with every change, also by other tabs. */
  listen(listener: AuthListener): () => void {
    const listening: Listening = { listener };
    this.#listeners.add(listening);
    this.#openChannel();
    // A storage that fails tells so with each call.
    void this.read().then(
      (session) => tell(listening, session),
      () => {},
    );
    return () => void this.#listeners.delete(listening);
  }

  async read(): Promise<KeptSession | undefined> {
    return parse(await this.#storage.items.getItem(this.name));
  }

  /** Takes over a session that the service has just opened. */
  async open(answer: Answer<'refreshSession'>, hostSubject?: string): Promise<void> {
    await this.#write(this.#sessionOf(answer, hostSubject));
    this.#tellShared();
  }

  /** What is known of the member has changed. */
  async update(member: Member): Promise<void> {
    await this.#inTurn(async () => {
      const session = await this.read();
      if (session?.member.id !== member.id) return;
      await this.#write({ ...session, member });
      this.#tellShared();
    });
  }

  /** Forgets the tokens, in all tabs. */
  async forget(session: KeptSession, reason: SignOutReason): Promise<void> {
    await this.#remove(reason);
    this.#tellShared(reason);
    if (this.#storage.reach !== 'all' && reason === 'signed_out')
      this.#openChannel().tell({ kind: 'signedOut', memberId: session.member.id });
  }

  /** The token to send, renewed where it ends soon; `undefined` where nobody is signed in. */
  async accessToken(): Promise<string | undefined> {
    const session = await this.read();
    return session && !this.#isFresh(session) ? this.renew() : session?.accessToken;
  }

  /**
   * The token that follows one that was refused or ends soon, fetched once however many ask, in this tab or another.
   * `undefined` where the session has ended.
   */
  renew(refused?: string): Promise<string | undefined> {
    this.#renewal ??= this.#inTurn(() => this.#renew(refused)).finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #renew(refused: string | undefined): Promise<string | undefined> {
    const session = await this.read();
    if (!session) return undefined;
    // Another tab was quicker.
    if (session.accessToken !== refused && this.#isFresh(session)) return session.accessToken;
    const { refreshToken } = session;
    try {
      const call = this.transport.begin(withinGrace);
      const next = this.#sessionOf(
        await this.transport.send(refreshSession, { body: { refreshToken } }, call),
        session.hostSubject,
      );
      // Renewed by another tab, or signed out, meanwhile.
      const current = await this.read();
      if (current?.refreshToken !== refreshToken) return tokenOf(current, session);
      await this.#write(next);
      this.#tellShared();
      if (this.#storage.reach === 'copies')
        this.#openChannel().tell({ kind: 'renewed', used: refreshToken, session: next });
      return next.accessToken;
    } catch (error) {
      const reason = endOf(error);
      if (!reason) throw error;
      // Without locks, another tab may have used the token before.
      const current = await this.read();
      if (current && current.refreshToken !== refreshToken) return tokenOf(current, session);
      if (current) await this.forget(current, reason);
      return undefined;
    }
  }

  /** What reads and then writes: nobody writes in between, in this tab or another. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turns.then(() => alone(this.name, work));
    this.#turns = turn.catch(() => {});
    return turn;
  }

  #isFresh({ endsAt }: KeptSession): boolean {
    return this.runtime.date() < endsAt - leewayMs;
  }

  #sessionOf(answer: Answer<'refreshSession'>, hostSubject: string | undefined): KeptSession {
    const { accessToken, refreshToken, expiresIn, member } = answer;
    return {
      accessToken,
      refreshToken,
      endsAt: this.runtime.date() + expiresIn * 1_000,
      member,
      hostSubject,
    };
  }

  async #write(session: KeptSession): Promise<void> {
    await this.#storage.items.setItem(this.name, JSON.stringify(session));
    this.#tellListeners(session);
    this.#openChannel();
  }

  async #remove(reason: SignOutReason): Promise<void> {
    await this.#storage.items.removeItem(this.name);
    this.#tellListeners(undefined, reason);
  }

  #tellListeners(session: KeptSession | undefined, reason?: SignOutReason): void {
    for (const listening of this.#listeners) tell(listening, session, reason);
  }

  #tellShared(reason?: SignOutReason): void {
    if (this.#storage.reach === 'all') this.#openChannel().tell({ kind: 'changed', reason });
  }

  #openChannel(): Tabs<Message> {
    return (this.#channel ??= openTabs<Message>(
      this.name,
      (message) => void this.#hear(message).catch(() => {}),
    ));
  }

  async #hear(message: Message): Promise<void> {
    const session = await this.read();
    if (message.kind === 'changed') {
      this.#tellListeners(session, message.reason);
    } else if (message.kind === 'renewed') {
      if (session?.refreshToken === message.used) await this.#write(message.session);
    } else if (session?.member.id === message.memberId) {
      await this.#remove('signed_out');
      const body = { refreshToken: session.refreshToken };
      await this.transport.send(signOut, { body }, this.transport.begin()).catch(() => {
        // The tokens are gone from here; where the service can't be told, the session ends by itself.
      });
    }
  }
}

/** The token of what is kept now, if it is the same member's: nothing is done in another's name. */
function tokenOf(current: KeptSession | undefined, { member }: KeptSession): string | undefined {
  return current?.member.id === member.id ? current.accessToken : undefined;
}

function tell(listening: Listening, session: KeptSession | undefined, reason?: SignOutReason): void {
  // When somebody was last active is no change of who is signed in.
  const text = session ? JSON.stringify({ ...session.member, lastActiveAt: undefined }) : 'nobody';
  if (listening.told === text) return;
  const wasSignedIn = listening.told !== undefined;
  listening.told = text;
  listening.listener(session?.member, session || !wasSignedIn ? undefined : (reason ?? 'signed_out'));
}

function parse(text: string | null | undefined): KeptSession | undefined {
  try {
    const session = JSON.parse(text ?? 'null') as Partial<KeptSession> | null;
    return session?.accessToken && session.refreshToken && session.endsAt && session.member?.id
      ? (session as KeptSession)
      : undefined;
  } catch {
    return undefined;
  }
}

/** What a refusal to renew says about the session; `undefined` where it may be renewed another time. */
function endOf(error: unknown): SignOutReason | undefined {
  const code = isApiError(error) ? error.code : undefined;
  if (code === 'member_banned') return 'member_banned';
  return code === 'session_ended' || code === 'invalid_token' ? 'session_ended' : undefined;
}

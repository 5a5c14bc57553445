import type { Logger } from 'pino';
import type { Database } from '../../platform/database';
import type { Scope } from '../../platform/scope';
import {
  insertRevocation,
  type KeptRevocation,
  type MemberRevocation,
  readRevocations,
  type Revocation,
} from './revocation-store';
import { clockToleranceMs, longestTokenLifeMs } from './times';

/** Wakes other processes: what is on a bus may be lost, so that the list is also read now and then. */
export interface WakeUps {
  publish(topic: string, message: unknown): void;
  subscribe(topic: string, listener: () => void): () => void;
}

/** @param reason why the member's tokens are taken back */
export type OnMemberRevoked = (
  tx: Scope,
  memberId: string,
  reason: MemberRevocation['reason'],
) => Promise<void>;

export interface RevocationsOptions {
  readonly database: Database;
  readonly clock: () => Date;
  readonly log: Logger;
  readonly wakeUps?: WakeUps | undefined;
  /** Ends in the same transaction what others do in the name of a member whose tokens are taken back. */
  readonly onMemberRevoked: OnMemberRevoked;
}

const topic = 'tokens.revoked';

/** What a token is asked about. */
export interface TokenFacts {
  /** Of an impersonation, its id. */
  readonly sessionId: string;
  readonly memberId: string;
  readonly memberVersion: number;
  /** The session of the operator who acts as the member: with it the token ends. */
  readonly operatorSessionId?: string | undefined;
}

/**
 * The short list of access tokens that were taken back before their end, in memory: of every institution, for as long as a
 * token lasts. This process knows at its commit, others when they are woken or look by themselves.
 */
export class Revocations {
  readonly #sessions = new Map<string, KeptRevocation>();
  readonly #members = new Map<string, KeptRevocation & { readonly belowVersion: number }>();
  readonly #unsubscribe: (() => void) | undefined;
  #mark: string | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor(private readonly options: RevocationsOptions) {
    this.#unsubscribe = options.wakeUps?.subscribe(topic, () => void this.keepFresh());
  }

  /** Takes back, when the transaction commits. With a member's tokens end those of operators who act as the member. */
  async revoke(tx: Scope, revocation: Revocation): Promise<void> {
    const kept = {
      ...revocation,
      expiresAt: new Date(tx.clock().getTime() + longestTokenLifeMs + clockToleranceMs),
    };
    await insertRevocation(tx, kept);
    if ('memberId' in revocation)
      await this.options.onMemberRevoked(tx, revocation.memberId, revocation.reason);
    tx.afterCommit(() => {
      this.#add(kept);
      this.options.wakeUps?.publish(topic, null);
    });
  }

  /** Why a token has been taken back; undefined where it has not. */
  reasonOf({
    sessionId,
    memberId,
    memberVersion,
    operatorSessionId,
  }: TokenFacts): Revocation['reason'] | undefined {
    const ofMember = this.#members.get(memberId);
    if (ofMember && memberVersion < ofMember.belowVersion) return ofMember.reason;
    const ofSession = this.#sessions.get(sessionId);
    return (ofSession ?? (operatorSessionId ? this.#sessions.get(operatorSessionId) : undefined))?.reason;
  }

  /** Reads what others have taken back since, one reading at a time. @throws where the database cannot be reached */
  async read(): Promise<void> {
    const reading = this.#reading.then(() => this.#read());
    this.#reading = reading.catch(() => undefined);
    return reading;
  }

  /** The same; a failure leaves what is known. */
  async keepFresh(): Promise<void> {
    await this.read().catch((error: unknown) =>
      this.options.log.warn({ err: error }, 'could not read the list of revoked tokens'),
    );
  }

  close(): void {
    this.#unsubscribe?.();
  }

  async #read(): Promise<void> {
    const { database, clock } = this.options;
    const now = clock();
    const { revocations, mark } = await readRevocations(database.across, this.#mark, now);
    this.#mark = mark;
    for (const each of revocations) this.#add(each);
    for (const list of [this.#sessions, this.#members]) {
      // In the order in which they came, and so, but for a moment, in that in which they end.
      for (const [id, { expiresAt }] of list) {
        if (expiresAt > now) break;
        list.delete(id);
      }
    }
  }

  #add(revocation: KeptRevocation): void {
    if ('sessionId' in revocation) {
      this.#sessions.set(revocation.sessionId, revocation);
      return;
    }
    const known = this.#members.get(revocation.memberId);
    if (known && known.belowVersion > revocation.belowVersion) return;
    // Last in order again.
    this.#members.delete(revocation.memberId);
    this.#members.set(revocation.memberId, revocation);
  }
}

import type { Logger } from 'pino';
import type { Audience } from './audience';
import { type Actor, type AuditContext, AuditTrail, type RequestSource } from './audit';
import type { AuditKey } from './audit-chain';
import { type Database, type LastStatement, type Queryable, together } from './database';
import type { IdKind } from './ids';
import { Outgoing, type Said } from './outbox';

export type { Audience };

/** The tenant whose rows a scope can reach. */
export interface Institution {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly mode: 'live' | 'test';
  /** Short tag of the institution in search documents. */
  readonly number: number;
  readonly audienceDefaults: Readonly<Partial<Record<string, Audience>>>;
  /** Counts below it are withheld from the public. */
  readonly publicCountThreshold: number;
}

/** Who is calling. */
export type Principal =
  | { readonly kind: 'publishable'; readonly keyId: string; readonly origins: readonly string[] }
  | { readonly kind: 'secret'; readonly keyId: string; readonly scopes: readonly string[] }
  | MemberPrincipal
  | OperatorPrincipal
  /** Somebody at the platform itself who has not signed in. */
  | { readonly kind: 'visitor' }
  /** The command line, on the operator's machine. */
  | { readonly kind: 'system' };

export type MemberRole = 'student' | 'alumnus' | 'admin';

/** A signed-in member, by an access token beside a publishable key. Banned ones are refused before they become a principal. */
export interface MemberPrincipal {
  readonly kind: 'member';
  readonly keyId: string;
  readonly memberId: string;
  readonly sessionId: string;
  readonly role: MemberRole;
  readonly status: 'unverified' | 'verified';
  /** Where an operator acts as the member. */
  readonly impersonation?: { readonly id: string; readonly operatorId: string };
}

/** Whether an operator acts as a member. */
export const isImpersonated = (
  principal: Principal,
): principal is MemberPrincipal & Required<Pick<MemberPrincipal, 'impersonation'>> =>
  principal.kind === 'member' && principal.impersonation !== undefined;

/** Who runs the platform: of no institution. */
export interface OperatorPrincipal {
  readonly kind: 'operator';
  readonly operatorId: string;
  readonly sessionId: string;
  /** Then the session ends, where it is not used again. */
  readonly endsAt: Date;
}

/** The member who calls. @throws {Error} where it is somebody else, whom the contract should not have let in */
export function callingMember({ principal }: Scope): MemberPrincipal {
  if (principal.kind !== 'member') throw new Error('The contract lets in members only.');
  return principal;
}

/** The operator who calls. @throws {Error} as above */
export function callingOperator({ principal }: Scope): OperatorPrincipal {
  if (principal.kind !== 'operator') throw new Error('The contract lets in operators only.');
  return principal;
}

/** First argument of every command and store function: one institution, one caller, one way to the database. */
export interface Scope {
  readonly institution: Institution;
  readonly principal: Principal;
  readonly db: Queryable;
  readonly clock: () => Date;
  readonly log: Logger;
  /** Says within a transaction what it changes: see platform/outbox. */
  readonly changes: Outgoing['changes'];
  /** Asks within a transaction for background work. */
  readonly tasks: Outgoing['tasks'];
  /** Says within a transaction what belongs into the audit log: see platform/audit. */
  readonly audit: Pick<AuditTrail, 'add'>;
  /**
   * Has statements written as the last ones of the transaction, together with its COMMIT: for rows that many transactions write, so
   * that none holds them for longer than that takes. Whatever the transaction does itself must not depend on them.
   */
  readonly lastly: (...statements: readonly LastStatement[]) => void;
  /** Has something done within this process once the transaction has committed, before its caller goes on. It must not fail. */
  readonly afterCommit: (work: () => void) => void;
  /** The same institution, for work that somebody else has asked for: the audit log tells of them. */
  readonly onBehalfOf: (actor: Actor) => Scope;
  /**
   * The same caller at another institution, in transactions of its own.
   * @throws {Error} for whoever belongs to one: only an operator and the command line may
   */
  readonly at: (institution: Institution) => Scope;
  /** Opens a read-only transaction for reads that follow from one another. */
  readonly reading: <T>(work: (scope: Scope) => Promise<T>) => Promise<T>;
  /** Opens a transaction: the scope given to `work` writes through it. */
  readonly transaction: <T>(work: (scope: Scope) => Promise<T>) => Promise<T>;
}

export type OnOutgoing = (said: Said) => void | Promise<void>;

export interface ScopeParts {
  readonly database: Database;
  readonly institution: Institution;
  readonly principal: Principal;
  /** Who has asked for it; by default the principal. */
  readonly actor?: Actor;
  readonly clock: () => Date;
  readonly log: Logger;
  /** What the log says of whatever is done in the scope, where it says anything. */
  readonly about?: Readonly<Record<string, unknown>>;
  readonly auditKey: AuditKey;
  /** The call that the scope is of, where it is of one. */
  readonly request?: RequestSource;
  /** Told after each commit that has left something in the outbox; the transaction's caller goes on when it has done its part. It must not fail. */
  readonly onOutgoing?: OnOutgoing;
}

const outside = {
  add: () => {
    throw new Error('Changes, tasks and audit entries belong to a transaction.');
  },
  lastly: () => {
    throw new Error('Only a transaction has last statements.');
  },
};

const noCommit = () => {
  throw new Error('Only in a transaction is there something after its commit.');
};

export function openScope(parts: ScopeParts): Scope {
  const { database, institution, principal, clock, onOutgoing } = parts;
  let log: Logger | undefined;
  // Made when somebody has something to say, which is seldom.
  const ownLog = () => (log ??= parts.about ? parts.log.child(parts.about) : parts.log);
  const onBehalfOf = (asker: Actor) => openScope({ ...parts, actor: asker });
  const at = (other: Institution) => {
    if (principal.kind !== 'operator' && principal.kind !== 'system')
      throw new Error(`A ${principal.kind} acts at one institution only.`);
    return openScope({ ...parts, institution: other });
  };
  // Written out, without spreading: one is opened for each call.
  const scope: Scope = {
    institution,
    principal,
    clock,
    get log() {
      return ownLog();
    },
    changes: outside,
    tasks: outside,
    audit: outside,
    lastly: outside.lastly,
    afterCommit: noCommit,
    onBehalfOf,
    at,
    db: database.of(institution.id),
    reading: (work) =>
      database.reading(institution.id, (db) => {
        const { transaction } = scope;
        const inside: Scope = {
          institution,
          principal,
          clock,
          get log() {
            return ownLog();
          },
          changes: outside,
          tasks: outside,
          audit: outside,
          lastly: outside.lastly,
          afterCommit: noCommit,
          onBehalfOf,
          at,
          db,
          reading: (nested) => nested(inside),
          transaction,
        };
        return work(inside);
      }),
    transaction: async (work) => {
      const auditing = auditContextOf(parts);
      // Begun anew with each run: see Database.transaction.
      let outgoing!: Outgoing;
      let followers: (() => void)[] = [];
      let last: LastStatement[] = [];
      const result = await database.transaction(
        institution.id,
        async (tx) => {
          outgoing = new Outgoing(clock);
          followers = [];
          last = [];
          const { changes, tasks } = outgoing;
          const audit = new AuditTrail(auditing);
          const afterCommit: Scope['afterCommit'] = (follower) => void followers.push(follower);
          const lastly: Scope['lastly'] = (...statements) => void last.push(...statements);
          // A transaction within one is the same one: what is inside commits with it.
          const join: Scope['transaction'] = (nested) => nested(inside);
          const inside: Scope = {
            institution,
            principal,
            clock,
            get log() {
              return ownLog();
            },
            changes,
            tasks,
            audit,
            lastly,
            afterCommit,
            onBehalfOf,
            at,
            db: tx,
            reading: join,
            transaction: join,
          };
          const done = await work(inside);
          if (isImpersonated(principal)) {
            const untold = outgoing.subjects().filter((subject) => !audit.tellsOf(subject));
            audit.add(...untold.map(toldOfImpersonation));
          }
          if (!audit.isEmpty) {
            // The log's head is locked by those only who wait for nothing else any more.
            await together(...last.splice(0).map((each) => tx.query(each, each.values)));
            await audit.write(tx);
          }
          return done;
        },
        () => [...last, ...outgoing.statements()],
      );
      for (const follow of followers) follow();
      if (!outgoing.isEmpty)
        await onOutgoing?.({ institutionId: institution.id, changes: outgoing.subjects() });
      return result;
    },
  };
  return scope;
}

function auditContextOf({
  institution,
  principal,
  actor,
  request,
  clock,
  auditKey,
}: ScopeParts): AuditContext {
  const actors = actor ? { actor } : actorsOf(principal);
  return { key: auditKey, institutionId: institution.id, ...actors, request, clock };
}

/** What members change of their own is in no audit log; what is changed in their name is, whatever a command says of it itself. */
const toldOfImpersonation = ({ type, ...subject }: { type: string; kind: IdKind; id: string }) => ({
  action: 'impersonation.acted' as const,
  subject,
  after: { change: type },
});

/** Who acts, and for whom where that is somebody else. */
function actorsOf(principal: Principal): Pick<AuditContext, 'actor' | 'onBehalfOf' | 'impersonationId'> {
  if (!isImpersonated(principal)) return { actor: actorOf(principal) };
  const { id, operatorId } = principal.impersonation;
  return {
    actor: { kind: 'operator', id: operatorId },
    onBehalfOf: { kind: 'member', id: principal.memberId },
    impersonationId: id,
  };
}

/** Who acts, as the audit log names them. */
export function actorOf(principal: Principal): Actor {
  switch (principal.kind) {
    case 'system':
    case 'visitor':
      return { kind: principal.kind };
    case 'publishable':
      return { kind: 'publishableKey', id: principal.keyId };
    case 'secret':
      return { kind: 'secretKey', id: principal.keyId };
    case 'member':
      return { kind: 'member', id: principal.memberId };
    case 'operator':
      return { kind: 'operator', id: principal.operatorId };
  }
}

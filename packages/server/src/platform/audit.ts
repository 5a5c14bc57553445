import { randomBytes } from 'node:crypto';
import { type AuditKey, type ChainedEntry, detailDigest, entryHash, headSeal } from './audit-chain';
import type { Queryable } from './database';
import { formatId, type IdKind } from './ids';

/** Something that an id names. */
export interface Reference {
  readonly kind: IdKind;
  readonly id: string;
}

/** The actions that the audit log can hold, by name: features.ts takes them from what each feature declares. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- It is filled in there.
export interface AuditActions {}

export type AuditAction = keyof AuditActions;

/** One administrative or security action. */
export interface AuditDraft {
  /** `<what>.<what was done>`, such as `key.created`. */
  readonly action: AuditAction;
  readonly subject: Reference;
  /** The subject before and after, as far as it matters; never a secret. Kept apart, so that it can be erased. */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  /** Numbers of earlier entries about the subject whose detail goes with this one. Of the database's owner only. */
  readonly erases?: readonly number[];
}

/** The call that something comes from. */
export interface RequestSource {
  readonly id: string;
  /** The client's address. */
  readonly address: string;
}

export type ActorKind = 'system' | 'publishableKey' | 'secretKey' | 'member' | 'operator' | 'visitor';

/** Who acts; the command line and the service itself have no id, nor has somebody who is not known yet. */
export interface Actor {
  readonly kind: ActorKind;
  readonly id?: string;
}

/** Whose log it is, who acts, and from where. */
export interface AuditContext {
  readonly key: AuditKey;
  readonly institutionId: string;
  readonly actor: Actor;
  /** Whose name the actor acts in, where it is not their own. */
  readonly onBehalfOf?: Actor | undefined;
  /** The impersonation by which they do. */
  readonly impersonationId?: string | undefined;
  readonly request?: RequestSource | undefined;
  readonly clock: () => Date;
}

/** The parts of a detail, which is kept as JSON. */
export interface AuditDetail {
  readonly address?: string;
  readonly impersonationId?: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/**
 * What a transaction says to its institution's audit log: held until its end, then appended as its very last statements. The
 * chain's head is locked from there to the commit only, and by transactions that wait for nothing else any more: they take
 * turns, and cannot lock each other out.
 */
export class AuditTrail {
  readonly #drafts: (AuditDraft & { readonly at: Date })[] = [];

  constructor(private readonly context: AuditContext) {}

  readonly add = (...drafts: readonly AuditDraft[]): void => {
    const at = this.context.clock();
    for (const draft of drafts) this.#drafts.push({ ...draft, at });
  };

  /** Whether something has been said about a subject already. */
  tellsOf({ kind, id }: Reference): boolean {
    return this.#drafts.some(({ subject }) => subject.kind === kind && subject.id === id);
  }

  get isEmpty(): boolean {
    return this.#drafts.length === 0;
  }

  async write(tx: Queryable): Promise<void> {
    if (this.isEmpty) return;
    const { key, institutionId } = this.context;
    const [head] = await tx.query<{ number: string; hash: Buffer }>(lockHead);
    let { hash } = head!;
    let number = Number(head!.number);
    const entries = this.#drafts.map((draft) => {
      const salt = randomBytes(32);
      const detail = this.#detailOf(draft);
      const entry = this.#entryOf(draft, ++number, detailDigest(key, salt, detail));
      hash = entryHash(key, hash, entry);
      return {
        ...entry,
        at: draft.at,
        detailDigest: entry.detailDigest.toString('hex'),
        hash: hash.toString('hex'),
        salt: salt.toString('hex'),
        detail,
      };
    });
    const append = this.#drafts.some(({ erases }) => erases) ? appendErasing : appendOnly;
    await tx.query(append, [JSON.stringify(entries), headSeal(key, institutionId, number, hash)]);
  }

  #entryOf(
    { at, action, subject, erases }: AuditDraft & { at: Date },
    number: number,
    digest: Buffer,
  ): ChainedEntry {
    const { institutionId, actor, onBehalfOf, request } = this.context;
    return {
      institutionId,
      number,
      at: String(at.getTime()),
      action,
      actorKind: actor.kind,
      actorId: actor.id ?? null,
      onBehalfOfKind: onBehalfOf?.kind ?? null,
      onBehalfOfId: onBehalfOf?.id ?? null,
      subjectKind: subject.kind,
      subjectId: subject.id,
      requestId: request?.id ?? null,
      erases: erases ?? null,
      detailDigest: digest,
    };
  }

  #detailOf({ before, after }: AuditDraft): string {
    const { request, impersonationId } = this.context;
    const detail: AuditDetail = {
      ...(request && { address: request.address }),
      ...(impersonationId && { impersonationId: formatId('impersonation', impersonationId) }),
      ...(before && { before }),
      ...(after && { after }),
    };
    return JSON.stringify(detail);
  }
}

const lockHead = { name: 'audit.lock-head', text: 'select number, hash from lock_audit_head()' };
const appendOnly = { name: 'audit.append', text: 'select append_audit($1::jsonb, $2)' };
const appendErasing = { text: 'select append_audit_erasing($1::jsonb, $2)' };

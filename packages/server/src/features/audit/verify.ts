import {
  type AuditKey,
  beforeAll,
  detailDigest,
  entryHash,
  headSeal,
  isSame,
} from '../../platform/audit-chain';
import type { Queryable } from '../../platform/database';
import {
  beginSnapshot,
  findHead,
  keptEntries,
  type KeptEntry,
  type KeptHead,
  listInstitutions,
  listStrayDetails,
  listUnsaidErasures,
} from './store';

/** A place in a chain that somebody has written down: `number:hash`. */
export interface Anchor {
  readonly number: number;
  readonly hash: string;
}

export interface Verdict {
  readonly slug: string;
  readonly entries: number;
  /** Whether not one entry fits any of the secrets: they are others than the log was written with, or all of it is forged. */
  readonly hasOtherSecret: boolean;
  /** The end of the chain, to be kept elsewhere; undefined where there is none. */
  readonly head: Anchor | undefined;
  /** What is wrong and where, in the order in which it was met; the first of them only. */
  readonly faults: readonly string[];
  readonly faultCount: number;
}

export interface VerifyOptions {
  /** Those that the log was written with, oldest first. */
  readonly keys: readonly AuditKey[];
  /** One institution; by default all. */
  readonly slug?: string | undefined;
  /** A head that was printed before: it must still be in the chain. */
  readonly anchor?: Anchor | undefined;
}

const mostFaultsTold = 20;

/** Verifies the audit logs as they lie in the database, in bounded memory, while others append. */
export async function* verifyAudit(owner: Queryable, options: VerifyOptions): AsyncGenerator<Verdict> {
  await beginSnapshot(owner);
  for (const { id, slug } of await listInstitutions(owner, options.slug)) {
    const chain = new ChainCheck(id, options);
    for await (const batch of keptEntries(owner, id)) for (const entry of batch) chain.take(entry);
    chain.end(await findHead(owner, id));
    for (const number of await listUnsaidErasures(owner, id, mostFaultsTold + 1))
      chain.fault(`the detail of entry ${number} was removed, and no entry erased it`);
    for (const number of await listStrayDetails(owner, id, mostFaultsTold + 1))
      chain.fault(`there is a detail ${number} that no entry has, or that was erased`);
    yield { slug, ...chain.verdict() };
  }
}

/** Follows one chain entry by entry, keeping nothing but where it stands. */
class ChainCheck {
  readonly #faults: string[] = [];
  #faultCount = 0;
  #entries = 0;
  #fitting = 0;
  #previous: { readonly number: number; readonly hash: Buffer } = { number: 0, hash: beforeAll };
  // Once an entry is of a newer key none of an older one may follow.
  #keyInUse = 0;

  constructor(
    private readonly institutionId: string,
    private readonly options: VerifyOptions,
  ) {}

  fault(what: string): void {
    this.#faultCount++;
    if (this.#faults.length < mostFaultsTold) this.#faults.push(what);
  }

  take(kept: KeptEntry): void {
    const number = Number(kept.number);
    this.#entries++;
    const expected = this.#previous.number + 1;
    if (number > expected) {
      this.fault(`${span(expected, number - 1)} missing`);
    } else if (!this.#hasHash(kept, number)) {
      this.fault(`entry ${number} is not what was written there: altered, inserted or moved`);
    }
    this.#checkDetail(kept, number);
    this.#checkAnchor(number, kept.hash);
    this.#previous = { number, hash: kept.hash };
  }

  end(head: KeptHead | undefined): void {
    const { number, hash } = this.#previous;
    const { anchor } = this.options;
    if (!head) {
      this.fault(number ? 'the head of the log is missing' : 'there is no log at all');
    } else {
      const told = Number(head.number);
      if (told > number) this.fault(`${span(number + 1, told)} missing: the log was cut off at its end`);
      if (told < number) this.fault(`${span(told + 1, number)} beyond the head of the log`);
      if (told === number && !isSame(head.hash, hash))
        this.fault(`the head is not the hash of entry ${number}`);
      if (!this.#isSealed(head, told)) this.fault('the head is not sealed with this secret');
    }
    if (anchor && anchor.number > number)
      this.fault(
        `entry ${anchor.number}, which was there before, is missing: the log was cut off at its end`,
      );
  }

  verdict(): Omit<Verdict, 'slug'> {
    const { number, hash } = this.#previous;
    return {
      entries: this.#entries,
      hasOtherSecret: this.#entries > 0 && this.#fitting === 0,
      head: number ? { number, hash: hash.toString('hex') } : undefined,
      faults: this.#faults,
      faultCount: this.#faultCount,
    };
  }

  #hasHash(kept: KeptEntry, number: number): boolean {
    const entry = {
      ...kept,
      number,
      institutionId: this.institutionId,
      erases: kept.erases && kept.erases.map(Number),
    };
    const { keys } = this.options;
    for (let at = this.#keyInUse; at < keys.length; at++) {
      if (!isSame(kept.hash, entryHash(keys[at]!, this.#previous.hash, entry))) continue;
      this.#keyInUse = at;
      this.#fitting++;
      return true;
    }
    return false;
  }

  #checkDetail(kept: KeptEntry, number: number): void {
    const { salt, detail } = kept;
    if (!salt || detail === null) return;
    const whole = this.options.keys.some((key) => isSame(kept.detailDigest, detailDigest(key, salt, detail)));
    if (!whole) this.fault(`the detail of entry ${number} was altered`);
  }

  #checkAnchor(number: number, hash: Buffer): void {
    const { anchor } = this.options;
    if (anchor?.number === number && hash.toString('hex') !== anchor.hash)
      this.fault(`entry ${number} has another hash than it had before: the log was rewritten`);
  }

  #isSealed({ hash, seal }: KeptHead, number: number): boolean {
    return this.options.keys
      .slice(this.#keyInUse)
      .some((key) => isSame(seal, headSeal(key, this.institutionId, number, hash)));
  }
}

const span = (first: number, last: number) =>
  first === last ? `entry ${first} is` : `entries ${first} to ${last} are`;

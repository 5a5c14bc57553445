import { hash, verify } from '@node-rs/argon2';
import { Problem } from '../../contract/problems';

/** OWASP's parameters of argon2id: 19 MiB, two passes, one lane. */
const argon2id = 2;
const parameters = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Of a text that nobody knows, so that an address without a password costs as much time as one with it. */
const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$xipN8LSEqi9pPkh31tTVbA$chnQdPbsaIRduDHWVHX3tgO1vO2PchHIAzATAiat7IM';

export interface HashingLimits {
  /** Each takes a thread and 19 MiB for some 80 ms. */
  readonly atOnce?: number;
  /** Who comes when so many wait is told to come again; as many places are kept for those who are known. */
  readonly waiting?: number;
}

/**
 * Hashes passwords beside the event loop, few at a time: a flood of sign-ins must not take memory and threads from all others. Those
 * who come from where their account has been used before wait in places of their own, and come first.
 */
export class PasswordHashing {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  readonly #known: (() => void)[] = [];
  readonly #strangers: (() => void)[] = [];
  #running = 0;

  constructor({ atOnce = 2, waiting = 30 }: HashingLimits = {}) {
    this.#atOnce = atOnce;
    this.#mostWaiting = waiting;
  }

  /** @throws {Problem} unavailable where too many wait */
  async hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(normalized(password), parameters), this.#known);
  }

  /** Whether it is the password of the hash; as long, and never, where there is no hash. @throws {Problem} unavailable */
  async verify(kept: string | undefined, password: string, isKnown = false): Promise<boolean> {
    const check = () => verify(kept ?? nobodysHash, normalized(password));
    const isRight = await this.#inTurn(check, isKnown ? this.#known : this.#strangers);
    return isRight && kept !== undefined;
  }

  async #inTurn<T>(work: () => Promise<T>, queue: (() => void)[]): Promise<T> {
    if (this.#running === this.#atOnce) {
      if (queue.length === this.#mostWaiting) {
        throw new Problem('unavailable', 'Too many passwords are being checked just now.', {
          headers: { 'Retry-After': '2' },
        });
      }
      await new Promise<void>((resolve) => queue.push(resolve));
    } else {
      this.#running++;
    }
    try {
      return await work();
    } finally {
      // Whoever waits takes this turn; else it is free.
      const next = this.#known.shift() ?? this.#strangers.shift();
      if (next) next();
      else this.#running--;
    }
  }
}

/** However it was typed, the same characters are the same password (NIST SP 800-63B, section 3.1.1.2). */
const normalized = (password: string) => password.normalize('NFC');

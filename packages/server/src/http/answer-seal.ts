import { Problem } from '../contract/problems';
import { Seal } from '../platform/seal';

/** Keeps answers that hold a secret so that only this service can read them, each bound to the call that it answers. */
export class AnswerSeal {
  readonly #seal: Seal;

  constructor(secret: string) {
    this.#seal = new Seal(secret, 'kept answers');
  }

  close(json: string, call: readonly string[]): string {
    return this.#seal.close(json, JSON.stringify(call)).toString('base64');
  }

  /** @throws {Problem} conflict where it was closed with another secret */
  open(text: string, call: readonly string[]): string {
    try {
      return this.#seal.open(Buffer.from(text, 'base64'), JSON.stringify(call));
    } catch (cause) {
      throw new Problem(
        'conflict',
        'The first response can’t be read any more, because the service’s secret has changed. The first request succeeded; use a new Idempotency-Key for another one.',
        { cause },
      );
    }
  }
}

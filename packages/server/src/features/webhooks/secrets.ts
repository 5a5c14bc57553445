import { LRUCache } from 'lru-cache';
import { newId } from '../../platform/ids';
import type { Scope } from '../../platform/scope';
import { Seal } from '../../platform/seal';
import { endSecrets, findSecrets, insertSecret, type SealedSecret } from './secret-store';
import { newSecret, type SignatureKind, type Signer, signerOf } from './signing';

/** Makes, keeps and opens what signs. */
export class Secrets {
  readonly #signers = new LRUCache<string, Signer>({ max: 1_000 });

  constructor(private readonly seal: Seal) {}

  /** Sealed with the service's secret. */
  static of(secret: string): Secrets {
    return new Secrets(new Seal(secret, 'webhook secrets'));
  }

  /** Makes the endpoint's present secret. @returns what verifies it: to be shown once */
  async create(tx: Scope, endpointId: string, kind: SignatureKind): Promise<string> {
    const { secret, publicKey } = newSecret(kind);
    const id = newId();
    const sealed = this.seal.close(secret, placeOf(tx, endpointId, id));
    await insertSecret(tx, { endpointId, id, sealed, publicKey, createdAt: tx.clock() });
    return publicKey ?? secret;
  }

  /** Replaces the present secret, which goes on signing beside the new one until then. */
  async rotate(tx: Scope, endpointId: string, kind: SignatureKind, oldEndsAt: Date): Promise<string> {
    await endSecrets(tx, endpointId, oldEndsAt);
    return this.create(tx, endpointId, kind);
  }

  /** What signs for each of these endpoints now; nothing where no secret can be opened, which is logged. */
  async signersOf(scope: Scope, endpointIds: readonly string[]): Promise<Map<string, Signer[]>> {
    const signers = new Map<string, Signer[]>(endpointIds.map((id) => [id, []]));
    for (const secret of await findSecrets(scope, endpointIds, scope.clock())) {
      try {
        signers.get(secret.endpointId)!.push(this.#signerOf(scope, secret));
      } catch (error) {
        scope.log.error(
          { err: error, endpointId: secret.endpointId },
          'a webhook endpoint’s secret cannot be decrypted',
        );
      }
    }
    return signers;
  }

  #signerOf(scope: Scope, { endpointId, id, sealed }: SealedSecret): Signer {
    const known = this.#signers.get(id);
    if (known) return known;
    const signer = signerOf(this.seal.open(sealed, placeOf(scope, endpointId, id)));
    this.#signers.set(id, signer);
    return signer;
  }
}

const placeOf = ({ institution }: Scope, endpointId: string, id: string) =>
  `${institution.id}/${endpointId}/${id}`;

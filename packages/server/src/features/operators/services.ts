import { derivedKey } from '../../platform/derived-key';
import { Seal } from '../../platform/seal';
import { PasswordHashing } from '../sign-in';
import type { AccessTokens, Revocations } from '../tokens';

/** What the commands of this feature need besides their scope. */
export interface OperatorServices {
  readonly accessTokens: AccessTokens;
  readonly revocations: Revocations;
  readonly hashing: PasswordHashing;
  /** Keeps the secrets of second factors, each for its operator's id. */
  readonly seal: Seal;
  /** Digests of where tries come from are made with it. */
  readonly sourceKey: Buffer;
}

export interface OperatorServicesOptions {
  readonly secret: string;
  readonly accessTokens: AccessTokens;
  readonly revocations: Revocations;
}

export function createOperatorServices({
  secret,
  accessTokens,
  revocations,
}: OperatorServicesOptions): OperatorServices {
  return {
    accessTokens,
    revocations,
    // Their own turn: a flood of members' passwords does not keep operators out.
    hashing: new PasswordHashing({ atOnce: 1, waiting: 10 }),
    seal: new Seal(secret, 'second factors of operators'),
    sourceKey: derivedKey(secret, 'sources of operators’ sign-ins'),
  };
}

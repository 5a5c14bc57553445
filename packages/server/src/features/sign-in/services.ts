import { derivedKey } from '../../platform/derived-key';
import { RefreshTokens } from '../sessions';
import type { AccessTokens, Revocations } from '../tokens';
import type { ConfirmLink } from './code-store';
import { PasswordHashing } from './hashing';

/** What the commands of this feature need besides their scope: what one process holds in memory. */
export interface SignInServices {
  readonly accessTokens: AccessTokens;
  readonly revocations: Revocations;
  readonly refreshTokens: RefreshTokens;
  readonly hashing: PasswordHashing;
  /** Digests of sign-in codes, and of where tries come from, are made with it. */
  readonly codeKey: Buffer;
  /** To so many addresses of one domain a network has codes mailed in a day. */
  readonly mostAddressesOfDomain: number;
  /** Links what a mailed code was for, once it has been redeemed. */
  readonly confirmLink: ConfirmLink;
}

export interface SignInServicesOptions {
  readonly secret: string;
  readonly accessTokens: AccessTokens;
  readonly revocations: Revocations;
  readonly mostAddressesOfDomain: number;
  readonly confirmLink: ConfirmLink;
}

export function createSignInServices({
  secret,
  accessTokens,
  revocations,
  mostAddressesOfDomain,
  confirmLink,
}: SignInServicesOptions): SignInServices {
  return {
    accessTokens,
    revocations,
    refreshTokens: new RefreshTokens(derivedKey(secret, 'refresh tokens')),
    hashing: new PasswordHashing(),
    codeKey: derivedKey(secret, 'sign-in codes'),
    mostAddressesOfDomain,
    confirmLink,
  };
}

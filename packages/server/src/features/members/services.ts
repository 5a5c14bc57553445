import { defaultRateLimits } from '../../http/rate-limits';
import { derivedKey } from '../../platform/derived-key';
import type { AccessTokens, Revocations } from '../tokens';
import { RefreshTokens } from './sessions/refresh-tokens';
import type { ConfirmLink } from './sign-in/code-store';
import { PasswordHashing } from './sign-in/hashing';

/** What the commands of this feature need besides their scope: what one process holds in memory. */
export interface MemberServices {
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

export interface MemberServicesOptions {
  readonly secret: string;
  readonly accessTokens: AccessTokens;
  readonly revocations: Revocations;
  readonly mostAddressesOfDomain?: number;
  readonly confirmLink: ConfirmLink;
}

export function createMemberServices({
  secret,
  accessTokens,
  revocations,
  mostAddressesOfDomain = defaultRateLimits.mailedAddresses.networkDomainDay,
  confirmLink,
}: MemberServicesOptions): MemberServices {
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

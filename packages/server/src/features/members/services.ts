import { derivedKey } from '../../platform/derived-key';
import type { AccessTokens, Revocations } from '../access';
import { RefreshTokens } from './sessions/refresh-tokens';
import { PasswordHashing } from './sign-in/hashing';

/** What the commands of this feature need besides their scope: what one process holds in memory. */
export interface MemberServices {
  readonly accessTokens: AccessTokens;
  readonly revocations: Revocations;
  readonly refreshTokens: RefreshTokens;
  readonly hashing: PasswordHashing;
  /** Digests of sign-in codes are made with it. */
  readonly codeKey: Buffer;
}

export interface MemberServicesOptions {
  readonly secret: string;
  readonly accessTokens: AccessTokens;
  readonly revocations: Revocations;
}

export function createMemberServices({
  secret,
  accessTokens,
  revocations,
}: MemberServicesOptions): MemberServices {
  return {
    accessTokens,
    revocations,
    refreshTokens: new RefreshTokens(derivedKey(secret, 'refresh tokens')),
    hashing: new PasswordHashing(),
    codeKey: derivedKey(secret, 'sign-in codes'),
  };
}

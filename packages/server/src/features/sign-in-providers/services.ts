import type { Outbound } from '../../platform/outbound';
import { Seal } from '../../platform/seal';
import type { MemberServices } from '../members';
import type { SignInTools } from './handlers';
import { KeySets } from './key-sets';

export interface SignInToolsOptions {
  readonly secret: string;
  /** The service's public address. */
  readonly issuer: string;
  readonly outbound: Outbound;
  readonly members: MemberServices;
}

/** What one process holds in memory for signing in by providers. */
export function createSignInTools({ secret, issuer, outbound, members }: SignInToolsOptions): SignInTools {
  const seal = new Seal(secret, 'client secrets of sign-in providers');
  return { issuer, outbound, members, seal, keySets: new KeySets(outbound) };
}

import type { Database } from '../../platform/database';
import type { Outbound } from '../../platform/outbound';
import { Seal } from '../../platform/seal';
import type { SignInServices } from '../sign-in';
import type { ExchangeTools } from './exchange';
import { KeySets } from './key-sets';
import { OidcClients } from './oidc/clients';
import type { OidcTools } from './oidc/complete';
import { SignInSecrets } from './oidc/secrets';
import type { ProviderTools } from './providers';

export interface SignInProviderServices {
  readonly database: Database;
  readonly secret: string;
  /** The service's public address. */
  readonly issuer: string;
  readonly outbound: Outbound;
  readonly signIn: SignInServices;
}

export interface SignInTools extends ProviderTools, ExchangeTools, OidcTools {
  readonly signIn: SignInServices;
}

/** What one process holds in memory for signing in by providers. */
export function createSignInTools({ secret, ...given }: SignInProviderServices): SignInTools {
  const { outbound } = given;
  const seal = new Seal(secret, 'client secrets of sign-in providers');
  return {
    ...given,
    seal,
    keySets: new KeySets(outbound),
    clients: new OidcClients({ outbound, seal }),
    signInSecrets: new SignInSecrets(secret),
  };
}

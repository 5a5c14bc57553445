import { endImpersonationsOf } from '../features/operators';
import type { TokensOptions } from '../features/tokens';
import { silent, type TestService } from './service';

/** What another process of the same service opens its tokens with. */
export const tokenOptionsOf = ({ database, secret, issuer, clock }: TestService): TokensOptions => ({
  ...{ database, secret, issuer, clock },
  log: silent,
  onMemberRevoked: endImpersonationsOf,
});

import type { components } from '@homecoming/contract';
import { formatId } from '../../platform/ids';
import type { Institution } from '../../platform/scope';

export type ProviderKind = components['schemas']['SignInProviderKind'];
export type PublicKeySet = components['schemas']['PublicKeySet'];

/** Somebody who vouches for an institution's people. */
export interface Provider {
  readonly id: string;
  readonly kind: ProviderKind;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string | undefined;
  /** Sealed. */
  readonly clientSecret: Buffer | undefined;
  readonly jwks: PublicKeySet | undefined;
  readonly jwksUrl: string | undefined;
  /** Whether an address that it calls verified is taken as proven. */
  readonly trustsEmail: boolean;
  /** Whether an address counts as verified where an OpenID Connect provider doesn't say whether it is. */
  readonly trustsUnverifiedEmail: boolean;
  /** What those could do who have made it what it is; undefined where that was not noted yet. */
  readonly configuredScopes: readonly string[] | undefined;
  /** Rises when somebody who may not do everything changes what it vouches with. */
  readonly trustVersion: number;
  readonly enabled: boolean;
  /** Rises with each change: what was made of an earlier one is of no use any more. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What a provider says of somebody, its signature checked. */
export interface Assertion {
  /** What the provider calls them, for good. */
  readonly subject: string;
  readonly email: string | undefined;
  readonly isEmailVerified: boolean;
}

/** Longer than any provider's (OpenID Connect Core, 2). */
export const longestSubject = 255;

/** Whether it names somebody, and the database can keep and compare it as it stands. */
export const isSubject = (value: unknown): value is string => isName(value, longestSubject);

/** The same of an issuer, which may be as long as a registered one. */
export const isIssuer = (value: unknown): value is string => isName(value, 500);

const isName = (value: unknown, longest: number): value is string =>
  typeof value === 'string' &&
  value.length > 0 &&
  value.length <= longest &&
  !/[\0\p{Surrogate}]/u.test(value);

/** Signatures that nobody can make who can only check them: nothing with a shared secret, and never none (RFC 8725, 3.1). */
export const signatureAlgorithms = [
  'ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'EdDSA', 'Ed25519',
]; // prettier-ignore

/** How far the clocks of others may be off. */
export const clockToleranceSeconds = 30;

/** What a host's tokens must name as `aud`: this service, and this institution of it. */
export const audienceOf = (issuer: string, { slug }: Institution) => `${issuer}/${slug}`;

/**
 * Where an OpenID Connect provider sends people back to. Each has an address of its own, so that no provider can pass on to
 * another what only the other should answer (RFC 9700, 4.4).
 */
export const redirectUriOf = (issuer: string, { id }: Pick<Provider, 'id'>) =>
  `${issuer}/v1/auth/oidc/${formatId('signInProvider', id)}/callback`;

/** Whether its addresses may be called unencrypted. */
export const allowsHttp = ({ mode }: Institution) => mode === 'test';

import type { components } from '@homecoming/contract';
import { formatId } from '../../platform/ids';
import type { Institution } from '../../platform/scope';
import type { Identity } from './identity-store';
import { audienceOf, type Provider, redirectUriOf } from './provider';

type Schemas = components['schemas'];

/** A client secret stays here. */
export function presentProvider(
  provider: Provider,
  { institution, issuer: service }: { readonly institution: Institution; readonly issuer: string },
): Schemas['SignInProvider'] {
  const { id, kind, name, issuer, clientId, clientSecret, jwks, jwksUrl, trustsEmail, enabled } = provider;
  const { trustsUnverifiedEmail } = provider;
  return {
    ...{ id: formatId('signInProvider', id), kind, name, issuer },
    ...(kind === 'oidc' && {
      ...(clientId !== undefined && { clientId }),
      hasClientSecret: clientSecret !== undefined,
      redirectUri: redirectUriOf(service, provider),
      trustsUnverifiedEmail,
    }),
    ...(kind === 'host' && {
      ...(jwks && { jwks }),
      ...(jwksUrl !== undefined && { jwksUrl }),
      audience: audienceOf(service, institution),
    }),
    trustsEmail,
    enabled,
    createdAt: provider.createdAt.toISOString(),
    updatedAt: provider.updatedAt.toISOString(),
  };
}

export const presentChoice = ({ id, name }: Provider): Schemas['SignInChoice'] => ({
  id: formatId('signInProvider', id),
  name,
});

export function presentIdentity({
  id,
  providerName,
  email,
  linkedAt,
  lastUsedAt,
}: Identity & { readonly providerName: string }): Schemas['Identity'] {
  return {
    id: formatId('identity', id),
    provider: providerName,
    ...(email !== undefined && { email }),
    linkedAt: linkedAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
  };
}

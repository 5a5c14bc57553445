import type { components } from '@homecoming/contract';
import { invalidField, Problem } from '../../contract/problems';
import { onViolation } from '../../platform/database-errors';
import { newId } from '../../platform/ids';
import type { Outbound } from '../../platform/outbound';
import { OutboundError } from '../../platform/outbound-target';
import type { Scope } from '../../platform/scope';
import type { Seal } from '../../platform/seal';
import { mayDoEverything, scopesOf } from './link-policy';
import { allowsHttp, type Provider } from './provider';
import {
  countProviders,
  deleteProviderRow,
  findProvider,
  insertProvider,
  lockProvider,
  updateProviderRow,
} from './provider-store';
import { publicKeysOf } from './public-keys';

type Create = components['schemas']['SignInProviderCreate'];
type Update = components['schemas']['SignInProviderUpdate'];

/** What the commands need beside a scope. */
export interface ProviderTools {
  /** Keeps client secrets. */
  readonly seal: Seal;
  readonly outbound: Outbound;
}

/** More than a page can show as buttons. */
const mostProviders = 100;

/** Where a client secret lies: sealed for one provider, it opens for no other. */
export const placeOf = ({ institution }: Scope, providerId: string) => `${institution.id}/${providerId}`;

/** What the audit log keeps of a provider. */
function stateOf(provider: Provider) {
  const { kind, name, issuer, clientId, clientSecret, jwks, jwksUrl, trustsEmail, enabled } = provider;
  const { trustsUnverifiedEmail, configuredScopes } = provider;
  const keys = jwks?.keys.map(({ kid, kty }) => kid ?? kty);
  const hasClientSecret = clientSecret !== undefined;
  return {
    ...{
      kind,
      name,
      issuer,
      clientId,
      hasClientSecret,
      keys,
      jwksUrl,
      trustsEmail,
      trustsUnverifiedEmail,
      enabled,
    },
    configuredScopes,
  };
}

const subjectOf = ({ id }: Provider) => ({ kind: 'signInProvider', id }) as const;

/** @throws {Problem} not_found */
export async function getProvider(scope: Scope, id: string): Promise<Provider> {
  return found(await findProvider(scope, id));
}

function found(provider: Provider | undefined): Provider {
  if (!provider) throw new Problem('not_found', 'No such sign-in provider.');
  return provider;
}

/** @throws {Problem} invalid_request, issuer_taken, too_many_sign_in_providers */
export async function createProvider(scope: Scope, tools: ProviderTools, draft: Create): Promise<Provider> {
  const {
    kind,
    name,
    issuer,
    clientId,
    clientSecret,
    jwks,
    jwksUrl,
    trustsEmail = true,
    trustsUnverifiedEmail = false,
    enabled = true,
  } = draft;
  checkDraft(scope, tools, draft);
  return scope.transaction(async (tx) => {
    if ((await countProviders(tx)) >= mostProviders)
      throw new Problem(
        'too_many_sign_in_providers',
        `An institution can have up to ${mostProviders} sign-in providers.`,
      );
    const id = newId();
    const provider = await unlessTaken(
      insertProvider(tx, {
        ...{ id, kind, name, issuer, clientId, jwksUrl, trustsEmail, trustsUnverifiedEmail, enabled },
        configuredScopes: scopesOf(tx.principal),
        clientSecret: clientSecret ? tools.seal.close(clientSecret, placeOf(tx, id)) : undefined,
        jwks: jwks && publicKeysOf(jwks),
      }),
    );
    tx.audit.add({
      action: 'sign_in_provider.created',
      subject: subjectOf(provider),
      after: stateOf(provider),
    });
    return provider;
  });
}

const unlessTaken = (inserting: Promise<Provider>): Promise<Provider> =>
  inserting.catch(
    onViolation(
      'sign_in_providers_host',
      (cause) => new Problem('issuer_taken', 'Another host provider already has this issuer.', { cause }),
    ),
  );

/** @throws {Problem} not_found, invalid_request */
export async function updateProvider(
  scope: Scope,
  tools: ProviderTools,
  id: string,
  update: Update,
): Promise<Provider> {
  if (update.jwksUrl !== undefined) checkAddress(scope, tools, '/jwksUrl', update.jwksUrl);
  return scope.transaction(async (tx) => {
    const before = found(await lockProvider(tx, id));
    checkParts(before.kind, update);
    const { clientSecret, jwks, jwksUrl, ...others } = update;
    const after = await updateProviderRow(tx, {
      ...before,
      ...others,
      ...trustAfter(before, update, scopesOf(tx.principal)),
      ...(clientSecret !== undefined && {
        clientSecret: clientSecret === null ? undefined : tools.seal.close(clientSecret, placeOf(tx, id)),
      }),
      ...(jwks && { jwks: publicKeysOf(jwks), jwksUrl: undefined }),
      ...(jwksUrl !== undefined && { jwks: undefined, jwksUrl }),
    });
    tx.audit.add({
      action: 'sign_in_provider.updated',
      subject: subjectOf(before),
      before: stateOf(before),
      after: { ...stateOf(after), ...(clientSecret && { clientSecretReplaced: true }) },
    });
    return after;
  });
}

/** What a change makes of how far a provider is trusted. */
function trustAfter(
  { configuredScopes: before, trustVersion }: Provider,
  update: Update,
  held: readonly string[],
): Pick<Provider, 'configuredScopes' | 'trustVersion'> {
  const { name: _, enabled: __, ...vouching } = update;
  if (!Object.keys(vouching).length) return { configuredScopes: before, trustVersion };
  // Whoever replaces a site's keys decides alone whom it vouches for; otherwise those before have had their say too.
  const hasNewKeys = update.jwks !== undefined || update.jwksUrl !== undefined;
  const configuredScopes =
    hasNewKeys || before === undefined ? held : before.filter((scope) => held.includes(scope));
  return { configuredScopes, trustVersion: trustVersion + (mayDoEverything(held) ? 0 : 1) };
}

/** @throws {Problem} not_found */
export async function deleteProvider(scope: Scope, id: string): Promise<void> {
  await scope.transaction(async (tx) => {
    const provider = found(await lockProvider(tx, id));
    await deleteProviderRow(tx, id);
    tx.audit.add({
      action: 'sign_in_provider.deleted',
      subject: subjectOf(provider),
      before: stateOf(provider),
    });
  });
}

/** @throws {Problem} invalid_request */
export function checkDraft(scope: Scope, tools: ProviderTools, draft: Create): void {
  const { kind, issuer, jwksUrl } = draft;
  if (kind === 'oidc') checkAddress(scope, tools, '/issuer', issuer);
  checkParts(kind, draft);
  checkWhole(kind, draft);
  if (jwksUrl !== undefined) checkAddress(scope, tools, '/jwksUrl', jwksUrl);
}

function checkAddress(
  { institution }: Scope,
  { outbound }: ProviderTools,
  path: '/issuer' | '/jwksUrl',
  url: string,
): void {
  try {
    outbound.check(url, { allowHttp: allowsHttp(institution) });
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    throw invalidField(path, error.message);
  }
}

const partsOf = {
  oidc: ['clientId', 'clientSecret', 'trustsUnverifiedEmail'],
  host: ['jwks', 'jwksUrl'],
} as const;

/** A part of the other kind would do nothing. */
function checkParts(kind: Provider['kind'], given: Create | Update): void {
  const foreign = partsOf[kind === 'oidc' ? 'host' : 'oidc'].find(
    (name) => given[name] !== undefined && given[name] !== null,
  );
  if (foreign) throw invalidField(`/${foreign}`, `isn’t allowed for a provider of the kind ${kind}`);
  if (given.jwks && given.jwksUrl !== undefined)
    throw invalidField('/jwksUrl', 'can’t be combined with jwks: send one of the two');
}

function checkWhole(kind: Provider['kind'], { clientId, jwks, jwksUrl }: Create): void {
  if (kind === 'oidc' && clientId === undefined)
    throw invalidField('/clientId', 'is required for a provider of the kind oidc');
  if (kind === 'host' && !jwks && jwksUrl === undefined)
    throw invalidField('/jwks', 'or jwksUrl is required for a provider of the kind host');
}

import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  enableNonRepudiationChecks,
  None,
  type ClientAuth,
  type ServerMetadata,
} from 'openid-client';
import { LRUCache } from 'lru-cache';
import type { Outbound } from '../../../platform/outbound';
import { outboundFetch } from '../../../platform/outbound-fetch';
import type { Scope } from '../../../platform/scope';
import type { Seal } from '../../../platform/seal';
import { allowsHttp, signatureAlgorithms, type Provider } from '../provider';
import { placeOf } from '../providers';
import { RecentFailures } from '../recent-failures';

const timeoutMs = 8_000;
const knownForMs = 600_000;

/** What is known of providers: their metadata for ten minutes, with the keys that they publish. */
export class OidcClients {
  readonly #known = new LRUCache<string, Configuration>({
    max: 1_000,
    ttl: knownForMs,
    fetchMethod: (_name, _stale, { context }) => this.#discover(...(context as [Scope, Provider])),
  });

  readonly #failures = new RecentFailures();

  constructor(private readonly tools: { readonly outbound: Outbound; readonly seal: Seal }) {}

  /** @throws where the provider cannot be reached, or does not answer as its issuer must */
  async of(scope: Scope, provider: Provider): Promise<Configuration> {
    const context = [scope, provider];
    const name = `${provider.id} ${provider.version}`;
    return this.#failures.unlessFailed(name, async () => (await this.#known.fetch(name, { context }))!);
  }

  async #discover(scope: Scope, provider: Provider): Promise<Configuration> {
    const { institution } = scope;
    const fetch = outboundFetch(this.tools.outbound, { allowHttp: allowsHttp(institution), timeoutMs });
    const metadata = await discover(fetch, provider.issuer, allowsHttp(institution));
    const client = new Configuration(
      metadata,
      provider.clientId!,
      {},
      this.#proofOf(scope, provider, metadata),
    );
    client[customFetch] = fetch;
    client.timeout = timeoutMs / 1_000;
    // Whether an address may be called unencrypted is decided where it is called.
    allowInsecureRequests(client);
    // The ID token's signature counts, however it came.
    enableNonRepudiationChecks(client);
    return client;
  }

  /** By which of the ways that the provider takes this service proves itself; the first is the standard's default. */
  #proofOf(scope: Scope, { id, clientSecret }: Provider, metadata: ServerMetadata): ClientAuth {
    if (!clientSecret) return None();
    const secret = this.tools.seal.open(clientSecret, placeOf(scope, id));
    const taken = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return taken.includes('client_secret_basic') ? ClientSecretBasic(secret) : ClientSecretPost(secret);
  }
}

/**
 * A provider's metadata (OpenID Connect Discovery, 4). They must be of the issuer that the institution has registered, letter by
 * letter: no other speaks for it.
 */
async function discover(
  fetch: ReturnType<typeof outboundFetch>,
  issuer: string,
  allowHttp: boolean,
): Promise<ServerMetadata> {
  const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    headers: { Accept: 'application/json' },
  });
  if (answer.status !== 200) throw new Error(`The metadata were answered with the status ${answer.status}.`);
  const metadata = (await answer.json()) as ServerMetadata;
  if (metadata.issuer !== issuer) throw new Error('The metadata are of another issuer.');
  const { authorization_endpoint: endpoint } = metadata;
  const page = endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (page?.protocol !== 'https:' && !(allowHttp && page?.protocol === 'http:'))
    throw new Error('The metadata name no page to sign in at, over https.');
  return { ...metadata, id_token_signing_alg_values_supported: algorithmsOf(metadata) };
}

function algorithmsOf({ id_token_signing_alg_values_supported: named }: ServerMetadata): string[] {
  const good = (named ?? ['RS256']).filter((name) => signatureAlgorithms.includes(name));
  if (!good.length) throw new Error('The provider signs with nothing that only it could sign with.');
  return good;
}

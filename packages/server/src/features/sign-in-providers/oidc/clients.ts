import { LRUCache } from 'lru-cache';
import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  enableNonRepudiationChecks,
  None,
  type ServerMetadata,
} from 'openid-client';
import type { Outbound } from '../../../platform/outbound';
import { outboundFetch } from '../../../platform/outbound-fetch';
import type { Scope } from '../../../platform/scope';
import type { Seal } from '../../../platform/seal';
import { allowsHttp, type Provider } from '../provider';
import { placeOf } from '../providers';
import { soundKeysOnly } from '../public-keys';
import { RecentFailures } from '../recent-failures';
import { discover, timeoutMs } from './discovery';

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
    const reach = outboundFetch(this.tools.outbound, { allowHttp: allowsHttp(institution), timeoutMs });
    const metadata = await discover(reach, provider.issuer, allowsHttp(institution));
    const fetch = soundKeysOnly(
      reach,
      (url) => url === metadata.jwks_uri,
      (place, fault) =>
        scope.log.warn(
          { providerId: provider.id, place, fault },
          'ignoring an invalid key of a sign-in provider',
        ),
    );
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

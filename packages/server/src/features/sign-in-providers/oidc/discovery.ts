import type { ServerMetadata } from 'openid-client';
import { invalidField } from '../../../contract/problems';
import type { Outbound } from '../../../platform/outbound';
import { outboundFetch } from '../../../platform/outbound-fetch';
import { OutboundError } from '../../../platform/outbound-target';
import type { Scope } from '../../../platform/scope';
import { allowsHttp, signatureAlgorithms } from '../provider';

/** How long a provider may take to answer. */
export const timeoutMs = 8_000;

/** What is wrong with what a provider publishes of itself. */
class DiscoveryFault extends Error {
  override name = 'DiscoveryFault';

  constructor(
    message: string,
    /** The same for those who register it, who may see what the provider has written; a log may not. */
    readonly told = message,
  ) {
    super(message);
  }
}

/**
 * A provider's metadata (OpenID Connect Discovery, 4). They must be of the issuer that the institution has registered, letter by
 * letter: no other speaks for it.
 * @throws {DiscoveryFault} {OutboundError}
 */
export async function discover(
  fetch: ReturnType<typeof outboundFetch>,
  issuer: string,
  allowHttp: boolean,
): Promise<ServerMetadata> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(address, { headers: { Accept: 'application/json' } });
  if (answer.status !== 200)
    throw new DiscoveryFault(
      `${address} responds with the status ${answer.status}, not with a discovery document`,
    );
  const metadata = (await answer.json()) as ServerMetadata | null;
  if (typeof metadata?.issuer !== 'string')
    throw new DiscoveryFault(`${address} isn’t a discovery document: it has no issuer`);
  if (metadata.issuer !== issuer)
    throw new DiscoveryFault('names another issuer', otherIssuer(issuer, metadata.issuer));
  const { authorization_endpoint: endpoint } = metadata;
  const page = endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (page?.protocol !== 'https:' && !(allowHttp && page?.protocol === 'http:'))
    throw new DiscoveryFault('has no https sign-in page (authorization_endpoint)');
  if (typeof metadata.token_endpoint !== 'string' || typeof metadata.jwks_uri !== 'string')
    throw new DiscoveryFault('has no token_endpoint or no jwks_uri');
  return { ...metadata, id_token_signing_alg_values_supported: algorithmsOf(metadata) };
}

function otherIssuer(registered: string, named: string): string {
  if (isTemplate(named)) return `stands for many organisations (${shown(named)}): ${ownIssuer}`;
  const isSlashOnly = registered.replace(/\/$/, '') === named.replace(/\/$/, '');
  return isSlashOnly
    ? `must be ${shown(named)}, with or without a trailing slash, exactly as the provider writes it`
    : `isn’t the issuer in its own discovery document, which names ${shown(named)}: register that one if it’s yours`;
}

const ownIssuer = 'register the issuer of your own organisation, with its ID in place of the placeholder';

/** An address with something to fill in speaks for nobody in particular. */
const isTemplate = (issuer: string) => /[{}<>]|%7b|%7d/i.test(issuer);

/** A foreign text, as it may stand in a message. */
const shown = (text: string) => text.replace(/[^!-~]/g, '?').slice(0, 200);

function algorithmsOf({ id_token_signing_alg_values_supported: named }: ServerMetadata): string[] {
  const good = (named ?? ['RS256']).filter((name) => signatureAlgorithms.includes(name));
  if (!good.length)
    throw new DiscoveryFault(
      'signs with nothing that only it could sign with (id_token_signing_alg_values_supported)',
    );
  return good;
}

/**
 * Whether an OpenID Connect provider is what its issuer says, asked before it is registered: else the first person who signs in
 * finds out. With no transaction open: it calls the provider.
 * @throws {Problem} invalid_request that says what is wrong
 */
export async function checkIssuer({ institution }: Scope, outbound: Outbound, issuer: string): Promise<void> {
  try {
    if (isTemplate(issuer)) throw new DiscoveryFault(`stands for many organisations: ${ownIssuer}`);
    const allowHttp = allowsHttp(institution);
    await discover(outboundFetch(outbound, { allowHttp, timeoutMs }), issuer, allowHttp);
  } catch (error) {
    throw invalidField('/issuer', faultOf(error), { cause: error });
  }
}

function faultOf(error: unknown): string {
  if (error instanceof DiscoveryFault) return error.told;
  if (error instanceof SyntaxError)
    return 'must have a discovery document at /.well-known/openid-configuration, but the response isn’t JSON';
  const why = error instanceof OutboundError ? `: ${error.message.replace(/\.$/, '')}` : '';
  return `its discovery document (/.well-known/openid-configuration) can’t be read${why}`;
}

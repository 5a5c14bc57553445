import { isIP } from 'node:net';
import { isPublicAddress } from './public-address';

/** Why nobody was called, or nobody answered. Stable: they stand in logs that callers read. */
export type OutboundFault =
  | 'url_not_allowed'
  | 'address_not_allowed'
  | 'name_not_found'
  | 'connection_failed'
  | 'tls_failed'
  | 'answer_broken'
  | 'timeout';

/** No answer, and why: the message is fit for whoever chose the address. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';

  constructor(
    readonly fault: OutboundFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A host that the operator allows though it is private: `host`, or `host:port` for one port only. */
export interface AllowedHost {
  readonly host: string;
  readonly port: number | undefined;
}

/** Reads one entry of the operator's list; undefined where it is none. */
export function parseAllowedHost(text: string): AllowedHost | undefined {
  const [, host, port] = /^(\[[0-9a-f:.]+\]|[^\s:/?#@[\]]+)(?::(\d{1,5}))?$/i.exec(text) ?? [];
  if (!host || !URL.canParse(`http://${host}`) || Number(port ?? 1) < 1 || Number(port ?? 1) > 65_535)
    return undefined;
  return {
    host: hostOf(new URL(`http://${host}`)),
    port: port === undefined ? undefined : Number(port),
  };
}

/** An address that may be called, as far as can be told without asking for its name. */
export interface Target {
  readonly url: URL;
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  /** Named by the operator: where its name leads is not judged. */
  readonly isAllowedHost: boolean;
}

/** Without the brackets of IPv6 and the dot that may end a name. WHATWG's parser has already put spellings right. */
const hostOf = ({ hostname }: URL) => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

// Of other services than the web's: a request to them would be an attack in our name. The higher ones of the Fetch standard's
// list, and databases.
const portsOfOthers = new Set([
  1433, 1521, 1719, 1720, 1723, 2049, 3306, 3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566, 6665, 6666, 6667, 6668,
  6669, 6679, 6697, 9200, 10080, 11211, 27017,
]); // prettier-ignore

const isWebPort = (port: number) => port === 80 || port === 443 || (port >= 1024 && !portsOfOthers.has(port));

const longestUrl = 2_000;

/**
 * Reads an address that somebody else has chosen.
 * @throws {OutboundError} url_not_allowed, address_not_allowed
 */
export function readTarget(
  text: string,
  { allowedHosts, allowHttp }: { readonly allowedHosts: readonly AllowedHost[]; readonly allowHttp: boolean },
): Target {
  const refuse = (why: string) => {
    throw new OutboundError('url_not_allowed', why);
  };
  if (text.length > longestUrl) refuse(`An address may have ${longestUrl} characters.`);
  if (!URL.canParse(text)) refuse('That is not an address: write https://host/path.');
  const url = new URL(text);
  const isTls = url.protocol === 'https:';
  if (!isTls && url.protocol !== 'http:') refuse(`Write https:// instead of ${url.protocol}`);
  if (url.username || url.password) refuse('An address must carry no user name and no password.');
  const host = hostOf(url);
  if (!host) refuse('The address names no host.');
  const port = Number(url.port || (isTls ? 443 : 80));
  const isAllowedHost = allowedHosts.some((each) => each.host === host && (each.port ?? port) === port);
  const target = { url, host, port, isTls, isAllowedHost };
  if (isAllowedHost) return target;
  if (!isTls && !allowHttp) refuse('Use https: what is sent holds people’s data.');
  if (!isWebPort(port)) refuse(`Port ${port} is not one where web servers listen.`);
  if (isIP(host) ? !isPublicAddress(host) : !isPublicName(host)) throw notPublic(host);
  return target;
}

/** What only a local resolver knows leads nowhere public. */
const isPublicName = (host: string) =>
  host.includes('.') && !/(^|\.)(localhost|local|internal|home\.arpa)$/.test(host);

/** For a literal address and for one that a name leads to. */
export function notPublic(host: string): OutboundError {
  return new OutboundError(
    'address_not_allowed',
    `${host} is not on the public internet. Whoever runs the service can allow a private host by name.`,
  );
}

import type { IncomingMessage } from 'node:http';
import { isIP, isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = [Address, number];

/** Addresses of proxies whose word on who called is taken: a list of addresses and networks (CIDR). */
export class TrustedProxies {
  readonly #networks: readonly Network[];

  /** @throws {Error} that names what is no address and no network, or is all addresses */
  constructor(texts: readonly string[]) {
    this.#networks = texts.map(networkOf);
  }

  get isEmpty(): boolean {
    return this.#networks.length === 0;
  }

  has(address: Address): boolean {
    return this.#networks.some(([network, bits]) => {
      return network.kind() === address.kind() && (address as ipaddr.IPv4).match(network, bits);
    });
  }
}

function networkOf(text: string): Network {
  const [address = '', bits, ...more] = text.split('/');
  const parsed = addressOf(address);
  const longest = parsed?.kind() === 'ipv4' ? 32 : 128;
  const length = bits === undefined ? longest : /^\d{1,3}$/.test(bits) ? Number(bits) : NaN;
  // One that is trusted wholly would let each caller say who it is.
  if (!parsed || more.length || !(length >= 1 && length <= longest))
    throw new Error(`“${text}” is neither an address nor a network such as 10.0.0.0/8`);
  return [parsed, length];
}

/** An address, an IPv4 one also where it came as IPv6 (RFC 4291, 2.5.5.2). */
function addressOf(text: string): Address | undefined {
  // Stricter than ipaddr.js, which also takes 127.1 and 010.0.0.1.
  if (!isIP(text)) return undefined;
  return ipaddr.process(text.replace(/%.*$/, ''));
}

export type ClientAddressReader = (request: Pick<IncomingMessage, 'headers' | 'socket'>) => string;

/** Hops that are looked at: more than there are proxies anywhere. */
const mostHops = 16;

/**
 * A function that tells from where a call comes: its connection's far end; where that is a trusted proxy, the last address in
 * `X-Forwarded-For` that is not one. What stands further left was written by the caller.
 * @param onUntrusted told once of an address that looks like a proxy's but isn't trusted: all of its visitors then count as one
 */
export function clientAddressReader(
  proxies: TrustedProxies,
  onUntrusted?: (proxy: string) => void,
): ClientAddressReader {
  let isTold = onUntrusted === undefined;
  return ({ headers, socket }) => {
    const remote = socket.remoteAddress ?? '';
    const forwarded = headers['x-forwarded-for'];
    if (proxies.isEmpty && (isTold || forwarded === undefined))
      return isIPv4(remote) ? remote : textOf(addressOf(remote));
    let address = addressOf(remote);
    if (!address || forwarded === undefined) return textOf(address);
    if (!isTold && nearbyRanges.includes(address.range()) && !proxies.has(address)) {
      isTold = true;
      onUntrusted?.(textOf(address));
    }
    const hops = String(forwarded).split(',').slice(-mostHops).map(hopOf);
    while (proxies.has(address)) {
      const before = hops.pop();
      // Nothing more, or nothing that can be read: then the last that is known.
      if (!before) break;
      address = before;
    }
    return textOf(address);
  };
}

/** Where proxies of one's own are, and visitors who write the header themselves are not. */
const nearbyRanges: readonly string[] = ['loopback', 'private', 'uniqueLocal', 'carrierGradeNat'];

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function hopOf(text: string): Address | undefined {
  const plain = text.trim();
  const withPort = /^\[([^\]]+)\](?::\d+)?$/.exec(plain) ?? /^([\d.]+):\d+$/.exec(plain);
  return addressOf(withPort?.[1] ?? plain);
}

const textOf = (address: Address | undefined) => address?.toString() ?? 'unknown';

/** A network that an address lies in, and how many times the limit of one address it has. */
export interface ClientNetwork {
  readonly name: string;
  readonly share: number;
}

// Households get a /64 or a /56, sites and rented servers a /48: 65,536 times a /64, all of them one customer's.
const ipv6Networks = [
  { bits: 64, share: 1 },
  { bits: 56, share: 2 },
  { bits: 48, share: 4 },
];

/** All that is counted for an address, the narrowest first: an IPv4 address alone; of an IPv6 one its /64, /56 and /48. */
export const clientNetworks = (address: string): readonly ClientNetwork[] => networksOfAddress.memo(address);

// Each call asks several times, and callers come again.
const networksOfAddress = new LRUCache<string, readonly ClientNetwork[]>({
  max: 10_000,
  memoMethod: networksAround,
});

function networksAround(address: string): ClientNetwork[] {
  if (!isIPv6(address)) return [{ name: address, share: 1 }];
  const { parts } = ipaddr.IPv6.parse(address);
  return ipv6Networks.map(({ bits, share }) => {
    const kept = parts.slice(0, 4).map((part, i) => part & (0xffff << Math.max(0, 16 * (i + 1) - bits)));
    return { name: `${kept.map((part) => (part & 0xffff).toString(16)).join(':')}::/${bits}`, share };
  });
}

/** What is taken for one place: an IPv4 address, or the /56 of an IPv6 one, for a /64 is changed too easily. */
export function clientNetwork(address: string): string {
  const [narrowest, household = narrowest] = clientNetworks(address);
  return household!.name;
}

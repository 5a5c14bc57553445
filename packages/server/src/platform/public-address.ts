import { BlockList, isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

// Global by their numbers, and yet not the public's.
const kept = new BlockList();
kept.addAddress('168.63.129.16'); // the host's own services on Azure
kept.addSubnet('2001::', 23, 'ipv6'); // protocol assignments: Teredo, benchmarks, ORCHID (RFC 2928)
kept.addSubnet('3fff::', 20, 'ipv6'); // documentation (RFC 9637)

/**
 * Whether an address belongs to a host of the public internet. What is not known to be one is refused: private, loopback,
 * link-local, metadata, multicast, documentation and benchmark addresses, and every form that carries an IPv4 address in an
 * IPv6 one (mapped, compatible, NAT64, 6to4, Teredo), whatever that is.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (!family || address.includes('%')) return false;
  if (ipaddr.parse(address).range() !== 'unicast') return false;
  if (kept.check(address, family === 6 ? 'ipv6' : 'ipv4')) return false;
  // Only 2000::/3 has been given out (RFC 4291, IANA).
  return family === 4 || /^[23][0-9a-f]{3}:/i.test(address);
}

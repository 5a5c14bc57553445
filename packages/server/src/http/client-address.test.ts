import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { clientAddressReader, clientNetworks, TrustedProxies } from './client-address';

const ask = (proxies: readonly string[], remoteAddress: string | undefined, forwarded?: string) =>
  clientAddressReader(new TrustedProxies(proxies))({
    socket: { remoteAddress } as IncomingMessage['socket'],
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  });

describe('the address of a caller', () => {
  it('is that of its connection, whatever X-Forwarded-For says, where no proxy is trusted', () => {
    expect(ask([], '192.0.2.1', '198.51.100.7')).toBe('192.0.2.1');
    expect(ask(['10.0.0.1'], '192.0.2.1', '198.51.100.7')).toBe('192.0.2.1');
    expect(ask(['10.0.0.1'], '192.0.2.1', '198.51.100.7, 10.0.0.1')).toBe('192.0.2.1');
  });

  it.each([
    ['what the proxy saw', '198.51.100.7', '198.51.100.7'],
    ['not what the caller wrote before', '203.0.113.9, 198.51.100.7', '198.51.100.7'],
    ['not a trusted address that the caller wrote before', '10.0.0.9, 198.51.100.7', '198.51.100.7'],
    ['behind several trusted proxies', '203.0.113.9, 198.51.100.7, 10.1.2.3, 10.9.9.9', '198.51.100.7'],
    ['with spaces', ' 198.51.100.7 ', '198.51.100.7'],
    ['with a port', '198.51.100.7:4711', '198.51.100.7'],
    ['an IPv6 one with a port', '[2001:db8:1:2::5]:4711', '2001:db8:1:2::5'],
    ['the proxy itself where nobody is named', '', '10.0.0.1'],
    ['the last known where the rest cannot be read', '198.51.100.7, unknown', '10.0.0.1'],
    ['the last known where an address is no address', '198.51.100.7, 010.1.1.1', '10.0.0.1'],
    ['the first where all are trusted', '10.5.5.5, 10.6.6.6', '10.5.5.5'],
    [
      'after more hops than there can be',
      `203.0.113.9, ${Array(40).fill('10.0.0.1').join(', ')}`,
      '10.0.0.1',
    ],
  ])('is, from a trusted proxy, %s', (_, forwarded, address) => {
    expect(ask(['10.0.0.0/8'], '10.0.0.1', forwarded)).toBe(address);
  });

  it.each([
    [[], '127.0.0.1', ['127.0.0.1']],
    [[], '::ffff:10.0.0.1', ['10.0.0.1']],
    [['10.0.0.1'], 'fd00::1', ['fd00::1']],
    [['10.0.0.0/8'], '10.0.0.1', []],
    // Visitors can write the header, too.
    [[], '192.0.2.1', []],
  ])('with %j trusted, %s as a proxy is told once: %j', (proxies, remoteAddress, expected) => {
    const told: string[] = [];
    const addressOf = clientAddressReader(new TrustedProxies(proxies), (proxy) => told.push(proxy));
    const socket = { remoteAddress } as IncomingMessage['socket'];
    addressOf({ socket, headers: {} });
    for (let i = 0; i < 3; i++) addressOf({ socket, headers: { 'x-forwarded-for': '198.51.100.7' } });
    expect(told).toEqual(expected);
  });

  it('is counted as one for a whole IPv6 /64, and as another for the next', () => {
    const network = (remote: string) => clientNetworks(ask([], remote))[0]!.name;
    expect(network('2001:db8:0:1::1')).toBe('2001:db8:0:1::/64');
    expect(network('2001:db8:0:1:ffff:ffff:ffff:ffff')).toBe('2001:db8:0:1::/64');
    expect(network('2001:db8:0:2::1')).toBe('2001:db8:0:2::/64');
    expect(network('192.0.2.1')).toBe('192.0.2.1');
    expect(clientNetworks('unknown')).toEqual([{ name: 'unknown', share: 1 }]);
  });

  it('has, beside its /64, a /56 and a /48 that count with it', () => {
    expect(clientNetworks('2001:db8:aaaa:1234::1')).toEqual([
      { name: '2001:db8:aaaa:1234::/64', share: 1 },
      { name: '2001:db8:aaaa:1200::/56', share: 2 },
      { name: '2001:db8:aaaa:0::/48', share: 4 },
    ]);
    expect(clientNetworks('192.0.2.1')).toEqual([{ name: '192.0.2.1', share: 1 }]);
  });

  it('is the same for IPv4 in its own form and within IPv6', () => {
    expect(ask([], '::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(ask(['10.0.0.1'], '::ffff:10.0.0.1', '::ffff:192.0.2.1')).toBe('192.0.2.1');
  });

  it('leaves zones out, and is one for all whose connection tells none', () => {
    expect(ask([], 'fe80::1%eth0')).toBe('fe80::1');
    expect(ask([], undefined)).toBe('unknown');
  });
});

describe('trusted proxies', () => {
  it.each(['10.0.0.0/8', '192.0.2.1', '192.0.2.1/32', '2001:db8::/32', '::1', '::ffff:10.0.0.1'])('may be %s', (text) => {
    expect(() => new TrustedProxies([text])).not.toThrow();
  }); // prettier-ignore

  it.each([
    '', 'proxy', '10.0.0', '10.0.0.1/33', '10.0.0.1/', '10.0.0.1/8/8', '10.0.0.1/-1', '10.0.0.1/a', '2001:db8::/129', '*', '010.0.0.1',
    '256.0.0.1', 'all', 'loopback', '0.0.0.0/0', '::/0',
  ])('may not be “%s”', (text) => {
    expect(() => new TrustedProxies([text])).toThrow(/neither an address nor a network/);
  }); // prettier-ignore
});

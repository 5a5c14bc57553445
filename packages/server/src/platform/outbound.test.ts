import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server as TcpServer,
  Socket,
} from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Outbound, type OutboundCall } from './outbound';
import { OutboundError, parseAllowedHost } from './outbound-target';

/** Hosts that no partner has, each as it may be written in an address. */
const forbiddenHosts = [
  // This machine, in all spellings that a URL parser puts right.
  '127.0.0.1', '127.1', '127.0.1', '2130706433', '017700000001', '0x7f000001', '0x7f.0.0.1', '0177.0.0.1', '0x7f.1', '0177.1', '127.0.0.1.',
  '127.255.255.254', '0177.0.0.01', '0x7F.0x0.0x0.0x1', '１２７.0.0.1', '127。0。0。1', '①②⑦.⓪.⓪.①', '%31%32%37.0.0.1', '0', '0.0.0.0', '0x0', '00', '0.1.2.3',
  'localhost', 'LOCALHOST', 'localhost.', 'LocalHost.', 'api.localhost', 'api.localhost.', 'ｌｏｃａｌｈｏｓｔ', 'a.b.localhost', 'router.local', 'db.internal', 'printer.home.arpa', 'intranet', 'redis',
  // Private, shared and link-local networks; metadata services.
  '10.0.0.1', '10.1', '167772161', '0xa.1', '012.0.0.1', '172.16.0.1', '172.31.255.255', '0xac.0x10.0.1', '192.168.0.1', '192.168.257', '3232235521', '0300.0250.0.1', '100.64.0.1', '100.100.100.200', '100.127.255.255',
  '169.254.169.254', '169.254.43518', '2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '0xa9.0xfe.0xa9.0xfe', '169.254.170.2', '168.63.129.16', 'metadata.google.internal',
  // Of no host: multicast, broadcast, benchmarks, documentation, reserved.
  '224.0.0.1', '239.255.255.250', '255.255.255.255', '4294967295', '240.0.0.1', '198.18.0.1', '198.19.255.255', '192.0.0.8', '192.0.2.1', '198.51.100.1', '203.0.113.1', '192.88.99.1',
  // IPv6, and IPv4 within it.
  '[::1]', '[0:0:0:0:0:0:0:1]', '[0000:0000:0000:0000:0000:0000:0000:0001]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[0:0:0:0:0:ffff:7f00:0001]', '[::FFFF:169.254.169.254]', '[::ffff:0a00:1]', '[::ffff:8.8.8.8]',
  '[::127.0.0.1]', '[::7f00:1]', '[::ffff:0:127.0.0.1]', '[64:ff9b::127.0.0.1]', '[64:ff9b::7f00:1]', '[64:ff9b::a9fe:a9fe]', '[64:ff9b:1::7f00:1]', '[64:ff9b:1:ffff::10.0.0.1]', '[2002:7f00:1::]', '[2002:a9fe:a9fe::1]', '[2001::7f00:1]',
  '[2001:0:4136:e378:8000:63bf:80ff:fffe]', '[fe80::1]', '[febf::1]', '[fec0::1]', '[fc00::1]', '[fd00:ec2::254]', '[fd12:3456:789a::1]', '[ff02::1]', '[ff05::1:3]', '[2001:db8::1]', '[2001:2::1]', '[2001:10::1]', '[2001:20::1]',
  '[3fff::1]', '[5f00::1]', '[100::1]', '[4000::1]',
]; // prettier-ignore

/** Addresses that are refused whatever host they name. */
const forbiddenUrls = [
  'https://user@partner.example/', 'https://user:secret@partner.example/', 'https://:secret@partner.example/', 'https://partner.example@127.0.0.1/',
  'ftp://partner.example/', 'file:///etc/passwd', 'gopher://partner.example/', 'data:text/plain,hello', 'javascript:alert(1)', 'ws://partner.example/', 'unix:/var/run/docker.sock',
  'https://partner.example:22/', 'https://partner.example:25/', 'https://partner.example:0/', 'https://partner.example:5432/', 'https://partner.example:6379/', 'https://partner.example:11211/', 'https://partner.example:65536/',
'https://[fe80::1%25eth0]/', 'https://[fe80::1%eth0]/', 'https://[::1', 'https://', 'https:///', '//partner.example/', 'partner.example', '', 'https://0x7f.0.0.256/', 'https://256.256.256.256/',
  `https://partner.example/${'a'.repeat(2_000)}`,
]; // prettier-ignore

let server: Server;
let origin: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const connects = vi.spyOn(Socket.prototype, 'connect');

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  answer = (_request, response) => response.end();
});
afterEach(() => connects.mockClear());
afterAll(() => {
  connects.mockRestore();
  server.closeAllConnections();
  server.close();
});

const call = (url: string, more: Partial<OutboundCall> = {}): OutboundCall => ({
  url,
  headers: { 'Content-Type': 'application/json' },
  body: '{}',
  allowHttp: true,
  ...more,
});
const toUs = new Outbound({ allowedHosts: [{ host: '127.0.0.1', port: undefined }] });
const faultOf = (work: Promise<unknown>) =>
  work.then(
    (done) => expect.fail(`was answered: ${JSON.stringify(done)}`),
    (error: unknown) => (error instanceof OutboundError ? error.fault : error),
  );

describe('a forbidden address', () => {
  it('is called in none of its spellings', async () => {
    expect(forbiddenHosts.length).toBeGreaterThanOrEqual(100);
    const { port } = server.address() as AddressInfo;
    const outbound = new Outbound({ resolveName: () => Promise.reject(new Error('asked')) });
    for (const host of forbiddenHosts) {
      for (const url of [`http://${host}:${port}/`, `https://${host}/`, `http://${host}/a?b#c`]) {
        expect([url, await faultOf(outbound.post(call(url)))]).toEqual([url, 'address_not_allowed']);
      }
    }
    for (const url of forbiddenUrls) {
      expect([url, await faultOf(outbound.post(call(url)))]).toEqual([
        url,
        expect.stringMatching(/^(url|address)_not_allowed$/),
      ]);
    }
    expect(connects).not.toHaveBeenCalled();
  });

  it('is not called through a name that leads to it, whatever else the name leads to', async () => {
    const hosts = forbiddenHosts.map((host) => new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, ''));
    const addresses = hosts.filter((host) => /^[\d.]+$|:/.test(host));
    expect(addresses.length).toBeGreaterThan(80);
    for (const address of addresses) {
      for (const all of [[address], ['93.184.215.14', address], [address, '2606:4700::1111']]) {
        const outbound = new Outbound({ resolveName: () => Promise.resolve(all) });
        expect([all, await faultOf(outbound.post(call('https://partner.example/')))]).toEqual([
          all,
          'address_not_allowed',
        ]);
      }
    }
    expect(connects).not.toHaveBeenCalled();
  });

  it('is not called by a name server that changes its mind: the judged address is the one connected to', async () => {
    let asked = 0;
    const rebinding = new Outbound({
      resolveName: () => Promise.resolve(asked++ % 2 ? ['127.0.0.1'] : ['203.0.114.7']),
    });
    const connectedTo: unknown[] = [];
    connects.mockImplementation(function (this: Socket, ...args: unknown[]) {
      const [{ lookup, host }] = args.flat() as [
        {
          host: string;
          lookup: (host: string, options: object, done: (e: unknown, found: unknown) => void) => void;
        },
      ];
      lookup(host, { all: true }, (_, found) => connectedTo.push(found));
      queueMicrotask(() => this.destroy(Object.assign(new Error(), { code: 'ECONNREFUSED' })));
      return this;
    });
    try {
      const { port } = server.address() as AddressInfo;
      const url = `http://partner.example:${port}/`;
      for (let i = 0; i < 10; i++) {
        expect(await faultOf(rebinding.post(call(url)))).toBe(
          i % 2 ? 'address_not_allowed' : 'connection_failed',
        );
      }
      expect(asked).toBe(10);
      expect(connectedTo).toEqual(Array(5).fill([{ address: '203.0.114.7', family: 4 }]));
    } finally {
      connects.mockReset();
    }
  });

  it('is not reached by a redirect', async () => {
    let calls = 0;
    const inside = createServer((_request, response) => {
      calls++;
      response.end('secret');
    });
    await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
    const { port } = inside.address() as AddressInfo;
    for (const status of [300, 301, 302, 303, 307, 308]) {
      answer = (_request, response) =>
        response.writeHead(status, { Location: `http://127.0.0.1:${port}/` }).end('moved');
      expect(await toUs.post(call(origin))).toMatchObject({ status, bodyStart: 'moved' });
    }
    inside.close();
    expect(calls).toBe(0);
  });

  it('is called where the operator has named it, by that name and port only', async () => {
    const { port } = server.address() as AddressInfo;
    const outbound = new Outbound({ allowedHosts: [{ host: 'localhost', port }] });
    expect(await outbound.post(call(`http://localhost:${port}/`, { allowHttp: false }))).toMatchObject({
      status: 200,
    });
    expect(await faultOf(outbound.post(call('http://localhost:4600/')))).toBe('address_not_allowed');
    expect(await faultOf(outbound.post(call(origin)))).toBe('address_not_allowed');
  });
});

describe('the operator’s list', () => {
  it.each([
    ['partner.internal', { host: 'partner.internal', port: undefined }],
    ['Localhost:4700', { host: 'localhost', port: 4700 }],
    ['[::1]:80', { host: '::1', port: 80 }],
    ['10.0.0.7', { host: '10.0.0.7', port: undefined }],
    ['http://partner', undefined],
    ['partner/path', undefined],
    ['user@partner', undefined],
    ['partner:0', undefined],
    ['partner:65536', undefined],
    ['', undefined],
  ])('reads %s', (text, host) => {
    expect(parseAllowedHost(text)).toEqual(host);
  });
});

describe('a public address', () => {
  it('needs https where people’s data are real', async () => {
    const outbound = new Outbound({ resolveName: () => Promise.resolve([]) });
    expect(await faultOf(outbound.post(call('http://partner.example/', { allowHttp: false })))).toBe(
      'url_not_allowed',
    );
    expect(await faultOf(outbound.post(call('http://partner.example/')))).toBe('name_not_found');
  });

  it.each([
    'https://partner.example/',
    'https://partner.example:8443/hooks?a=b',
    'https://93.184.215.14/',
    'https://[2606:4700::1111]/',
    'https://bücher.example/',
  ])('is allowed: %s', (url) => {
    expect(new Outbound().check(url).isTls).toBe(true);
  });
});

describe('an answer', () => {
  it('brings the call as it was meant, on a connection of its own', async () => {
    const ports = new Set<number>();
    const seen: unknown[] = [];
    answer = (request, response) => {
      ports.add(request.socket.remotePort!);
      request.setEncoding('utf8').on('data', (body) => {
        const { host, connection, 'content-length': length, 'content-type': type } = request.headers;
        seen.push([request.method, request.url, host, connection, length, type, body]);
        response.writeHead(200, { 'Retry-After': '7' }).end('très bien');
      });
    };
    for (let i = 0; i < 2; i++) {
      const body = '{"name":"Łódź"}';
      expect(await toUs.post(call(`${origin}/hooks?a=b#c`, { body }))).toEqual({
        status: 200,
        retryAfter: '7',
        bodyStart: 'très bien',
      });
      expect(seen[i]).toEqual([
        'POST',
        '/hooks?a=b',
        origin.slice(7),
        'close',
        '18',
        'application/json',
        body,
      ]);
    }
    expect(ports.size).toBe(2);
  });

  it('that never ends is cut after 16 kB, and its connection destroyed', async () => {
    let written = 0;
    const closed = new Promise<void>((resolve) => {
      answer = (_request, response) => {
        const flood = () => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536, 'a'))) written += 65_536;
          response.once('drain', flood);
        };
        response.on('close', resolve);
        flood();
      };
    });
    const { bodyStart } = await toUs.post(call(origin));
    expect(bodyStart).toBe('a'.repeat(16 * 1024));
    await closed;
    expect(written).toBeLessThan(20_000_000);
  });

  it('counts by its status, also where its body breaks off or drips', async () => {
    answer = (_request, response) => {
      response.writeHead(202, { 'Content-Length': '100' }).write('half');
      setImmediate(() => response.destroy());
    };
    expect(await toUs.post(call(origin))).toMatchObject({ status: 202, bodyStart: 'half' });
    answer = (_request, response) => void response.writeHead(200).write('drop');
    expect(await toUs.post(call(origin, { timeoutMs: 100 }))).toMatchObject({
      status: 200,
      bodyStart: 'drop',
    });
  });

  it('that does not come in time is given up, wherever it hangs', async () => {
    answer = () => undefined;
    expect(await faultOf(toUs.post(call(origin, { timeoutMs: 50 })))).toBe('timeout');
    const nameless = new Outbound({ resolveName: () => new Promise(() => undefined) });
    expect(await faultOf(nameless.post(call('https://partner.example', { timeoutMs: 50 })))).toBe('timeout');
    const stopped = new AbortController();
    const waiting = toUs.post(call(origin, { signal: stopped.signal }));
    stopped.abort(new Error('shutting down'));
    await expect(waiting).rejects.toThrow('shutting down');
  });

  it('that is none is told apart', async () => {
    const raw = async (bytes: string | undefined) => {
      const tcp: TcpServer = createTcpServer((socket) =>
        bytes === undefined
          ? socket.destroy()
          : socket
              .on('error', () => undefined)
              .resume()
              .end(bytes),
      );
      await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
      const { port } = tcp.address() as AddressInfo;
      const [plain, encrypted] = await Promise.all([
        faultOf(toUs.post(call(`http://127.0.0.1:${port}/`))),
        faultOf(toUs.post(call(`https://127.0.0.1:${port}/`))),
      ]);
      await new Promise((resolve) => tcp.close(resolve));
      return [plain, encrypted, await faultOf(toUs.post(call(`http://127.0.0.1:${port}/`)))];
    };
    expect(await raw('SSH-2.0-OpenSSH_9.2\r\n')).toEqual([
      'answer_broken',
      'tls_failed',
      'connection_failed',
    ]);
    expect(await raw(undefined)).toEqual(['answer_broken', 'answer_broken', 'connection_failed']);
    expect(await raw(`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`)).toEqual([
      'answer_broken',
      'tls_failed',
      'connection_failed',
    ]);
  });
});

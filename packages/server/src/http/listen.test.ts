import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../app';
import { problems } from '../contract/problems';
import { openTestServices } from '../testing/services';
import { callRaw, exchange } from '../testing/wire';
import { listen, type Listening } from './listen';

let server: Listening;
let origin: string;

beforeAll(async () => {
  const app = createApp(await openTestServices(), { checkAnswers: true });
  server = await listen(app.callback(), { port: 0, host: '127.0.0.1' });
  origin = `http://127.0.0.1:${server.port}`;
});
afterAll(() => server.close(0));

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
}

/** The first answer in what came over a connection, which must be a problem of the contract. */
function refusalIn(received: string): Refusal {
  const [head = '', body = ''] = received.split('\r\n\r\n');
  expect(received, 'an answer').toMatch(/^HTTP\/1\.1 \d{3} /);
  const problem = JSON.parse(body.slice(0, Number(/content-length: (\d+)/i.exec(head)?.[1]))) as Refusal;
  expect(head).toMatch(/^content-type: application\/problem\+json/im);
  expect(head).toMatch(/^cache-control: no-store/im);
  expect(head).toMatch(/^access-control-allow-origin: \*/im);
  expect(/^request-id: (\S+)/im.exec(head)?.[1]).toBe(problem.requestId);
  expect(Object.keys(problems)).toContain(problem.code);
  expect(head.split(' ')[1]).toBe(String(problem.status));
  return problem;
}

const alive = async () => expect((await callRaw(origin, { path: '/livez' })).status).toBe(200);

describe('what is no HTTP', () => {
  it.each([
    ['nonsense', '\0\x01\x02garbage\r\n\r\n'],
    ['the beginning of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['an unknown method', 'STEAL /livez HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['another protocol', 'GET /livez SMTP/1.0\r\nHost: a\r\n\r\n'],
    ['a space in the address', 'GET /live z HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a bare line feed in a header', 'GET /livez HTTP/1.1\r\nHost: a\r\nX: a\n b\rc\r\n\r\n'],
    ['NUL in a header', 'GET /livez HTTP/1.1\r\nHost: a\r\nHomecoming-Key: a\0b\r\n\r\n'],
    ['a header without a colon', 'GET /livez HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n'],
    [
      'a space before the colon',
      'POST /v1/profiles HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'two lengths',
      'POST /v1/profiles HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    ],
    [
      'a length and chunks',
      'POST /v1/profiles HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a negative length', 'POST /v1/profiles HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n'],
    [
      'a huge length',
      'POST /v1/profiles HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n',
    ],
    ['two hosts', 'GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n'],
    ['no host', 'GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ])('is refused: %s', async (_, bytes) => {
    expect(refusalIn(await exchange(origin, Buffer.from(bytes, 'latin1'))).status).toBe(400);
    await alive();
  });

  it('is refused as too large where headers or the address have no end', async () => {
    for (const bytes of [
      `GET /livez HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`,
      `GET /livez?${'a'.repeat(100_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
    ]) {
      expect(refusalIn(await exchange(origin, bytes))).toMatchObject({
        status: 431,
        code: 'headers_too_large',
      });
    }
    await alive();
  });

  it('does no harm where it breaks off', async () => {
    for (const bytes of [
      '',
      'G',
      'GET /livez HTTP/1.1\r\nHo',
      'POST /v1/profiles HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"a"',
    ]) {
      const received = await exchange(origin, bytes, { endAfter: true });
      if (received) expect(refusalIn(received).status).toBeLessThan(500);
      await alive();
    }
  });

  it('after a call is refused after that call is answered', async () => {
    const received = await exchange(origin, 'GET /livez HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n');
    expect(received).toMatch(/^HTTP\/1\.1 (200|400) /);
    await alive();
  });

  it('opens no tunnel', async () => {
    expect(await exchange(origin, 'CONNECT example.com:443 HTTP/1.1\r\nHost: a\r\n\r\n')).not.toMatch(
      /^HTTP\/1\.1 [25]/,
    );
    await alive();
  });

  it('but asks for more than HTTP must give is answered without it (RFC 9110, 10.1.1 and 7.8)', async () => {
    for (const header of ['Expect: miracles', 'Upgrade: websocket', 'Upgrade: h2c']) {
      const received = await exchange(
        origin,
        `GET /nothing HTTP/1.1\r\nHost: a\r\n${header}\r\nConnection: close\r\n\r\n`,
      );
      expect(refusalIn(received)).toMatchObject({ status: 404, code: 'not_found' });
    }
  });
});

describe('addresses', () => {
  const odd = ['//evil.example/v1/batches', '/v1//batches', '/v1/../livez', '/%2e%2e/livez', '/;', '/%', '/%00', '/%zz', '/\u00e9'.replace('é', '%E9'), '/v1/profiles/prof_1/extra',
    '/v1/chunks/../../package.json', '/v1/chunks/..%2f..%2fpackage.json', '/v1/chunks/%00.js', '/docs/', '/docs/../app.ts', '/docs/errors/x', '/docs/guides/', '/docs/guides/..%2fkeys', '/docs/guides/__proto__', '/docs/guides/constructor', '/__proto__', '/constructor', '/favicon.ico', '/robots.txt', '/.git/config', '/.env', '/' + 'a/'.repeat(2_000), '/{', '/<script>', "/'", '/a?'.repeat(10)]; // prettier-ignore
  it.each(odd)('without anything behind them are not found: %s', async (path) => {
    const { status, headers, text } = await callRaw(origin, { path });
    expect([status, (JSON.parse(text) as Refusal).code], text).toEqual([404, 'not_found']);
    expect(headers).toMatchObject({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });

  it('may be sent whole, as to a proxy, and mean the same', async () => {
    expect((await callRaw(origin, { path: 'http://evil.example/livez' })).status).toBe(200);
    expect((await callRaw(origin, { path: 'http://evil.example/nothing' })).status).toBe(404);
    expect((await callRaw(origin, { path: '*', method: 'OPTIONS' })).status).toBe(404);
  });
});

describe('methods', () => {
  it.each([
    ['POST', '/livez'], ['DELETE', '/v1/profiles'], ['PUT', '/v1/profiles/prof_01jdyvbv7gen8t9pe8z5aav002'], ['GET', '/v1/profiles/prof_01jdyvbv7gen8t9pe8z5aav002/undelete'],
    ['TRACE', '/v1/batches'], ['PROPFIND', '/v1/batches'], ['OPTIONS', '/v1/batches'], ['PURGE', '/v1/batches'],
  ])('other than those of the contract are refused with those that are: %s %s', async (method, path) => {
    const { status, headers, text } = await callRaw(origin, { method, path });
    expect([status, (JSON.parse(text) as Refusal).code]).toEqual([405, 'method_not_allowed']);
    expect(headers.allow).toMatch(/^[A-Z]+(, [A-Z]+)*$/);
    expect(headers.allow!.split(', ')).not.toContain(method);
  }); // prettier-ignore

  it('HEAD answers as GET, without a body', async () => {
    for (const path of ['/livez', '/nothing', '/v1/batches', '/openapi.json', '/docs']) {
      const [get, head] = await Promise.all(
        ['GET', 'HEAD'].map((method) => callRaw(origin, { method, path })),
      );
      expect(head!.text).toBe('');
      expect(head!.status).toBe(get!.status);
      expect(head!.headers['content-type']).toBe(get!.headers['content-type']);
      expect(head!.headers['content-length']).toBe(get!.headers['content-length']);
    }
  });

  it('of a preflight are answered without a key, for every page', async () => {
    for (const path of ['/v1/profiles', '/v1/batches', '/nothing']) {
      const { status, headers, text } = await callRaw(origin, {
        method: 'OPTIONS',
        path,
        headers: {
          Origin: 'https://any.example',
          'Access-Control-Request-Method': 'PATCH',
          'Access-Control-Request-Headers': 'homecoming-key, content-type',
        },
      });
      expect([status, text]).toEqual([204, '']);
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['access-control-allow-credentials']).toBeUndefined();
      expect(headers['access-control-allow-headers']!.toLowerCase()).toContain('homecoming-key');
      expect(headers['access-control-allow-methods']).toContain('PATCH');
    }
  });

  it('cannot be replaced by a header or a parameter', async () => {
    const path = '/v1/batches?_method=DELETE';
    const answer = await callRaw(origin, {
      path,
      headers: { 'X-HTTP-Method-Override': 'DELETE', 'X-Forwarded-Host': 'evil.example' },
    });
    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain('evil.example');
  });
});

import { afterEach, describe, expect, test, vi } from 'vitest';
import { createClient } from './client';
import { marie, pageOf, publishableKey, secretKey, startStandIn } from './testing/stand-in';
import type { ClientOptions } from './transport/options';

afterEach(() => vi.unstubAllGlobals());

describe('options that can not be right are refused at once, with a sentence', () => {
  const good = { baseUrl: 'https://alumni.example.edu', key: publishableKey };
  test.each<[string, Partial<Record<keyof ClientOptions, unknown>>, RegExp]>([
    ['no address', { baseUrl: undefined }, /^baseUrl must be where your Homecoming runs, such as https/],
    ['an address without a scheme', { baseUrl: 'alumni.example.edu' }, /^baseUrl must be .* it is "alumni/],
    ['another scheme', { baseUrl: 'ftp://alumni.example.edu' }, /it begins with ftp:/],
    [
      'an address with a query',
      { baseUrl: 'https://alumni.example.edu/?a=b' },
      /without user, query and fragment/,
    ],
    ['an address with the version', { baseUrl: 'https://alumni.example.edu/v1/' }, /leave out \/v1/],
    ['no key', { key: undefined }, /^key must be a publishable key \(pk_live_…/],
    ['another kind of key', { key: 'sk-proj-123' }, /^key must be/],
    ['a key with a line break', { key: `${publishableKey}\n` }, /^key must be/],
    ['no time', { timeoutMs: 0 }, /^timeoutMs must be a number of milliseconds above 0/],
    ['no number', { deadlineMs: Number.NaN }, /^deadlineMs must be/],
    ['half a retry', { maxRetries: 0.5 }, /^maxRetries must be a whole number/],
  ])('%s', (_, wrong, message) => {
    const create = () => createClient({ ...good, ...wrong } as ClientOptions);
    expect(create).toThrow(TypeError);
    expect(create).toThrow(message);
  });
});

describe('keys', () => {
  test('a malformed key is not repeated in the message, which may end up in a log', () => {
    const create = () => createClient({ baseUrl: 'https://alumni.example.edu', key: 'sk_prod_verysecret' });
    expect(create).toThrow(/^((?!verysecret).)*$/);
  });

  test.each(['document', 'window'])('a secret key is refused in a browser (a %s)', (name) => {
    vi.stubGlobal(name, {});
    const create = (key: string) => createClient({ baseUrl: 'https://alumni.example.edu', key });
    expect(() => create(secretKey)).toThrow(/secret key in a browser.*Use a publishable key/);
    expect(() => create(publishableKey)).not.toThrow();
  });

  test('a publishable key reads by query, with no header that would cost a preflight', async () => {
    const { baseUrl, asked } = await startStandIn(pageOf([]));
    const fetched: RequestInit[] = [];
    const spy = (url: string, init: RequestInit) => (fetched.push(init), fetch(url, init));
    await createClient({ baseUrl, key: publishableKey, fetch: spy }).directory.search({ q: 'curie' });
    expect(asked[0]!.url).toBe(`/v1/directory/search?q=curie&key=${publishableKey}`);
    expect([...new Headers(fetched[0]!.headers).keys()]).toEqual(['accept']);
  });

  test('a secret key goes by header, never into an address', async () => {
    const { baseUrl, asked } = await startStandIn(pageOf([]));
    await createClient({ baseUrl, key: secretKey }).directory.search();
    expect(asked[0]).toMatchObject({ url: '/v1/directory/search', headers: { 'homecoming-key': secretKey } });
  });

  test('a secret key is not carried along by a redirect', async () => {
    const elsewhere = await startStandIn(pageOf([]));
    const location = `${elsewhere.baseUrl}/v1/batches`;
    const { baseUrl } = await startStandIn({ status: 302, headers: { location } });
    const call = createClient({ baseUrl, key: secretKey }).batches.list();
    await expect(call).rejects.toMatchObject({
      status: 302,
      message: expect.stringContaining(location) as string,
    });
    expect(elsewhere.asked).toEqual([]);
  });

  test('a publishable key follows redirects, as pages do', async () => {
    const elsewhere = await startStandIn(pageOf(['Marie Curie']));
    const { baseUrl } = await startStandIn({ status: 308, headers: { location: elsewhere.baseUrl } });
    const page = await createClient({ baseUrl, key: publishableKey }).directory.search();
    expect(page.data).toHaveLength(1);
  });
});

describe('requests', () => {
  test('keep the path of baseUrl, with or without a slash at its end', async () => {
    const { baseUrl, asked } = await startStandIn(pageOf([]));
    for (const path of ['', '/', '/alumni', '/alumni/']) {
      await createClient({ baseUrl: baseUrl + path, key: secretKey }).batches.list();
    }
    const [bare, prefixed] = ['/v1/batches', '/alumni/v1/batches'];
    expect(asked.map(({ url }) => url)).toEqual([bare, bare, prefixed, prefixed]);
  });

  test('carry the headers of the client', async () => {
    const { baseUrl, asked } = await startStandIn(pageOf([]));
    await createClient({ baseUrl, key: secretKey, headers: { 'X-Gateway': 'yes' } }).batches.list();
    expect(asked[0]!.headers['x-gateway']).toBe('yes');
  });

  test('use the global fetch as it is when they are sent', async () => {
    const client = createClient({ baseUrl: 'https://alumni.example.edu', key: publishableKey });
    vi.stubGlobal('fetch', async () => Response.json({ data: [] }));
    expect(await client.directory.suggest({ q: 'cur' })).toEqual({ data: [] });
  });

  test('ask for suggestions', async () => {
    const { baseUrl, asked } = await startStandIn({
      body: { data: [{ kind: 'person', value: 'Marie Curie' }] },
    });
    const client = createClient({ baseUrl, key: secretKey });
    expect((await client.directory.suggest({ q: 'cur', limit: 5 })).data[0]!.value).toBe('Marie Curie');
    expect(asked[0]!.url).toBe('/v1/directory/suggest?limit=5&q=cur');
  });
});

describe('profiles', () => {
  const profile = {
    id: marie,
    displayName: 'Marie Curie',
    otherNames: [],
    degrees: [],
    skills: [],
    links: [],
  };

  test('get a photo, whose bytes are sent as they are, and lose it', async () => {
    const { baseUrl, asked } = await startStandIn({ body: profile }, { body: profile }, { status: 204 });
    const { profiles } = createClient({ baseUrl, key: secretKey });
    expect(await profiles.putPhoto(marie, new TextEncoder().encode('bytes'))).toEqual(profile);
    expect(await profiles.putPhoto(marie, new Blob(['blob'], { type: 'image/png' }))).toEqual(profile);
    expect(await profiles.deletePhoto(marie)).toBeUndefined();
    expect(asked.map(({ method, url, body }) => `${method} ${url} ${body}`.trim())).toEqual([
      `PUT /v1/profiles/${marie}/photo bytes`,
      `PUT /v1/profiles/${marie}/photo blob`,
      `DELETE /v1/profiles/${marie}/photo`,
    ]);
    expect(asked.map(({ headers }) => headers['content-type'])).toEqual([
      'application/octet-stream',
      'application/octet-stream',
      undefined,
    ]);
  });

  test('are read, created, changed, deleted and undeleted', async () => {
    const { baseUrl, asked } = await startStandIn(
      { body: profile },
      { status: 201, body: profile },
      { body: profile },
      { status: 204 },
      { body: profile },
    );
    const { profiles } = createClient({ baseUrl, key: secretKey });
    expect(await profiles.get(marie, { audience: 'public' })).toEqual(profile);
    expect(await profiles.create({ familyName: 'Curie', degrees: [{ batchYear: 1911 }] })).toEqual(profile);
    expect(await profiles.update(marie, { city: null })).toEqual(profile);
    expect(await profiles.delete(marie)).toBeUndefined();
    expect(await profiles.undelete(marie)).toEqual(profile);
    expect(asked.map(({ method, url, body }) => `${method} ${url} ${body}`.trim())).toEqual([
      `GET /v1/profiles/${marie}?audience=public`,
      'POST /v1/profiles {"familyName":"Curie","degrees":[{"batchYear":1911}]}',
      `PATCH /v1/profiles/${marie} {"city":null}`,
      `DELETE /v1/profiles/${marie}`,
      `POST /v1/profiles/${marie}/undelete`,
    ]);
    expect(asked[1]!.headers['content-type']).toBe('application/json');
  });

  test('are fetched by any number of ids, a hundred to a request, in order', async () => {
    const ids = Array.from({ length: 250 }, (_, index) => `prof_${index}`);
    const { baseUrl, asked } = await startStandIn(
      ...[0, 100, 200].map((start) => ({ body: { data: [{ ...profile, id: `prof_${start}` }] } })),
    );
    const found = await createClient({ baseUrl, key: secretKey }).profiles.list(new Set(ids));
    expect(found.map(({ id }) => id)).toEqual(['prof_0', 'prof_100', 'prof_200']);
    const sent = asked.map(({ url }) => new URL(url!, baseUrl).searchParams.get('ids')!.split(','));
    expect(sent.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(sent.flat()).toEqual(ids);
  });

  test('of no ids are none, without a request', async () => {
    const { baseUrl, asked } = await startStandIn();
    expect(await createClient({ baseUrl, key: secretKey }).profiles.list([])).toEqual([]);
    expect(asked).toEqual([]);
  });

  test.each(['', '.', '..'])('are not named by %j, which would lead to another address', async (id) => {
    const { baseUrl, asked } = await startStandIn();
    await expect(createClient({ baseUrl, key: secretKey }).profiles.delete(id)).rejects.toThrow(
      /id is needed/,
    );
    expect(asked).toEqual([]);
  });

  test('an id is one piece of the address, whatever is in it', async () => {
    const { baseUrl, asked } = await startStandIn({ body: profile });
    await createClient({ baseUrl, key: secretKey }).profiles.get('../batches?limit=1#$&');
    expect(asked[0]!.url).toBe('/v1/profiles/..%2Fbatches%3Flimit%3D1%23%24%26');
  });
});

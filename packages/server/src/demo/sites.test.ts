import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Site, startSite } from './sites';

const api = 'http://127.0.0.1:4999';
let folder: string;
let site: Site;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homecoming site '));
  await mkdir(join(folder, 'public', 'news'), { recursive: true });
  await writeFile(
    join(folder, 'public', 'index.html'),
    '<p title="{{api}} {{key}} {{other}} {{toString}}">Ł</p>',
  );
  await writeFile(join(folder, 'public', 'news', 'index.html'), 'News');
  await writeFile(join(folder, 'public', 'style.css'), 'a { content: "{{key}}" }');
  await writeFile(join(folder, 'public', 'notes.txt'), 'not for the web');
  await writeFile(join(folder, 'secret.html'), 'secret');
  await symlink(join(folder, 'secret.html'), join(folder, 'public', 'link.html'));
  site = await startSite({ folder: join(folder, 'public'), api, key: 'pk_test_"<&' });
});

afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

/** As it stands, which fetch would tidy up. */
function statusOf(path: string): Promise<number> {
  const { hostname, port } = new URL(site.url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, agent: false }, (response) => resolve(response.resume().statusCode!))
      .on('error', reject)
      .end();
  });
}

describe('startSite', () => {
  it('fills in the service and the key, and leaves other braces alone', async () => {
    const response = await fetch(`${site.url}/?from=mail`);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toBe(
      `<p title="${api} pk_test_&quot;&lt;&amp; {{other}} {{toString}}">Ł</p>`,
    );
  });

  it('sends the policy that the widgets promise to work under', async () => {
    const { headers } = await fetch(site.url);
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'none'; script-src 'self' ${api}; connect-src ${api}; img-src 'self' ${api} data: https:; style-src 'self'; ` +
        `base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'`,
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('serves folders by their index, and style sheets as they are', async () => {
    expect(await (await fetch(`${site.url}/news/`)).text()).toBe('News');
    const style = await fetch(`${site.url}/style.css`);
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(await style.text()).toContain('{{key}}');
  });

  it.each([
    '/../secret.html',
    '/%2e%2e/secret.html',
    '/..%2fsecret.html',
    '/news/..%2f..%2fsecret.html',
    '/link.html',
    '/notes.txt',
    '/news',
    '/missing.html',
    '/%zz',
    '/%00',
    '//secret.html',
  ])('has nothing at %s', async (path) => {
    expect(await statusOf(path)).toBe(404);
  });

  it('is only for reading', async () => {
    expect((await fetch(site.url, { method: 'POST' })).status).toBe(405);
    const head = await fetch(site.url, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('takes another port where the wished one is held', async () => {
    const other = await startSite({ folder, api, key: 'pk', port: Number(new URL(site.url).port) });
    expect(other.url).not.toBe(site.url);
    expect((await fetch(`${other.url}/secret.html`)).status).toBe(200);
    await other.close();
  });
});

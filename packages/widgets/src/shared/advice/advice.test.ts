import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser, peopleOf } from '../../testing/browser';
import { problem, publishableKey } from '../../testing/stand-in-api';

const tags = ['hc-alumni-search', 'hc-sign-in', 'hc-profile'] as const;
const element = (tag: string, attributes = '') =>
  `<${tag} publishable-key="${publishableKey}" ${attributes}></${tag}>`;

/** Another site, which answers everything, and lets no page read it. */
async function startOtherSite(): Promise<{ server: Server; url: string }> {
  const server = createServer((_, response) => response.end('<h1>Welcome</h1>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const notice = (page: Page) => page.getByRole('alert').innerText();

describeInBrowser('advice to the owner of a page', process.env.CHROMIUM_PATH, (stage) => {
  const said = () => stage().messages.filter((message) => message.includes('[homecoming]'));

  test.each(['hc-alumni-search', 'hc-sign-in'])(
    'names the origin that the browser sends from a sandboxed frame, and what to do: %s',
    async (tag) => {
      stage().api.rule = () => problem(403, 'origin_not_allowed');
      stage().forgive(/status of 403/);
      const policy = `${stage().site.strictPolicy}; sandbox allow-scripts`;
      const page = await stage().open(element(tag), { policy });
      await expect.poll(() => notice(page)).toContain('allow-same-origin');
      expect(await notice(page)).toContain('null');
      expect(await notice(page)).not.toContain(stage().site.origin);
    },
  );

  test('says of a page that was opened from a file that it needs a web server', async () => {
    stage().api.rule = () => problem(403, 'origin_not_allowed');
    stage().forgive(/status of 403/);
    const folder = await mkdtemp(join(tmpdir(), 'homecoming page '));
    const file = join(folder, 'alumni.html');
    await writeFile(file, `${stage().script}${stage().element()}`);
    const page = await stage().open('');
    await page.goto(pathToFileURL(file).href);
    await expect.poll(() => notice(page)).toContain('opened from a file');
    await rm(folder, { recursive: true });
  });

  test('tells a policy that blocks the service from a service that is away, with the directive to use', async () => {
    const { api, site } = stage();
    const policy = site.strictPolicy.replace(/connect-src [^;]*/, "connect-src 'self' https://stats.example");
    stage().forgive(/Content Security Policy|Content-Security-Policy|Fetch API cannot load/);
    const page = await stage().open(stage().element() + stage().element(), { policy });
    await expect.poll(() => page.getByRole('alert').count()).toBe(2);
    expect(await page.getByRole('alert').first().innerText()).toContain(
      'Content-Security-Policy of this page blocks',
    );
    expect(said()).toEqual([
      expect.stringContaining(`connect-src 'self' https://stats.example ${api.origin}`),
    ]);
  });

  test('tells another site at the address of the api attribute from a service that is away', async () => {
    const other = await startOtherSite();
    stage().forgive(/CORS policy|Failed to load resource/);
    const policy = stage().site.strictPolicy.replace(/connect-src/, `connect-src ${other.url}`);
    const page = await stage().open(element('hc-alumni-search', `api="${other.url}"`), { policy });
    await expect.poll(() => notice(page)).toContain('it isn’t Homecoming');
    expect(await notice(page)).toContain(other.url);
    other.server.closeAllConnections();
    await new Promise((resolve) => other.server.close(resolve));
  });

  test('says in the console which service is away, and offers another try on the page', async () => {
    const other = await startOtherSite();
    await new Promise((resolve) => other.server.close(resolve));
    stage().forgive(/ERR_CONNECTION_REFUSED|doesn’t answer/);
    const policy = stage().site.strictPolicy.replace(/connect-src/, `connect-src ${other.url}`);
    const page = await stage().open(element('hc-alumni-search', `api="${other.url}"`), { policy });
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    expect(await notice(page)).toContain('can’t be reached');
    await expect.poll(said).toEqual([expect.stringContaining(`${other.url} doesn’t answer`)]);
  });

  test('keeps the results where something else answers for a while', async () => {
    const page = await stage().open();
    await expect.poll(() => peopleOf(page)).toHaveLength(20);
    stage().api.rule = () => ({ status: 403, body: 'Blocked by the firewall' });
    stage().forgive(/status of 403/);
    await page.locator('#query').fill('select');
    await page.getByText('Something went wrong').waitFor();
    expect(await peopleOf(page)).toHaveLength(20);
  });

  test.each(tags)(
    'takes key as another name of publishable-key on %s, and asks for publishable-key',
    async (tag) => {
      const page = await stage().open(
        `<${tag} key="${publishableKey}"></${tag}><${tag} id="without"></${tag}>`,
      );
      await expect
        .poll(() => page.locator('#without').getByRole('alert').innerText())
        .toContain('publishable-key="pk_…"');
      expect(await page.locator(tag).first().getByRole('alert').count()).toBe(0);
    },
  );

  test('warns once in the console of values that an element doesn’t know', async () => {
    stage().forgive(/\[homecoming\]/);
    const wrong = stage().element(
      'facets="year,company" limit="500" theme="drak" locale="english!" profile-url="/people"',
    );
    const page = await stage().open(wrong + wrong + element('hc-sign-in', 'storage="cookie" theme="dark"'));
    await expect.poll(() => peopleOf(page)).toHaveLength(200);
    await page.getByLabel('E-mail address').waitFor();
    await expect.poll(() => said().length).toBe(6);
    for (const about of [
      'facets>: "year"',
      'limit>: "500"',
      'theme>: "drak"',
      'locale>: "english!"',
      'profile-url>: "/people"',
      'storage>: "cookie"',
    ])
      expect(said().filter((line) => line.includes(about))).toHaveLength(1);
  });

  test.each(tags)('shows parts of its texts that %s is given, deep within a group', async (tag) => {
    const page = await stage().open(`<${tag}></${tag}>`);
    await page.getByRole('alert').waitFor();
    await page
      .locator(tag)
      .evaluate((host) =>
        Object.assign(host, { strings: { refusals: { no_key: { cause: 'Der Schlüssel fehlt.' } } } }),
      );
    await expect.poll(() => notice(page)).toContain('Der Schlüssel fehlt.');
    expect(await notice(page)).toContain('Add publishable-key');
  });
});

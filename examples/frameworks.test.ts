import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn } from '../packages/widgets/src/profile/testing/person';
import { publishableKey, StandInApi } from '../packages/widgets/src/testing/stand-in-api';

const folderOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** An example as its readers build it, but for the packages, which come from their sources. */
async function buildExample(name: string): Promise<Map<string, string | Uint8Array>> {
  const { output } = (await build({
    root: folderOf(name),
    logLevel: 'silent',
    resolve: {
      alias: [
        { find: /^@homecoming\/sdk$/, replacement: folderOf('../packages/sdk/src/index.ts') },
        { find: /^@homecoming\/sdk\/(\w+)$/, replacement: folderOf('../packages/sdk/src/$1.ts') },
        { find: '@homecoming/widgets', replacement: folderOf('../packages/widgets/src/index.ts') },
      ],
    },
    build: { write: false, minify: false },
  })) as Rolldown.RolldownOutput;
  return new Map(
    output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]),
  );
}

const types: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', html: 'text/html' };

describe.skipIf(!process.env.CHROMIUM_PATH)('the elements in a page of', () => {
  let browser: Browser;
  let api: StandInApi;

  beforeAll(async () => {
    api = await StandInApi.start(new Map());
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH!, args: ['--no-sandbox'] });
  });

  afterAll(async () => {
    await browser.close();
    await api.stop();
  });

  test.each(['react', 'react-18', 'vue'])(
    '%s take attributes and properties, fire their events, and share the page’s client',
    async (name) => {
      api.reset();
      const files = await buildExample(name);
      const html = String(files.get('/index.html'))
        .replace('http://localhost:4600', api.origin)
        .replace('pk_test_yours', publishableKey);
      const server = createServer(({ url = '/' }, response) => {
        const [path] = url.split('?');
        response.setHeader('content-type', types[path!.split('.').at(-1)!] ?? 'text/html');
        response.end(path === '/' ? html : files.get(path!));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('console', (message) => {
        if (message.type() !== 'info' && message.type() !== 'log') complaints.push(message.text());
      });
      page.setDefaultTimeout(5_000);
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);

      // The event of the search, its attributes and its properties.
      await expect.poll(() => page.locator('#total').innerText()).toBe('312 found');
      expect(await page.locator('.people .name').count()).toBe(10);
      expect(await page.locator('legend').allInnerTexts()).toEqual(['Department', 'City']);
      await signIn(page);
      // The event of the sign-in, whose client is that of the search.
      await expect.poll(() => page.locator('#member').innerText()).toBe('marie@example.org');
      await page.getByText('You see what members see', { exact: true }).waitFor();
      await expect.poll(() => page.locator('#total').innerText()).toBe('313 found');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await expect.poll(() => page.locator('#total').innerText()).toBe('312 found');
      expect(complaints.filter((text) => !text.includes('Lit is in dev mode'))).toEqual([]);

      await page.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  );
});

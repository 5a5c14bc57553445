import { readdirSync, readFileSync } from 'node:fs';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestService, testIssuer, type TestService } from '../testing/service';
import { guideGroups } from './guides';
import { welcomePage } from './welcome-page';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ relays: false });
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(service.origin + path, { headers });

describe('the address of the service', () => {
  it('answers a browser with a page and a program with JSON', async () => {
    const page = await get('/', { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('vary')).toContain('Accept');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(await page.text()).toContain(`src=&quot;${testIssuer}/v1/widgets.js&quot;`);
    for (const accept of ['*/*', 'application/json']) {
      const answer = await get('/', { Accept: accept });
      expect(await answer.json()).toMatchObject({ name: 'Homecoming', reference: `${testIssuer}/docs` });
    }
  });

  it('shows the demo’s publishable keys and the claim to try, and says where the secret ones are', () => {
    const demo = [
      {
        ...{ name: 'A <b>University</b>', site: 'http://127.0.0.1:5600', publishableKey: 'pk_test_shown' },
        ...{ secretKey: 'sk_test_hidden', claim: { email: 'd@example.com', name: 'D M' } },
      },
    ];
    const page = welcomePage({ origin: 'http://localhost:4600', demo, showsMail: true });
    expect(page).toContain('publishable-key=&quot;pk_test_shown&quot;');
    expect(page).toContain('d@example.com');
    expect(page).toContain('A &lt;b&gt;University');
    expect(page).not.toContain('sk_test_hidden');
  });
});

describe('the guides', () => {
  it('are linked so that every link and anchor of every page leads somewhere', async () => {
    const anchors = new Map<string, Set<string>>();
    const links: [string, string][] = [];
    const queue = ['/', '/docs', '/docs/guides', '/docs/errors'];
    for (const path of queue) {
      if (anchors.has(path)) continue;
      const answer = await get(path, { Accept: 'text/html' });
      expect([path, answer.status]).toEqual([path, 200]);
      const html = await answer.text();
      anchors.set(path, new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!)));
      for (const [, href] of html.matchAll(/ href="([^"]+)"/g)) {
        const url = new URL(href!, service.origin + path);
        if (url.origin !== service.origin || url.pathname.startsWith('/dev/')) continue;
        links.push([path, href!]);
        if (/^\/docs/.test(url.pathname)) queue.push(url.pathname);
      }
    }
    const broken = links.filter(([from, href]) => {
      const { pathname, hash } = new URL(href, service.origin + from);
      return hash !== '' && !anchors.get(pathname)?.has(decodeURIComponent(hash.slice(1)));
    });
    expect(broken).toEqual([]);
    for (const page of ['/docs/guides/installing', '/docs/guides/decisions/0001-one-contract'])
      expect([...anchors.keys()]).toContain(page);
    expect((await get('/docs/guides/nothing')).status).toBe(404);
  });
});

describe.skipIf(!process.env.CHROMIUM_PATH)('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH!,
      args: ['--no-sandbox', '--disable-gpu'],
    });
  });
  afterAll(() => browser.close());

  async function open(path: string, width: number, colorScheme: 'light' | 'dark') {
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      colorScheme,
    });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('console', (message) => faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== service.origin) faults.push(request.url());
    });
    await page.goto(service.origin + path, { waitUntil: 'load' });
    return { page, faults };
  }

  const overflow = (page: Page) =>
    page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

  it.each(['/', '/docs/guides', '/docs/guides/operating', '/docs/errors'])(
    'shows %s without a fault: narrow and wide, light and dark, accessible',
    async (path) => {
      for (const [width, scheme] of [
        [320, 'light'],
        [1280, 'dark'],
      ] as const) {
        const { page, faults } = await open(path, width, scheme);
        expect(await overflow(page)).toBeLessThanOrEqual(0);
        expect(faults).toEqual([]);
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate<AxeResults>('axe.run()');
        expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
        await page.context().close();
      }
    },
    40_000,
  );

  it('draws the reference with samples, endpoints before webhooks, in light and dark, without an error or a call to another host', async () => {
    const { page, faults } = await open('/docs', 1280, 'light');
    await page.getByText('Webhook messages').first().waitFor({ timeout: 30_000 });
    const text = await page.locator('body').innerText();
    expect(text.indexOf('Webhook messages')).toBeGreaterThan(text.indexOf('Directory'));
    await page.getByText('curl', { exact: true }).first().waitFor();
    await page.getByText('SDK', { exact: true }).first().waitFor();
    expect(faults).toEqual([]);
    const textOf = (tag: string) =>
      page
        .locator(tag)
        .first()
        .evaluate((element) => getComputedStyle(element).color);
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect([await textOf('#reference h1'), await ground()]).toEqual([
      'rgb(51, 51, 51)',
      'rgb(255, 255, 255)',
    ]);
    // Drawn again when the reader's system changes, and readable.
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => textOf('#reference h1'), { timeout: 20_000 }).toBe('rgb(236, 234, 240)');
    expect(await ground()).toBe('rgb(22, 21, 26)');
    await page.getByText('curl', { exact: true }).first().waitFor();
    await page.locator('[data-section-id]').evaluateAll((sections) => {
      // The first operations have everything that the others have, and checking all takes long.
      for (const section of sections.slice(8)) section.remove();
    });
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<AxeResults>(
      `axe.run({ include: '#reference' }, { runOnly: ['color-contrast'] })`,
    );
    expect(violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 60_000);
});

it('every guide that the index groups is there, in one place; others stand below “More”', () => {
  const files = readdirSync(new URL('../../../../docs', import.meta.url));
  const listed = guideGroups.flatMap(([, entries]) => entries.map(([slug]) => `${slug}.md`));
  expect(listed.filter((name) => !files.includes(name))).toEqual([]);
  expect(new Set(listed).size).toBe(listed.length);
});

it('the packages say where they come from, and their READMEs link nowhere that a registry does not have', () => {
  const read = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
  const { repository } = JSON.parse(read('package.json')) as { repository: { url: string } };
  for (const name of ['sdk', 'widgets', 'server']) {
    const folder = `packages/${name}`;
    const manifest = JSON.parse(read(`${folder}/package.json`)) as Record<string, unknown>;
    expect(manifest.repository).toEqual({ ...repository, directory: folder });
    expect([manifest.homepage, manifest.bugs, manifest.license]).toEqual([
      expect.stringMatching(/^https:/),
      expect.stringMatching(/^https:/),
      'MIT',
    ]);
    expect(read(`${folder}/LICENSE`)).toBe(read('LICENSE'));
    const links = [...read(`${folder}/README.md`).matchAll(/\]\(([^)]+)\)/g)].map(([, href]) => href!);
    expect(links.filter((href) => !href.startsWith('https://'))).toEqual([]);
  }
});

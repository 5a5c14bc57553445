import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { describeInBrowser, peopleOf } from './testing/browser';
import { buildBundle } from './testing/bundle';

const gzippedSize = (contents: Buffer) => gzipSync(contents, { level: 9 }).length;

/** A chunk and all that it imports. */
function partsOf(bundle: ReadonlyMap<string, Buffer>, start: string, parts = new Set<string>()): Set<string> {
  parts.add(start);
  for (const [, name] of bundle
    .get(start)!
    .toString()
    .matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) {
    const path = `/chunks/${name!.replace('chunks/', '')}`;
    if (!parts.has(path)) partsOf(bundle, path, parts);
  }
  return parts;
}

test.each([
  ['searches', 'hc-alumni-search', 27_700],
  ['signs in', 'hc-sign-in', 25_200],
  ['shows one’s own profile', 'hc-profile', 34_000],
] as const)('costs a page that %s under its budget, compressed', async (_, tag, budget) => {
  const bundle = await buildBundle();
  const loader = bundle.get('/widgets.js')!;
  expect(gzippedSize(loader)).toBeLessThan(2_000);
  const chunk = new RegExp(`"${tag}":[^]*?import\\("\\.(/chunks/[^"]+)"\\)`).exec(loader.toString())?.[1];
  const parts = [...partsOf(bundle, chunk!)].map((path) => gzippedSize(bundle.get(path)!));
  expect(parts.length).toBeGreaterThan(0);
  expect(parts.reduce((sum, size) => sum + size, gzippedSize(loader))).toBeLessThan(budget);
});

describeInBrowser('the loader', process.env.CHROMIUM_PATH, (stage) => {
  test('finds the service where it came from, under a strict policy', async () => {
    const page = await stage().open();
    await expect.poll(() => peopleOf(page)).toHaveLength(20);
  });

  test('leaves the page’s own content in place until the element is ready', async () => {
    const page = await stage().open(stage().element('', '<p>Write to us.</p>'), { head: '' });
    expect(await page.getByText('Write to us.').isVisible()).toBe(true);
    await page.evaluate(`import('${stage().api.origin}/v1/widgets.js')`);
    await page.getByText('Write to us.').waitFor({ state: 'hidden' });
  });

  test('fetches nothing before an element is there, and serves one that comes late', async () => {
    const page = await stage().open('<div id="later"></div>');
    const requests: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    await page.evaluate(() => document.querySelector('#later')?.append(document.createElement('p')));
    expect(requests).toEqual([]);
    await page.evaluate((key) => {
      const element = document.createElement('hc-alumni-search');
      element.setAttribute('key', key);
      document.querySelector('#later')?.append(element);
    }, 'pk_test_northbridge_3f9c1d7a5be8');
    await expect.poll(() => peopleOf(page)).toHaveLength(20);
  });

  test('does no harm twice, from two addresses, on a page with two elements', async () => {
    const { api, script } = stage();
    const copies = `${script}<script type="module" src="${api.origin}/copy/widgets.js"></script>`;
    const page = await stage().open(stage().element() + stage().element('facets=""'), { head: copies });
    await expect.poll(() => peopleOf(page)).toHaveLength(40);
    const chunks = await page.evaluate(() =>
      performance.getEntriesByType('resource').flatMap(({ name }) => /\/chunks\/(.+)$/.exec(name)?.[1] ?? []),
    );
    expect(chunks.length).toBeGreaterThan(0);
    expect(new Set(chunks).size).toBe(chunks.length);
  });

  test('takes an element that the page has registered itself as it is', async () => {
    const page = await stage().open('<div></div>', { head: '' });
    await page.evaluate(() => customElements.define('hc-alumni-search', class extends HTMLElement {}));
    await page.evaluate(`import('${stage().api.origin}/v1/widgets.js')`);
    await page.evaluate(() => document.body.append(document.createElement('hc-alumni-search')));
    expect(
      await page.evaluate(() =>
        performance.getEntriesByType('resource').some(({ name }) => name.includes('/chunks/')),
      ),
    ).toBe(false);
  });
});

import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { describeInBrowser, peopleOf } from './testing/browser';
import { buildBundle } from './testing/bundle';

const gzippedSize = (contents: Buffer) => gzipSync(contents, { level: 9 }).length;

test('costs a page that uses no element under 2 kB, and one that searches under 25 kB, compressed', async () => {
  const bundle = await buildBundle();
  const sizes = [...bundle].map(([path, contents]) => ({ path, size: gzippedSize(contents) }));
  expect(sizes.find(({ path }) => path === '/widgets.js')?.size).toBeLessThan(2_000);
  expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(25_000);
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
    const chunks = await page.evaluate(
      () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/chunks/')).length,
    );
    expect(chunks).toBe(1);
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

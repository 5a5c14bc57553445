import { expect, test } from 'vitest';
import { describeInBrowser, peopleOf } from '../testing/browser';

describeInBrowser('<hc-alumni-search> to its page', process.env.CHROMIUM_PATH, (stage) => {
  test('tells what was searched for and who was chosen, and leaves that to the page on request', async () => {
    const page = await stage().open(stage().element('profile-url="/people/{id}"'));
    await expect.poll(() => peopleOf(page)).toHaveLength(20);
    await page.evaluate(() => {
      const seen: unknown[] = [];
      Object.assign(globalThis, { seen });
      document.addEventListener('hc-search', ({ detail }) => seen.push(detail));
      document.addEventListener('hc-select', (event) => {
        seen.push(event.detail);
        event.preventDefault();
      });
    });
    await page.locator('#query').fill('curie');
    await expect.poll(() => peopleOf(page)).toEqual(['Marie Curie']);
    // Its suggestions would lie above the link.
    await page.locator('#query').blur();
    await page.getByRole('link', { name: 'Marie Curie' }).click();
    expect(new URL(page.url()).pathname).toBe('/alumni');
    const marie = { profileId: 'prof_01jdyvbv7gen8t9pe8z5000000', displayName: 'Marie Curie' };
    expect(await page.evaluate(() => (globalThis as unknown as { seen: unknown }).seen)).toEqual([
      {
        params: { q: 'curie', facets: ['batchYear', 'department', 'company', 'city'], limit: 20 },
        total: { value: 1, relation: 'exact' },
        view: 'public',
      },
      marie,
    ]);
  });

  test('follows its attributes and texts when they change', async () => {
    const page = await stage().open(stage().element('limit="5" facets="country"'));
    await expect.poll(() => peopleOf(page)).toHaveLength(5);
    expect(await page.locator('legend').allInnerTexts()).toEqual(['Country']);
    await page.locator('hc-alumni-search').evaluate((element) => {
      element.setAttribute('limit', '7');
      Object.assign(element, { strings: { loadMore: 'Mehr laden' } });
    });
    await expect.poll(() => peopleOf(page)).toHaveLength(7);
    expect(await page.getByRole('button', { name: 'Mehr laden' }).isVisible()).toBe(true);
  });

  test('goes on after it was moved within the page', async () => {
    const page = await stage().open();
    await expect.poll(() => peopleOf(page)).toHaveLength(20);
    await page.locator('hc-alumni-search').evaluate((element) => document.body.append(element));
    await page.locator('#query').fill('curie');
    await expect.poll(() => peopleOf(page)).toEqual(['Marie Curie']);
  });
});

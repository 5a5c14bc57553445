import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser, peopleOf } from '../testing/browser';
import { problem } from '../testing/stand-in-api';
import { addressOf, criteriaIn } from './address-bar';

const criteria = {
  query: 'curie & co',
  filters: { batchYear: ['1911..1920'], company: ['Kite & Co', 'Ünï'] },
  sort: '-batchYear',
  isLiteral: true,
} as const;

test('reads from an address what it wrote into it, beside what is the page’s own', () => {
  const address = addressOf('https://uni.example/alumni?lang=de&q=old#top', '', criteria);
  expect(address).toContain('lang=de');
  expect(address).toContain('#top');
  expect(criteriaIn(new URL(address).search, '')).toEqual(criteria);
  const other = addressOf(address, 'b-', { ...criteria, query: 'bohr' });
  expect(criteriaIn(new URL(other).search, '')).toEqual(criteria);
  expect(criteriaIn(new URL(other).search, 'b-')).toEqual({ ...criteria, query: 'bohr' });
  const empty = { query: ' ', filters: {}, sort: undefined };
  expect(addressOf('https://uni.example/alumni?lang=de&q=old&city=Paris', '', empty)).toBe(
    'https://uni.example/alumni?lang=de',
  );
});

test.each([
  ['?q=' + 'x'.repeat(201), {}],
  ['?sort=salary&corrections=maybe', {}],
  ['?batchYear=now&batchYear=0998', {}],
  ['?batchYear=1911&batchYear=1912', { filters: { batchYear: ['1911'] } }],
  ['?city=&city=%20&__proto__=x&company=A&company=A', { filters: { company: ['A'] } }],
])('takes nothing of an address that the service would refuse: %s', (search, kept) => {
  const nothing = { query: '', filters: {}, sort: undefined, isLiteral: false };
  expect(criteriaIn(search, '')).toEqual({ ...nothing, ...kept });
});

describeInBrowser(
  'the address of a page with <hc-alumni-search url-state>',
  process.env.CHROMIUM_PATH,
  (stage) => {
    const searchOf = async (page: Page) => decodeURIComponent(new URL(page.url()).search);

    test('holds the search, goes back and forward, and is followed when it is opened', async () => {
      // A lost photo.
      stage().forgive(/status of 404/);
      const page = await stage().open(stage().element('url-state'));
      await expect.poll(() => peopleOf(page)).toHaveLength(20);
      expect(await searchOf(page)).toBe('');
      const entries = await page.evaluate(() => history.length);
      await page.locator('#query').pressSequentially('curie', { delay: 200 });
      await expect.poll(() => searchOf(page)).toBe('?q=curie');
      // What is typed in one go is one step.
      expect(await page.evaluate(() => history.length)).toBe(entries + 1);
      await page.keyboard.press('Enter');
      await page.locator('#query').fill('');
      await page.getByRole('checkbox', { name: 'Physics' }).check();
      await page.getByRole('combobox', { name: 'Sort by' }).selectOption('Newest class');
      await expect.poll(() => searchOf(page)).toBe('?department=Physics&sort=-batchYear');
      const address = page.url();
      await page.goBack();
      await expect.poll(() => page.getByRole('combobox', { name: 'Sort by' }).inputValue()).toBe('name');
      await page.goBack();
      await page.goBack();
      await expect.poll(() => page.locator('#query').inputValue()).toBe('curie');
      await expect.poll(() => peopleOf(page)).toEqual(['Marie Curie']);
      await page.goForward();
      await expect.poll(() => peopleOf(page)).toHaveLength(20);
      // Somebody else opens the address.
      stage().api.searches.length = 0;
      await page.goto(address);
      await expect.poll(() => page.locator('.chip').allInnerTexts()).toEqual(['Physics']);
      const [first] = stage().api.searches;
      expect(first!.searchParams.get('department')).toBe('Physics');
      expect(first!.searchParams.get('sort')).toBe('-batchYear');
    });

    test('holds who is open: the back button closes them, and a link opens them', async () => {
      // A lost photo.
      stage().forgive(/status of 404/);
      const page = await stage().open(stage().element('url-state'));
      await page.locator('#query').fill('curie');
      await expect.poll(() => peopleOf(page)).toEqual(['Marie Curie']);
      const name = page.getByRole('button', { name: 'Marie Curie' });
      const dialog = page.getByRole('dialog', { name: 'Marie Curie' });
      const entries = await page.evaluate(() => history.length);
      await name.press('Enter');
      await dialog.getByText('Two prizes, one shed.').waitFor();
      const link = page.url();
      expect(await searchOf(page)).toBe('?q=curie&profile=prof_01jdyvbv7gen8t9pe8z5000000');
      stage().api.searches.length = 0;
      await page.goBack();
      await dialog.waitFor({ state: 'hidden' });
      expect(await name.evaluate((button) => button.matches(':focus'))).toBe(true);
      // Closing it leads back to where it was opened.
      await name.press('Enter');
      await dialog.waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => searchOf(page)).toBe('?q=curie');
      expect(await page.evaluate(() => history.length)).toBe(entries + 1);
      await page.goForward();
      await dialog.waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => searchOf(page)).toBe('?q=curie');
      // The search is the same all along.
      expect(stage().api.searches).toEqual([]);
      // Somebody else opens the link.
      await page.goto(link);
      await dialog.getByText('Two prizes, one shed.').waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => searchOf(page)).toBe('?q=curie');
      stage().api.rule = ({ pathname }) =>
        pathname.includes('/profiles/') ? problem(404, 'not_found') : undefined;
      await page.goto(link);
      await page.getByRole('dialog', { name: 'Profile' }).getByText('is no longer available').waitFor();
    });

    test('stays as it is where the page does not ask for that', async () => {
      const page = await stage().open();
      await page.locator('#query').fill('curie');
      await expect.poll(() => peopleOf(page)).toEqual(['Marie Curie']);
      expect(await searchOf(page)).toBe('');
    });
  },
);

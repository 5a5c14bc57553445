import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser, findFaults, type Stage } from '../testing/browser';
import { problem, type Rule } from '../testing/stand-in-api';

interface State {
  readonly name: string;
  readonly body?: string;
  readonly rule?: Rule;
  /** Leads from the first results to the state. */
  readonly reach?: (page: Page, stage: Stage) => Promise<void>;
  /** What is seen once the state is there. */
  readonly sign: string;
  /** Chromium itself reports answers of 400 and above, and lost connections. */
  readonly fails?: boolean;
}

const never = () => new Promise<undefined>(() => {});

async function searchFor(page: Page, words: string): Promise<void> {
  await page.locator('#query').fill(words);
  await page.keyboard.press('Enter');
}

const states: readonly State[] = [
  { name: 'loading', rule: never, sign: '.skeleton' },
  { name: 'results', sign: '.people:not(.skeleton)' },
  {
    name: 'suggestions',
    reach: async (page) => {
      await page.locator('#query').fill('cur');
      await page.locator('[role=option]').first().waitFor();
      await page.keyboard.press('ArrowDown');
    },
    sign: '[aria-selected=true]',
  },
  { name: 'correction', reach: async (page) => searchFor(page, 'curei'), sign: '.corrections' },
  {
    name: 'filtered',
    reach: async (page) => {
      await searchFor(page, 'a');
      await page.getByRole('checkbox', { name: 'Physics' }).check();
      await page
        .getByRole('button', { name: /Show . more/ })
        .first()
        .click();
    },
    sign: '.chip',
  },
  {
    name: 'refreshing',
    reach: async (page, { api }) => {
      api.rule = never;
      await searchFor(page, 'ada');
    },
    sign: '.main[aria-busy=true]',
  },
  { name: 'empty', reach: async (page) => searchFor(page, 'zzzz'), sign: '.notice' },
  {
    name: 'invalid year',
    reach: async (page) => {
      await page.locator('#year-from').fill('98');
      await page.keyboard.press('Tab');
    },
    sign: '[aria-invalid=true]',
  },
  { name: 'failed', rule: () => problem(400, 'invalid_request'), sign: '.notice', fails: true },
  {
    name: 'failed with earlier results',
    reach: async (page, { api }) => {
      api.rule = () => problem(400, 'invalid_request');
      await searchFor(page, 'ada');
    },
    sign: '.notice.compact',
    fails: true,
  },
  {
    name: 'offline',
    reach: async (page) => {
      await page.context().setOffline(true);
      await searchFor(page, 'ada');
    },
    sign: '.notice.compact',
  },
  { name: 'not allowed', rule: () => problem(403, 'origin_not_allowed'), sign: '.refused', fails: true },
  { name: 'at a wrong address', rule: () => problem(404, 'not_found'), sign: '.refused', fails: true },
  { name: 'without a key', body: '<hc-alumni-search></hc-alumni-search>', sign: '.refused' },
];

describeInBrowser('<hc-alumni-search> in every state', process.env.CHROMIUM_PATH, (stage) => {
  test.each(states.map((state) => [state.name, state] as const))(
    'is accessible when %s',
    async (_, state) => {
      const { body, rule, reach, sign, fails } = state;
      if (rule) stage().api.rule = rule;
      const page = await stage().open(
        body ?? stage().element('heading="Find alumni" profile-url="/people/{id}" limit="5"'),
      );
      if (reach) {
        await page.locator('.people:not(.skeleton)').waitFor();
        await reach(page, stage());
      }
      await page.locator(sign).first().waitFor();
      if (fails) stage().forgive(/Failed to load resource/);
      expect(await findFaults(page)).toEqual([]);
      // What the colours are is all that differs.
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await findFaults(page, ['color-contrast', 'link-in-text-block'])).toEqual([]);
    },
  );

  test('is accessible in a narrow column with its filters unfolded, forced colours and right to left', async () => {
    const page = await stage().open(stage().element(), {
      viewport: { width: 360, height: 700 },
      forcedColors: 'active',
      page: 'dir="rtl"',
    });
    await page.getByRole('button', { name: 'Filters' }).click();
    expect(await findFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    // Marked letters have a ground: on the page's own, their forced colour can't be seen.
    await page.locator('#query').fill('ber');
    for (const mark of ['.suggestion mark', '.person mark']) {
      const ground = await page
        .locator(mark)
        .first()
        .evaluate((element) => getComputedStyle(element).backgroundColor);
      expect(ground, mark).toBe('rgb(255, 255, 0)');
    }
  });
});

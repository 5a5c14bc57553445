import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser, findFaults, type Stage } from '../testing/browser';
import { problem, publishableKey } from '../testing/stand-in-api';
import { marie } from '../testing/stand-in-sign-in';

interface State {
  readonly name: string;
  readonly body?: string;
  readonly reach?: (page: Page, stage: Stage) => Promise<void>;
  /** What is seen once the state is there. */
  readonly sign: string;
  /** Chromium itself reports answers of 400 and above. */
  readonly fails?: boolean;
}

const body = `<hc-sign-in publishable-key="${publishableKey}" heading="Sign in">Write to us.</hc-sign-in>`;

async function askForCode(page: Page): Promise<void> {
  await page.locator('#email').fill('marie@example.org');
  await page.keyboard.press('Enter');
}

const refusedWith =
  (status: number, code: 'member_banned' | 'origin_not_allowed' | 'not_found') =>
  async (page: Page, { api }: Stage) => {
    api.rule = () => problem(status, code);
    await askForCode(page);
  };

const states: readonly State[] = [
  { name: 'asking for the address', sign: '#email' },
  { name: 'an address is missing', reach: async (page) => page.locator('.primary').click(), sign: '.fault' },
  {
    name: 'sending',
    reach: async (page, { api }) => {
      api.rule = () => new Promise<undefined>(() => {});
      await askForCode(page);
    },
    sign: '.primary[aria-disabled=true]',
  },
  { name: 'waiting for the code', reach: askForCode, sign: '#code' },
  {
    name: 'a code is wrong',
    reach: async (page) => {
      await askForCode(page);
      await page.locator('#code').fill('000000');
    },
    sign: '.fault',
    fails: true,
  },
  {
    name: 'asking for the password',
    reach: async (page) => page.getByRole('button', { name: 'Use a password instead' }).click(),
    sign: '#password',
  },
  {
    name: 'signed in',
    reach: async (page) => {
      await askForCode(page);
      await page.locator('#code').fill('418007');
    },
    sign: '.member .name',
  },
  {
    name: 'signed in, not verified yet',
    reach: async (page, { api }) => {
      const { profileId: _, ...person } = marie;
      api.signIn.member = { ...person, status: 'unverified' };
      await askForCode(page);
      await page.locator('#code').fill('418007');
    },
    sign: '.unverified',
  },
  {
    name: 'offering providers',
    reach: async (page, { api }) => {
      api.signIn.providers = [{ id: 'sip_01jdyvbv7gen8t9pe8z5aav006', name: 'University account' }];
      await page.reload();
    },
    sign: '.providers',
  },
  {
    name: 'the host site’s token is no good',
    reach: async (page) => {
      await page.evaluate(`document.querySelector('hc-sign-in').hostToken = 'not signed'`);
    },
    sign: '.notice',
    fails: true,
  },
  { name: 'failed', reach: refusedWith(404, 'not_found'), sign: '.notice', fails: true },
  { name: 'banned', reach: refusedWith(403, 'member_banned'), sign: '.notice', fails: true },
  { name: 'not allowed', reach: refusedWith(403, 'origin_not_allowed'), sign: '.refused', fails: true },
  {
    name: 'offline',
    reach: async (page) => {
      await page.context().setOffline(true);
      await askForCode(page);
    },
    sign: '.notice',
  },
  { name: 'without a key', body: '<hc-sign-in></hc-sign-in>', sign: '.refused' },
];

describeInBrowser('<hc-sign-in> in every state', process.env.CHROMIUM_PATH, (stage) => {
  test.each(states.map((state) => [state.name, state] as const))(
    'is accessible when %s',
    async (_, state) => {
      const page = await stage().open(state.body ?? body);
      if (state.reach) {
        await page.locator('#email').waitFor();
        await state.reach(page, stage());
      }
      await page.locator(state.sign).first().waitFor();
      if (state.fails) stage().forgive(/Failed to load resource/);
      expect(await findFaults(page)).toEqual([]);
      // What the colours are is all that differs.
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await findFaults(page, ['color-contrast', 'link-in-text-block'])).toEqual([]);
    },
  );

  test('is accessible in a narrow column with forced colours and right to left', async () => {
    const page = await stage().open(body, {
      viewport: { width: 320, height: 700 },
      forcedColors: 'active',
      page: 'dir="rtl"',
    });
    await askForCode(page);
    await page.locator('#code').waitFor();
    expect(await findFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });
});

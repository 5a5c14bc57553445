import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser, findFaults, type Stage } from '../testing/browser';
import { problem, publishableKey } from '../testing/stand-in-api';
import { curie } from '../testing/stand-in-profile';
import { marie } from '../testing/stand-in-sign-in';
import { chooseTestPhoto, signIn } from './testing/person';

interface State {
  readonly name: string;
  readonly body?: string;
  /** Before somebody signs in. */
  readonly prepare?: (stage: Stage) => void;
  /** Nobody signs in. */
  readonly signedOut?: boolean;
  readonly reach?: (page: Page, stage: Stage) => Promise<void>;
  /** What is seen once the state is there. */
  readonly sign: string;
  /** Chromium itself reports answers of 400 and above. */
  readonly fails?: boolean;
}

const profile = `<hc-profile publishable-key="${publishableKey}" heading="My profile">Write to us.</hc-profile>`;
const body = `<hc-sign-in publishable-key="${publishableKey}"></hc-sign-in>${profile}`;

const unclaimed = ({ api }: Stage) => {
  const { profileId: _, ...person } = marie;
  api.signIn.member = { ...person, status: 'unverified' };
  api.own.profile = undefined;
};
const claimed = (status: 'pending' | 'rejected' | 'approved') => (stage: Stage) => {
  unclaimed(stage);
  const { id: memberId, email, createdAt } = marie;
  const reason = status === 'rejected' ? 'We find nobody of this name in 1903.' : undefined;
  const stated = { name: 'Maria Sklodowska', batchYear: 1903, birthDate: '1867-11-07' };
  const claim = { id: 'clm_01jdyvbv7gen8t9pe8z5aav006', memberId, email, status, createdAt, ...stated };
  stage.api.own.claims = [{ ...claim, ...(reason && { reason }) }];
};
const refuses =
  (status: number, code: Parameters<typeof problem>[1], where = '/v1/me/profile') =>
  ({ api }: Stage) => {
    api.rule = ({ pathname }) => (pathname === where ? problem(status, code) : undefined);
  };
const view = (name: string) => async (page: Page) => page.getByText(name, { exact: true }).click();

const changeAddress = (email?: string) => async (page: Page) => {
  await page.getByRole('button', { name: 'Change address' }).click();
  if (email === undefined) return;
  await page.keyboard.type(email);
  await page.keyboard.press('Enter');
};

const states: readonly State[] = [
  { name: 'nobody is signed in', signedOut: true, sign: '.notice .button' },
  {
    name: 'nobody is signed in, with a page to do it',
    body: profile.replace('heading', 'sign-in-url="/in" heading'),
    signedOut: true,
    sign: 'a.button',
  },
  {
    name: 'loading',
    prepare: ({ api }) => {
      api.rule = ({ pathname }) => (pathname === '/v1/me/profile' ? new Promise(() => {}) : undefined);
    },
    sign: '.waiting',
  },
  { name: 'editing', sign: '.editor' },
  {
    name: 'editing with a photo, changed',
    prepare: ({ api }) => (api.own.profile = { ...curie, photoUrl: `${api.origin}/photo.svg` }),
    reach: async (page) => page.getByLabel('Headline', { exact: true }).fill('Twice'),
    sign: '.bar .text-button',
  },
  {
    name: 'a photo is chosen',
    reach: chooseTestPhoto,
    sign: 'canvas',
  },
  {
    name: 'an address is wrong',
    reach: async (page) => {
      await page.getByLabel('Address of link 1').fill('nonsense');
      await page.keyboard.press('Enter');
    },
    sign: '.fault',
  },
  {
    name: 'saving',
    reach: async (page, { api }) => {
      api.rule = () => new Promise(() => {});
      await page.getByLabel('City', { exact: true }).fill('Warsaw');
      await page.keyboard.press('Enter');
    },
    sign: '.primary[aria-disabled=true]',
  },
  {
    name: 'saved',
    reach: async (page) => {
      await page.getByLabel('City', { exact: true }).fill('Warsaw');
      await page.keyboard.press('Enter');
    },
    sign: '.bar-note:not(:empty)',
  },
  {
    name: 'saving has failed',
    reach: async (page, { api }) => {
      api.rule = () => problem(404, 'method_not_allowed');
      await page.getByLabel('City', { exact: true }).fill('Warsaw');
      await page.keyboard.press('Enter');
    },
    sign: '.bar .notice',
    fails: true,
  },
  {
    name: 'the profile was changed elsewhere',
    reach: async (page, { api }) => {
      await page.getByLabel('City', { exact: true }).fill('Warsaw');
      api.own.profile = { ...curie, company: 'Radium Institute', version: 2 };
      await page.keyboard.press('Enter');
    },
    sign: '.bar .notice',
    fails: true,
  },
  { name: 'viewed by everybody', reach: view('As everyone sees it'), sign: '.card' },
  { name: 'viewed by members', reach: view('As members see it'), sign: '.card' },
  {
    name: 'viewed by those who do not see it',
    prepare: ({ api }) => (api.own.profile = { ...curie, audiences: { name: 'private' } }),
    reach: view('As members see it'),
    sign: '.notice',
    fails: true,
  },
  { name: 'nothing is claimed yet', prepare: unclaimed, sign: '.claim', fails: true },
  {
    name: 'a claim lacks the name',
    prepare: unclaimed,
    reach: async (page) => {
      await page.getByLabel('Graduation year').fill('03');
      await page.keyboard.press('Enter');
    },
    sign: '.fault',
    fails: true,
  },
  { name: 'a claim waits', prepare: claimed('pending'), sign: '.stated', fails: true },
  { name: 'a claim was rejected', prepare: claimed('rejected'), sign: 'blockquote', fails: true },
  { name: 'the profile is gone', prepare: claimed('approved'), sign: '.notice', fails: true },
  {
    name: 'the profile of the member is gone, whatever was claimed',
    prepare: (stage) => {
      refuses(404, 'not_found')(stage);
    },
    sign: '.notice',
    fails: true,
  },
  {
    name: 'viewed with another name than the register has',
    prepare: ({ api }) => (api.own.profile = { ...curie, displayName: 'Madame C.' }),
    reach: view('As everyone sees it'),
    sign: '.card .verified',
  },
  { name: 'another address is wanted', reach: changeAddress(), sign: '#newEmail' },
  {
    name: 'another address is none',
    reach: changeAddress('nonsense'),
    sign: '.address .fault',
  },
  {
    name: 'a sign-in of now is needed for another address',
    reach: async (page, { api }) => {
      api.own.isRecent = false;
      await changeAddress('curie@radium.example')(page);
    },
    sign: '#proof',
    fails: true,
  },
  {
    name: 'both addresses have a code',
    reach: changeAddress('curie@radium.example'),
    sign: '#newCode',
  },
  {
    name: 'another address can’t be asked for',
    prepare: refuses(429, 'too_many_requests', '/v1/me/email-change'),
    reach: changeAddress('curie@radium.example'),
    sign: '.address .notice',
    fails: true,
  },
  { name: 'failed', prepare: refuses(418, 'internal_error'), sign: '.notice .button', fails: true },
  { name: 'not allowed', prepare: refuses(403, 'origin_not_allowed'), sign: '.refused', fails: true },
  { name: 'banned', prepare: refuses(403, 'member_banned'), sign: '.notice', fails: true },
  {
    name: 'offline',
    reach: async (page) => {
      await page.context().setOffline(true);
      await view('As members see it')(page);
    },
    sign: '.notice',
    fails: true,
  },
  { name: 'without a key', body: '<hc-profile></hc-profile>', signedOut: true, sign: '.refused' },
];

describeInBrowser('<hc-profile> in every state', process.env.CHROMIUM_PATH, (stage) => {
  test.each(states.map((state) => [state.name, state] as const))(
    'is accessible when %s',
    async (_, state) => {
      state.prepare?.(stage());
      const page = await stage().open(state.body ?? body);
      if (!state.signedOut) await signIn(page);
      if (state.reach) {
        await page.locator('hc-profile').locator('form, .notice').first().waitFor();
        await state.reach(page, stage());
      }
      await page.locator('hc-profile').locator(state.sign).first().waitFor();
      if (state.fails) stage().forgive(/Failed to load resource/);
      expect(await findFaults(page)).toEqual([]);
      // What the colours are is all that differs.
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await findFaults(page, ['color-contrast', 'link-in-text-block'])).toEqual([]);
    },
  );

  test.each(['editing', 'viewed'])(
    'is accessible in a narrow column with forced colours and right to left when %s',
    async (state) => {
      const page = await stage().open(body, {
        viewport: { width: 320, height: 700 },
        forcedColors: 'active',
        page: 'dir="rtl"',
      });
      await signIn(page);
      if (state === 'viewed') await view('As members see it')(page);
      await page.locator(state === 'viewed' ? '.card' : '.editor').waitFor();
      expect(await findFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    },
  );
});

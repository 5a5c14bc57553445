import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { signIn } from './profile/testing/person';
import { describeInBrowser, peopleOf } from './testing/browser';
import { publishableKey } from './testing/stand-in-api';
import { marie } from './testing/stand-in-sign-in';

const search = `<hc-alumni-search publishable-key="${publishableKey}"></hc-alumni-search>`;
const signInElement = (attributes = '') =>
  `<hc-sign-in publishable-key="${publishableKey}" ${attributes}></hc-sign-in>`;
const profile = `<hc-profile publishable-key="${publishableKey}"></hc-profile>`;

/** Whom only verified members find. */
const hidden = 'Irène Joliot-Curie';

const find = async (page: Page, words: string) => page.locator('#query').fill(words);
const view = async (page: Page) => page.locator('hc-alumni-search [part=view]').innerText();

describeInBrowser('the elements of a page', process.env.CHROMIUM_PATH, (stage) => {
  test('search as the verified member who signs in beside them, and as the public once they sign out', async () => {
    const page = await stage().open(search + signInElement());
    await find(page, 'joliot');
    await page.getByText('No one found for “joliot”').waitFor();
    await signIn(page);
    await expect.poll(() => peopleOf(page)).toEqual([hidden]);
    await expect.poll(() => view(page)).toBe('Member view');
    // Nothing of the member is in an address that caches and logs may keep.
    expect(stage().api.searches.at(-1)!.searchParams.has('key')).toBe(false);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('No one found for “joliot”').waitFor();
    expect(
      await page.locator('hc-alumni-search').evaluate(({ shadowRoot }) => shadowRoot!.innerHTML),
    ).not.toContain(hidden);
    await find(page, 'curie');
    await expect.poll(() => view(page)).toBe('Public view');
  });

  test('close the profile of someone whom only members see once the member signs out in another tab', async () => {
    const page = await stage().open(search + signInElement());
    await signIn(page);
    await expect.poll(() => view(page)).toBe('Member view');
    await find(page, 'curie');
    await page.getByRole('button', { name: 'Marie Curie' }).press('Enter');
    await page.getByRole('dialog').getByText('Two prizes, one shed.').waitFor();
    const other = await page.context().newPage();
    await other.goto(stage().site.publish(signInElement(), { head: stage().script }));
    await other.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await expect.poll(() => view(page)).toBe('Public view');
  });

  test('go on as the member of another page, with one search', async () => {
    const page = await stage().open(signInElement());
    await signIn(page);
    await page.locator('.member').waitFor();
    stage().api.searches.length = 0;
    await page.goto(stage().site.publish(search, { head: stage().script }));
    await expect.poll(() => page.locator('.total').innerText()).toBe('313 people Member view');
    expect(stage().api.searches).toHaveLength(1);
  });

  test('notice a sign-in in another tab', async () => {
    const page = await stage().open(search);
    await expect.poll(() => page.locator('.total').innerText()).toBe('312 people');
    const other = await page.context().newPage();
    await other.goto(stage().site.publish(signInElement(), { head: stage().script }));
    await signIn(other);
    await expect.poll(() => page.locator('.total').innerText()).toBe('313 people Member view');
  });

  test('say that a member who isn’t verified yet sees the public view', async () => {
    stage().api.signIn.member = { ...marie, status: 'unverified' };
    const page = await stage().open(search + signInElement());
    await expect.poll(() => peopleOf(page)).toHaveLength(20);
    await signIn(page);
    await expect.poll(() => view(page)).toBe('Public view until you’re verified');
    expect(stage().api.searches).toHaveLength(1);
  });

  test.each(['memory', 'sessionStorage'])('share a session that one of them keeps in %s', async (storage) => {
    const page = await stage().open(profile + search + signInElement(`storage="${storage}"`));
    await page.getByText('Sign in to see your profile').waitFor();
    await signIn(page);
    await expect.poll(() => view(page)).toBe('Member view');
    await expect
      .poll(() => page.locator('hc-profile').getByLabel('City', { exact: true }).inputValue())
      .toBe('Paris');
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  test('share no session with another institution', async () => {
    const other = publishableKey.replace('northbridge', 'southbridge');
    stage().forgive(/status of 401/);
    const page = await stage().open(search + signInElement().replace(publishableKey, other));
    await expect.poll(() => peopleOf(page)).toHaveLength(20);
    await signIn(page);
    await page.locator('.member').waitFor();
    await find(page, 'joliot');
    await page.getByText('No one found for “joliot”').waitFor();
    expect(await page.locator('hc-alumni-search [part=view]').count()).toBe(0);
  });

  test('load nothing for signing in where only the public searches', async () => {
    const page = await stage().open(search);
    await expect.poll(() => peopleOf(page)).toHaveLength(20);
    const all = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    // The loader's own request is followed by those of the search and what it shares.
    expect(all.filter((name) => name.includes('/chunks/define-'))).toHaveLength(1);
  });
});

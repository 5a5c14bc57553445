import { expect, test } from 'vitest';
import { describeInBrowser, peopleOf } from '../testing/browser';
import { problem } from '../testing/stand-in-api';

describeInBrowser('<hc-alumni-search> over a network as it is', process.env.CHROMIUM_PATH, (stage) => {
  test('never shows an answer that a later search has overtaken', async () => {
    const page = await stage().open();
    await expect.poll(() => peopleOf(page)).toHaveLength(20);
    const held: (() => void)[] = [];
    stage().api.rule = (url) =>
      url.searchParams.get('q') === 'ada'
        ? new Promise((resolve) => held.push(() => resolve(undefined)))
        : undefined;
    await page.locator('#query').fill('ada');
    await expect.poll(() => held.length).toBeGreaterThan(0);
    await page.locator('#query').fill('curie');
    await expect.poll(() => peopleOf(page)).toEqual(['Marie Curie']);
    for (const release of held) release();
    await page.waitForLoadState('networkidle');
    expect(await peopleOf(page)).toEqual(['Marie Curie']);
    expect(await page.locator('.total').innerText()).toBe('1 person');
  });

  test('asks once for what is typed without a rest', async () => {
    const page = await stage().open();
    await expect.poll(() => peopleOf(page)).toHaveLength(20);
    await page.locator('#query').pressSequentially('curie');
    await expect.poll(() => peopleOf(page)).toEqual(['Marie Curie']);
    expect(stage().api.searches.length).toBeLessThanOrEqual(3);
  });

  test('leaves what an input method composes alone, and searches once it is done', async () => {
    const page = await stage().open();
    await expect.poll(() => peopleOf(page)).toHaveLength(20);
    const devtools = await page.context().newCDPSession(page);
    const compose = async (text: string) =>
      devtools.send('Input.imeSetComposition', {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    await page.locator('#query').focus();
    const asked = stage().api.searches.length;
    await compose('ｗａｎｇ');
    // An answer that comes meanwhile draws the element again.
    await page.locator('hc-alumni-search').evaluate((element) => element.setAttribute('limit', '7'));
    await expect.poll(() => peopleOf(page)).toHaveLength(7);
    expect(await page.locator('#query').inputValue()).toBe('ｗａｎｇ');
    await compose('王');
    await devtools.send('Input.insertText', { text: '王小明' });
    await expect.poll(() => peopleOf(page)).toEqual(['王小明']);
    const words = stage()
      .api.searches.slice(asked)
      .map(({ searchParams }) => searchParams.get('q'));
    expect(words).toEqual([null, '王小明']);
  });

  test('says that it is offline, and goes on by itself with the network', async () => {
    const page = await stage().open();
    await expect.poll(() => peopleOf(page)).toHaveLength(20);
    await page.context().setOffline(true);
    await page.locator('#query').fill('curie');
    await page.getByText('You are offline').waitFor();
    expect(await peopleOf(page)).toHaveLength(20);
    await page.context().setOffline(false);
    await expect.poll(() => peopleOf(page)).toEqual(['Marie Curie']);
    expect(await page.getByText('You are offline').count()).toBe(0);
  });

  test('fetches the page that a lost network has interrupted, and keeps the ones before', async () => {
    const page = await stage().open();
    await expect.poll(() => peopleOf(page)).toHaveLength(20);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByText('You are offline').waitFor();
    await page.context().setOffline(false);
    await expect.poll(() => peopleOf(page)).toHaveLength(40);
  });

  test('offers another try when the service fails, and takes the person back to the search box', async () => {
    stage().api.rule = () => problem(500, 'internal_error');
    const page = await stage().open();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    expect(await page.getByText('Reference: req-7d43a6c7').isVisible()).toBe(true);
    stage().forgive(/status of 500/);
    stage().api.rule = () => undefined;
    await page.getByRole('button', { name: 'Try again' }).press('Enter');
    await expect.poll(() => peopleOf(page)).toHaveLength(20);
    expect(await page.locator('#query').evaluate((box) => box.matches(':focus'))).toBe(true);
  });

  test('says on the page which origin is not allowed, with which key, and what to do', async () => {
    stage().api.rule = () => problem(403, 'origin_not_allowed');
    const page = await stage().open();
    const notice = page.getByRole('alert');
    await expect
      .poll(() => notice.innerText())
      .toContain('add this page’s origin to the key’s allowed origins');
    expect(await notice.innerText()).toContain(stage().site.origin);
    expect(await notice.innerText()).toContain('pk_test_northbridge_…5be8');
    stage().forgive(/status of 403/);
  });

  test('never sends a secret key', async () => {
    const page = await stage().open(
      '<hc-alumni-search key="sk_live_northbridge_3f9c1d7a5be8"></hc-alumni-search>',
    );
    await page.getByText('revoke the secret key').waitFor();
    expect(await page.getByRole('alert').innerText()).not.toContain('5be8');
    expect(stage().api.searches).toEqual([]);
  });

  test('shows initials where a photo can’t be loaded, and markup in a name as text', async () => {
    const page = await stage().open();
    await page.locator('#query').fill('schrödinger');
    await expect.poll(() => peopleOf(page)).toEqual(['Erwin Schrödinger']);
    await page.locator('.avatar img').waitFor({ state: 'hidden' });
    expect(await page.locator('.initials').innerText()).toBe('ES');
    await page.locator('#query').fill('<img');
    await expect.poll(() => peopleOf(page)).toEqual(['<img src=x onerror=alert(1)>']);
    stage().forgive(/status of 404/);
  });
});

import { expect, test } from 'vitest';
import { describeInBrowser, findFaults, peopleOf } from '../testing/browser';
import { problem } from '../testing/stand-in-api';

describeInBrowser('the people of <hc-alumni-search>', process.env.CHROMIUM_PATH, (stage) => {
  test('open in a dialog that the keyboard reaches, closes and leaves where it was', async () => {
    const page = await stage().open();
    await page.locator('#query').fill('curie');
    await expect.poll(() => peopleOf(page)).toEqual(['Marie Curie']);
    const name = page.getByRole('button', { name: 'Marie Curie' });
    await name.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Marie Curie' });
    await dialog.getByText('Two prizes, one shed.').waitFor();
    expect(await dialog.getByRole('link', { name: 'Laboratory' }).getAttribute('href')).toBe(
      'https://radium.example/',
    );
    expect(await dialog.locator('.avatar img').isVisible()).toBe(true);
    expect(await findFaults(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await findFaults(page, ['color-contrast', 'link-in-text-block'])).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await name.evaluate((button) => button.matches(':focus'))).toBe(true);
    // Beside it, and by its button.
    await name.click();
    await dialog.getByText('Two prizes, one shed.').waitFor();
    await page.mouse.click(5, 5);
    await dialog.waitFor({ state: 'hidden' });
    await name.click();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'hidden' });
  });

  test('say that they can’t be shown now, or any more', async () => {
    const page = await stage().open();
    await page.locator('#query').fill('curie');
    await expect.poll(() => peopleOf(page)).toEqual(['Marie Curie']);
    stage().forgive(/status of (500|404)/);
    stage().api.rule = ({ pathname }) =>
      pathname.includes('/profiles/') ? problem(500, 'internal_error') : undefined;
    await page.getByRole('button', { name: 'Marie Curie' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Reference: req-7d43a6c7').waitFor();
    stage().api.rule = () => undefined;
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await dialog.getByText('Two prizes, one shed.').waitFor();
    await page.keyboard.press('Escape');
    stage().api.rule = ({ pathname }) =>
      pathname.includes('/profiles/') ? problem(404, 'not_found') : undefined;
    await page.getByRole('button', { name: 'Marie Curie' }).press('Enter');
    await dialog.getByText('is no longer available').waitFor();
  });

  test('are suggested in groups, with what matches, class and company; a chosen one opens', async () => {
    // A lost photo.
    stage().forgive(/status of 404/);
    const page = await stage().open();
    await page.locator('#query').pressSequentially('ber');
    await page.locator('[role=option]').first().waitFor();
    const groups = page.getByRole('listbox').getByRole('group');
    expect(
      await groups.evaluateAll((all) => all.map((group) => group.textContent?.match(/\w+/)?.[0])),
    ).toEqual(['People', 'Companies', 'Cities']);
    const [first] = await page.locator('[role=option]').all();
    expect(await first!.locator('mark').innerText()).toBe('Ber');
    expect(await first!.innerText()).toMatch(/Class of \d{4}\s*\w/);
    await page.keyboard.press('ArrowDown');
    const chosen = await first!.locator('bdi').first().innerText();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: chosen }).waitFor();
  });

  test('lead to the page’s own page of them', async () => {
    const page = await stage().open(stage().element('profile-url="/people/{id}"'));
    await page.locator('#query').pressSequentially('curie');
    await page.locator('[role=option]').first().click();
    await page.waitForURL('**/people/prof_01jdyvbv7gen8t9pe8z5000000');
  });

  test('are found by a correction that says what it is, and leads to the literal query', async () => {
    const page = await stage().open();
    await page.locator('#query').fill('Mraie Curei');
    await page.locator('.corrections', { hasText: 'Showing results for “marie curie”' }).waitFor();
    await expect
      .poll(() => page.getByRole('status').innerText())
      .toContain('Showing results for “marie curie”');
    await page.getByRole('button', { name: 'Search for “Mraie Curei” instead' }).press('Enter');
    await page.getByText('No one found for “Mraie Curei”').waitFor();
    expect(stage().api.searches.at(-1)?.searchParams.get('corrections')).toBe('off');
    expect(await page.locator('#query').evaluate((box) => box.matches(':focus'))).toBe(true);
    // Other words are corrected again.
    await page.locator('#query').fill('curei');
    await page.locator('.corrections', { hasText: 'Showing results for “curie”' }).waitFor();
  });

  test('are not looked for by symbols alone: the page says what to type', async () => {
    const page = await stage().open();
    await page.locator('#query').fill('!!! 🎉');
    await page.getByText('Type a letter or a digit').first().waitFor();
    await expect.poll(() => page.getByRole('status').innerText()).toBe('Type a letter or a digit');
    expect(await page.getByText('Check the spelling').count()).toBe(0);
    await page.locator('#query').fill('curie');
    await expect.poll(() => peopleOf(page)).toEqual(['Marie Curie']);
  });

  test('are narrowed to values that a facet does not show, found by its own field', async () => {
    const page = await stage().open();
    await page.getByRole('checkbox').first().waitFor();
    const company = page.locator('fieldset', { hasText: 'Company' });
    await company.getByRole('button', { name: 'Show 5 more' }).click();
    expect(await company.getByRole('checkbox', { name: 'Zenith Clinic' }).count()).toBe(0);
    const field = company.getByRole('searchbox', { name: 'Search companies' });
    await field.fill('zen');
    const value = company.getByRole('checkbox', { name: 'Zenith Clinic' });
    await value.waitFor();
    expect(await company.getByRole('checkbox').count()).toBe(1);
    expect(await company.locator('.count').innerText()).toBe('1');
    expect(await page.getByRole('status').innerText()).toBe('1 suggestion');
    expect(await findFaults(page)).toEqual([]);
    await value.check();
    await expect.poll(() => peopleOf(page)).toEqual(['ليلى حداد']);
    await field.fill('zzz');
    await company.getByText('Nothing found').waitFor();
    await field.fill('');
    await expect.poll(() => company.getByRole('checkbox').count()).toBeGreaterThan(1);
  });
});

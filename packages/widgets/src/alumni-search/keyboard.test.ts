import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser, peopleOf } from '../testing/browser';

/** What has the focus, by its accessible name or text. */
async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.querySelector('hc-alumni-search')?.shadowRoot?.activeElement;
    if (element instanceof HTMLInputElement) return element.labels?.[0]?.innerText.split('\n')[0] ?? '';
    return (
      element?.getAttribute('aria-label') ??
      (element as HTMLElement | undefined)?.innerText.split('\n')[0] ??
      ''
    );
  });
}

async function tabTo(page: Page, name: string): Promise<void> {
  for (let stops = 0; stops < 40; stops += 1) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`No Tab stop called ${name}`);
}

const activeOption = (page: Page) => page.locator('[role=option][aria-selected=true]').innerText();

describeInBrowser('<hc-alumni-search> by keyboard', process.env.CHROMIUM_PATH, (stage) => {
  test('types, goes through suggestions, and searches for the person that it chose', async () => {
    const page = await stage().open();
    const box = page.getByRole('combobox', { name: 'Search alumni' });
    await tabTo(page, 'Search alumni');
    await page.keyboard.type('curi');
    await page.getByRole('option').first().waitFor();
    expect(await box.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('ArrowDown');
    expect(await activeOption(page)).toContain('Marie Curie');
    expect(await box.getAttribute('aria-activedescendant')).toBe('suggestion-0');
    await page.keyboard.press('Home');
    expect(await box.getAttribute('aria-activedescendant')).toBeNull();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await box.inputValue()).toBe('Marie Curie');
    expect(await box.getAttribute('aria-expanded')).toBe('false');
    await expect.poll(() => peopleOf(page)).toEqual(['Marie Curie']);
  });

  test('Escape shuts the suggestions, then clears the box', async () => {
    const page = await stage().open();
    const box = page.getByRole('combobox', { name: 'Search alumni' });
    await box.pressSequentially('lagos');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Escape');
    expect(await box.getAttribute('aria-expanded')).toBe('false');
    expect(await box.inputValue()).toBe('lagos');
    await page.keyboard.press('Alt+ArrowDown');
    expect(await box.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await box.inputValue()).toBe('');
    await expect.poll(() => peopleOf(page)).toHaveLength(20);
  });

  test('narrows to a suggested value, and takes the filter off again without losing the focus', async () => {
    const page = await stage().open();
    await page.getByRole('combobox', { name: 'Search alumni' }).pressSequentially('helios');
    await expect.poll(() => page.locator('[role=option]').allInnerTexts()).toEqual(['Helios Energy\n31']);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const total = page.locator('.total');
    await expect.poll(() => total.innerText()).toBe('31 people');
    expect(await page.getByRole('checkbox', { name: 'Helios Energy' }).isChecked()).toBe(true);
    await tabTo(page, 'Remove filter Company: Helios Energy');
    await page.keyboard.press('Enter');
    await expect.poll(() => total.innerText()).toBe('312 people');
    expect(await focused(page)).toBe('Search alumni');
  });

  test('filters by years and values, counts anew, and clears all', async () => {
    const page = await stage().open();
    await page.getByRole('checkbox').first().waitFor();
    const physics = page.locator('.choice', { hasText: 'Physics' }).locator('.count');
    const before = await physics.innerText();
    await tabTo(page, 'From');
    await page.keyboard.type('2001');
    await page.keyboard.press('Enter');
    await expect.poll(() => physics.innerText()).not.toBe(before);
    await tabTo(page, 'Physics');
    await page.keyboard.press('Space');
    await expect.poll(() => page.locator('.chip').allInnerTexts()).toEqual(['2001 or later', 'Physics']);
    expect(await focused(page)).toBe('Physics');
    await tabTo(page, 'Clear all');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.total').innerText()).toBe('312 people');
    expect(await focused(page)).toBe('Search alumni');
  });

  test('loads more, says so, and reads on at the first of the new people', async () => {
    const page = await stage().open(stage().element('limit="10"'));
    await page.getByRole('button', { name: 'Load more' }).waitFor();
    await tabTo(page, 'Load more');
    await page.keyboard.press('Enter');
    await expect.poll(() => peopleOf(page)).toHaveLength(20);
    await expect.poll(() => page.getByRole('status').innerText()).toBe('10 more, 20 of 312 people');
    const place = await page.evaluate(() => {
      const root = document.querySelector('hc-alumni-search')?.shadowRoot;
      const person = root?.activeElement?.closest('.person');
      return [...(root?.querySelectorAll('.person') ?? [])].indexOf(person!);
    });
    expect(place).toBe(10);
  });

  test('unfolds the filters in a narrow column', async () => {
    const page = await stage().open(stage().element(), { viewport: { width: 360, height: 700 } });
    const toggler = page.getByRole('button', { name: 'Filters' });
    await toggler.waitFor();
    expect(await page.getByRole('checkbox').count()).toBe(0);
    await toggler.press('Enter');
    expect(await toggler.getAttribute('aria-expanded')).toBe('true');
    await page.getByRole('checkbox', { name: /Physics/ }).press('Space');
    await page.getByRole('button', { name: 'Filters (1)' }).waitFor();
  });
});

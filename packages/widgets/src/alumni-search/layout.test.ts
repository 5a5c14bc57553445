import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser, findFaults, peopleOf } from '../testing/browser';
import { publishableKey } from '../testing/stand-in-api';

interface Shifting {
  shift: number;
}

/** Where a piece of a text is drawn. */
async function placeOf(page: Page, selector: string, piece: string): Promise<number> {
  return page
    .locator(selector)
    .first()
    .evaluate((element, text) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const start = node.textContent?.indexOf(text) ?? -1;
        if (start === -1) continue;
        const range = document.createRange();
        range.setStart(node, start);
        range.setEnd(node, start + text.length);
        return range.getBoundingClientRect().left;
      }
      throw new Error(`No “${text}” here.`);
    }, piece);
}

describeInBrowser('the layout of the elements', process.env.CHROMIUM_PATH, (stage) => {
  test('does not move anything when the results come, at any width', async () => {
    let release = () => {};
    stage().api.rule = (url) =>
      url.pathname.endsWith('/search')
        ? new Promise((resolve) => (release = () => resolve(undefined)))
        : undefined;
    const page = await stage().open('<div id="place"></div><footer>Alumni office</footer>');
    await page.evaluate(() => {
      const seen: Shifting = Object.assign(globalThis as unknown as Shifting, { shift: 0 });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
      }).observe({ type: 'layout-shift' });
    });
    for (const width of [320, 480, 768, 1024, 1440]) {
      await page.setViewportSize({ width, height: 700 });
      await page.locator('#place').evaluate((place, key) => {
        const element = document.createElement('hc-alumni-search');
        element.setAttribute('key', key);
        place.replaceChildren(element);
      }, publishableKey);
      await page.locator('.people.skeleton').waitFor();
      const measure = async () =>
        page.evaluate(async () => {
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
          return (globalThis as unknown as Shifting).shift;
        });
      const before = await measure();
      release();
      await expect.poll(() => peopleOf(page)).toHaveLength(20);
      expect((await measure()) - before, `at ${width} px`).toBe(0);
    }
  });

  test('is not changed by how the page sets its own text', async () => {
    const sign = `<hc-sign-in key="${publishableKey}"></hc-sign-in><hc-profile key="${publishableKey}"></hc-profile>`;
    const page = await stage().open(`<div class="loud">${stage().element()}${sign}</div>`);
    await expect.poll(() => peopleOf(page)).toHaveLength(20);
    for (const tag of ['hc-alumni-search', 'hc-sign-in', 'hc-profile']) {
      const widget = page.locator(`${tag} .widget`);
      await widget.waitFor();
      expect(
        await widget.evaluate((element) => {
          const style = getComputedStyle(element);
          return [
            style.fontStyle,
            style.letterSpacing,
            style.textIndent,
            style.textTransform,
            style.whiteSpace,
            style.wordSpacing,
            parseFloat(style.lineHeight) / parseFloat(style.fontSize),
          ];
        }),
        tag,
      ).toEqual(['normal', 'normal', '0px', 'none', 'normal', '0px', 1.45]);
    }
  });

  test('reads places and counts in their own direction where the page runs from right to left', async () => {
    const page = await stage().open(stage().element(), { page: 'dir="rtl"' });
    await page.locator('hc-alumni-search').evaluate((element) => {
      Object.assign(element, { strings: { people: (_: number, count: string) => `${count}+ people` } });
    });
    await page.locator('#query').fill('curie');
    await expect.poll(() => peopleOf(page)).toEqual(['Marie Curie']);
    expect(await placeOf(page, '.facts', 'Paris')).toBeLessThan(await placeOf(page, '.facts', 'France'));
    expect(await placeOf(page, '.total', '1')).toBeLessThan(await placeOf(page, '.total', '+'));
    expect(await placeOf(page, '.work', 'Professor')).toBeLessThan(await placeOf(page, '.work', 'Sorbonne'));
  });

  test('ends sentences with their full stop where the page runs from right to left', async () => {
    const sign = `<hc-sign-in key="${publishableKey}"></hc-sign-in><hc-profile key="${publishableKey}"></hc-profile>`;
    const page = await stage().open(stage().element() + sign, { page: 'dir="rtl"' });
    await page.locator('#query').fill('!!!');
    for (const [selector, first] of [
      ['hc-alumni-search .notice p:not(.notice-title)', 'You'],
      ['hc-sign-in .fine-print', 'We'],
      ['hc-profile .notice p:not(.notice-title)', 'Then'],
    ] as const) {
      await page.locator(selector).waitFor();
      expect(await placeOf(page, selector, '.'), selector).toBeGreaterThan(
        await placeOf(page, selector, first),
      );
    }
    // A sentence still stands where the page's lines begin.
    const gap = await page.locator('hc-sign-in .fine-print').evaluate((element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return element.getBoundingClientRect().right - range.getBoundingClientRect().right;
    });
    expect(gap).toBeLessThan(2);
  });

  test('has the filters and the order in one row at 320 px, and headings of the level that the page says', async () => {
    const page = await stage().open(
      stage().element('heading="Find alumni" heading-level="3"') +
        `<h2>Account</h2><hc-sign-in key="${publishableKey}" heading="Sign in" heading-level="4"></hc-sign-in>`,
      { viewport: { width: 320, height: 700 } },
    );
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('checkbox', { name: /Physics/ }).check();
    const [toggler, sort] = await Promise.all([
      page.getByRole('button', { name: 'Filters (1)' }).boundingBox(),
      page.getByRole('combobox', { name: 'Sort by' }).boundingBox(),
    ]);
    expect(Math.abs(toggler!.y - sort!.y)).toBeLessThan(4);
    expect(sort!.x).toBeGreaterThan(toggler!.x + toggler!.width);
    // In sight, not only in its place.
    await page.getByRole('combobox', { name: 'Sort by' }).click({ trial: true });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await page.getByRole('heading', { name: 'Find alumni', level: 3 }).waitFor();
    await page.getByRole('heading', { name: 'Sign in', level: 4 }).waitFor();
    expect(await findFaults(page, ['target-size', 'scrollable-region-focusable'])).toEqual([]);
  });

  test('keeps the pages of the demo as wide as the window, whichever way they run', async () => {
    // Their pictures are not here.
    stage().forgive(/Content Security Policy/);
    for (const site of ['northbridge', 'nobel']) {
      const read = (file: string) =>
        readFileSync(new URL(`../../../../examples/${site}-site/${file}`, import.meta.url), 'utf8');
      const [, body = ''] = /<body>([^]*)<\/body>/.exec(read('index.html')) ?? [];
      const page = await stage().open(body, { page: 'dir="rtl"', viewport: { width: 800, height: 700 } });
      await page.evaluate((css) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        document.adoptedStyleSheets = [sheet];
      }, read('style.css'));
      expect(await page.evaluate(() => document.documentElement.scrollWidth), site).toBe(800);
    }
  });
});

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { buildBundle } from './bundle';
import { FixtureSite } from './fixture-site';
import { publishableKey, StandInApi } from './stand-in-api';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[] }[];
}

/** Everything that tests of the element in a real browser share. */
export class Stage {
  readonly #pages: Page[] = [];
  /** What consoles have said, of every page of the running test. */
  readonly messages: string[] = [];

  constructor(
    private readonly browser: Browser,
    readonly api: StandInApi,
    readonly site: FixtureSite,
  ) {}

  /** The two lines that a page needs, as the docs give them. */
  get script(): string {
    return `<script type="module" src="${this.api.origin}/v1/widgets.js"></script>`;
  }

  element(attributes = '', content = 'Our directory needs JavaScript.'): string {
    return `<hc-alumni-search key="${publishableKey}" ${attributes}>${content}</hc-alumni-search>`;
  }

  /** Opens a page with this in its body; its own two lines by default. */
  async open(body = this.element(), { head = this.script, page = '', ...options }: BrowserContextOptions & { head?: string; page?: string } = {}): Promise<Page> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const tab = await context.newPage();
    tab.setDefaultTimeout(5_000);
    tab.on('console', (message) => this.messages.push(`${message.type()}: ${message.text()}`));
    tab.on('pageerror', (error) => this.messages.push(`thrown: ${error.message}`));
    this.#pages.push(tab);
    await tab.goto(this.site.publish(body, { head, page }));
    return tab;
  }

  /** Empties the stage for the next test. */
  async clear(): Promise<void> {
    this.api.rule = () => undefined;
    this.api.searches.length = 0;
    this.messages.length = 0;
    await Promise.all(this.#pages.splice(0).map((page) => page.context().close()));
  }
}

/** Faults that axe finds in a page, with WCAG 2.2 AA and its best practices, one line each. */
export async function findFaults(page: Page): Promise<string[]> {
  // Colours on their way from one to the other are nobody's choice.
  await page.evaluate(() => Promise.all(document.getAnimations().filter((animation) => animation instanceof CSSTransition).map(({ finished }) => finished)));
  // Through the debugger, which the page's policy does not bind.
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}

/** Tests in Chromium; skipped where there is none. Fails whichever test leaves a message in a console that it did not take. */
export function describeInBrowser(name: string, chromiumPath: string | undefined, tests: (stage: () => Stage) => void): void {
  describe.skipIf(!chromiumPath)(name, () => {
    let browser: Browser;
    let stage: Stage;

    beforeAll(async () => {
      const api = await StandInApi.start(await buildBundle());
      const site = await FixtureSite.start(api.origin);
      const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
      browser = await chromium.launch({ executablePath: chromiumPath ?? '', args });
      stage = new Stage(browser, api, site);
    });

    afterEach(async () => {
      const messages = [...stage.messages];
      await stage.clear();
      expect(messages).toEqual([]);
    });

    afterAll(async () => {
      await browser.close();
      await Promise.all([stage.api.stop(), stage.site.stop()]);
    });

    tests(() => stage);
  });
}

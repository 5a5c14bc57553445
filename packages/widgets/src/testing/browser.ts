import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { buildBundle } from './bundle';
import { FixtureSite } from './fixture-site';
import { publishableKey, StandInApi } from './stand-in-api';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

/** Everything that tests of the element in a real browser share. */
export class Stage {
  readonly #pages: Page[] = [];
  readonly #messages: string[] = [];
  #forgiven: RegExp | undefined;

  constructor(
    private readonly browser: Browser,
    readonly api: StandInApi,
    readonly site: FixtureSite,
  ) {}

  /** The two lines that a page needs, as the docs give them. */
  get script(): string {
    return `<script type="module" src="${this.api.origin}/v1/widgets.js"></script>`;
  }

  element(attributes = '', content = 'Write to us if the search doesn’t appear.'): string {
    return `<hc-alumni-search publishable-key="${publishableKey}" ${attributes}>${content}</hc-alumni-search>`;
  }

  /** Opens a page with this in its body; its own two lines by default. */
  async open(
    body = this.element(),
    {
      head = this.script,
      page = '',
      policy,
      ...options
    }: BrowserContextOptions & { head?: string; page?: string; policy?: string } = {},
  ): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: { width: 1000, height: 700 },
      // What moves costs time to draw, and colours on their way to others are nobody's choice.
      reducedMotion: 'reduce',
      ...options,
    });
    const tab = await context.newPage();
    tab.setDefaultTimeout(5_000);
    tab.on('console', (message) => this.#messages.push(`${message.type()}: ${message.text()}`));
    tab.on('pageerror', (error) => this.#messages.push(`thrown: ${error.message}`));
    this.#pages.push(tab);
    await tab.goto(this.site.publish(body, { head, page, ...(policy !== undefined && { policy }) }));
    return tab;
  }

  /** Takes messages that a test expects: Chromium itself reports answers of 400 and above. */
  forgive(expected: RegExp): void {
    this.#forgiven = expected;
  }

  /** What the consoles of all pages say. */
  get messages(): readonly string[] {
    return this.#messages;
  }

  /** Those that no test expected. */
  get complaints(): string[] {
    return this.#messages.filter((message) => !this.#forgiven?.test(message));
  }

  /** Empties the stage for the next test. */
  async clear(): Promise<void> {
    this.api.reset();
    this.#messages.length = 0;
    this.#forgiven = undefined;
    await Promise.all(this.#pages.splice(0).map((page) => page.context().close()));
  }
}

/** The names in the results, top to bottom. */
export async function peopleOf(page: Page): Promise<string[]> {
  return page.locator('.people:not(.skeleton) .name').allInnerTexts();
}

/** Faults that axe finds in a page by all of its rules (WCAG 2.2 AA and best practices), or by some; one line each. */
export async function findFaults(page: Page, rules?: readonly string[]): Promise<string[]> {
  // Through the debugger, which the page's policy does not bind.
  if (!(await page.evaluate(`'axe' in globalThis`))) await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], preload: false, ...(rules && { runOnly: rules }) })})`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** Tests in Chromium; skipped where there is none. Fails whichever test leaves a message in a console that it did not take. */
export function describeInBrowser(
  name: string,
  chromiumPath: string | undefined,
  tests: (stage: () => Stage) => void,
): void {
  describe.skipIf(!chromiumPath)(name, () => {
    let browser: Browser;
    let stage: Stage;

    beforeAll(async () => {
      const api = await StandInApi.start(await buildBundle());
      const site = await FixtureSite.start(api.origin);
      const args = [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ];
      browser = await chromium.launch({ executablePath: chromiumPath ?? '', args });
      stage = new Stage(browser, api, site);
    });

    afterEach(async () => {
      const { complaints } = stage;
      await stage.clear();
      expect(complaints).toEqual([]);
    });

    afterAll(async () => {
      await browser.close();
      await Promise.all([stage.api.stop(), stage.site.stop()]);
    });

    tests(() => stage);
  });
}

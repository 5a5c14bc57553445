import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildBundle } from '../../../widgets/src/testing/bundle';
import { createBackground } from '../background';
import { MailFolder, parseSender } from '../platform/mail';
import { startTaskRunner } from '../platform/task-runner';
import { testAuditKey } from '../testing/secret';
import { silent, startTestService, type TestService } from '../testing/service';
import { until } from '../testing/tasks';
import { startSite } from './sites';

const northbridge = fileURLToPath(new URL('../../../../examples/northbridge-site', import.meta.url));

/** The service's mails, delivered as the demo delivers them. */
async function startMailing({ database, ownerUrl, photos }: TestService): Promise<MailFolder> {
  const folder = new MailFolder(join(await mkdtemp(join(tmpdir(), 'mail-')), 'mail'));
  const background = createBackground({
    database,
    log: silent,
    auditKey: testAuditKey,
    clock: () => new Date(),
    transport: folder,
    sender: parseSender('office@school.example'),
    files: photos.storage,
    changesRetentionDays: 30,
  });
  const runner = await startTaskRunner({ url: ownerUrl, log: silent, ...background });
  onTestFinished(() => runner.stop());
  return folder;
}

/** The demo's page in Chromium, under its own policy; the widgets are those of the sources. */
async function openPage(service: TestService): Promise<Page> {
  const school = await service.createInstitution({ slug: 'northbridge' });
  const key = await school.createKey({ kind: 'publishable', origins: ['http://127.0.0.1:*'] });
  const site = await startSite({ folder: northbridge, api: service.origin, key });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH!,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  onTestFinished(async () => {
    await browser.close();
    await site.close();
  });
  const context = await browser.newContext();
  const bundle = await buildBundle();
  await context.route(/\/v1\/(widgets\.js|chunks\/)/, (route) => {
    const path = new URL(route.request().url()).pathname.replace('/v1', '');
    return route.fulfill({
      contentType: 'text/javascript',
      headers: { 'access-control-allow-origin': '*' },
      body: bundle.get(path)!,
    });
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(site.url);
  return page;
}

async function codeIn(folder: MailFolder, email: string): Promise<string> {
  const find = async () => (await folder.list(10)).find(({ to }) => to === email);
  await until(async () => (await find()) !== undefined);
  const message = await folder.find((await find())!.id);
  return /^\d{6}$/m.exec(message!.text)![0];
}

describe.skipIf(!process.env.CHROMIUM_PATH)('the demo’s page', () => {
  it('registers by a mailed code, stays signed in over a reload, and signs out for good', async () => {
    const service = await startTestService();
    const folder = await startMailing(service);
    const page = await openPage(service);
    await page.getByLabel('E-mail address').fill('marie@example.org');
    await page.getByRole('button', { name: 'Send me a code' }).click();
    await page.getByLabel('Code of six digits').fill('000000');
    await page.getByText('This code is wrong').waitFor();
    await page.getByLabel('Code of six digits').fill(await codeIn(folder, 'marie@example.org'));
    const name = page.locator('hc-sign-in .name');
    await expect.poll(() => name.allInnerTexts(), { timeout: 10_000 }).toEqual(['marie@example.org']);
    expect(await page.getByText('Not verified yet').count()).toBe(1);

    await page.reload();
    await expect.poll(() => name.allInnerTexts(), { timeout: 10_000 }).toEqual(['marie@example.org']);
    const kept = await page.evaluate(() => Object.values(localStorage).join(''));
    const { accessToken } = JSON.parse(kept) as { accessToken: string };
    expect(await page.evaluate(() => Object.values(localStorage).length)).toBe(1);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('E-mail address').waitFor();
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    const key = await page.locator('hc-sign-in').getAttribute('key');
    const answer = async () =>
      fetch(`${service.origin}/v1/me`, {
        headers: { 'Homecoming-Key': key!, Authorization: `Bearer ${accessToken}` },
      });
    await expect.poll(async () => (await answer()).status, { timeout: 5_000 }).toBe(401);
  }, 60_000);
});

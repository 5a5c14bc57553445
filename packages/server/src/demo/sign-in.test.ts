import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildBundle } from '../../../widgets/src/testing/bundle';
import { taskHandlersOf } from '../features';
import { createProfile } from '../features/directory';
import { MailFolder, parseSender } from '../platform/mail';
import { startTaskRunner } from '../platform/task-runner';
import { picture } from '../testing/pictures';
import { silent, startTestService, type TestInstitution, type TestService } from '../testing/service';
import { until } from '../testing/tasks';
import { startSite } from './sites';

const northbridge = fileURLToPath(new URL('../../../../examples/northbridge-site', import.meta.url));

/** The service's mails, delivered as the demo delivers them. */
async function startMailing(service: TestService): Promise<MailFolder> {
  const folder = new MailFolder(join(await mkdtemp(join(tmpdir(), 'mail-')), 'mail'));
  const mail = { transport: folder, sender: parseSender('office@school.example'), folder };
  const runner = await startTaskRunner({
    url: service.ownerUrl,
    log: silent,
    handlers: taskHandlersOf({ ...service, mail }),
    openScope: service.findSystemScope,
  });
  onTestFinished(() => runner.stop());
  return folder;
}

/** A page of the demo in Chromium, under its own policy; the widgets are those of the sources. */
async function openPage(
  service: TestService,
  {
    path = '/',
    fill = () => Promise.resolve(),
  }: { path?: string; fill?: (school: TestInstitution) => Promise<void> } = {},
): Promise<Page> {
  const school = await service.createInstitution({ slug: 'northbridge' });
  await fill(school);
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
  await page.goto(site.url + path);
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
    await page.getByLabel('6-digit code').fill('000000');
    await page.getByText('This code is wrong').waitFor();
    await page.getByLabel('6-digit code').fill(await codeIn(folder, 'marie@example.org'));
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

  it('lets a graduate claim, edit and illustrate the profile that is theirs, and see it as others do', async () => {
    const service = await startTestService();
    const folder = await startMailing(service);
    const page = await openPage(service, {
      path: '/profile.html',
      fill: async ({ scope }) => {
        const degrees = [{ batchYear: 1903, department: 'Physics' }];
        const audiences = { company: 'members', email: 'private' } as const;
        const names = { givenName: 'Marie', familyName: 'Curie', email: 'marie@example.org' };
        await createProfile(scope, { ...names, company: 'Sorbonne', degrees, audiences });
      },
    });
    const messages: string[] = [];
    page.on('console', (message) => messages.push(`${message.text()} ${message.location().url}`));
    const profile = page.locator('hc-profile');
    await profile.getByText('Sign in to see your profile').waitFor();
    await page.getByLabel('E-mail address').fill('marie@example.org');
    await page.getByRole('button', { name: 'Send me a code' }).click();
    await page.getByLabel('6-digit code').fill(await codeIn(folder, 'marie@example.org'));

    await profile.getByLabel('Your name').fill('Marie Curie');
    await profile.getByRole('button', { name: 'Find my profile' }).click();
    const company = profile.getByLabel('Company', { exact: true });
    await expect.poll(() => company.inputValue(), { timeout: 10_000 }).toBe('Sorbonne');
    // The register knew the address, and the sign-in beside it shows whom it knows now.
    await page.locator('hc-sign-in').getByText('Signed in · Verified').waitFor();
    await profile.getByText('Physics, 1903').waitFor();

    await company.fill('Radium Institute');
    await profile.getByLabel('Headline', { exact: true }).fill('Pioneer of radioactivity');
    await profile.getByLabel('Who sees: Headline').selectOption('Everyone');
    await profile.getByRole('button', { name: 'Save changes' }).click();
    await profile.locator('[role=status]', { hasText: 'Your profile has been saved.' }).waitFor();
    const image = { name: 'marie.png', mimeType: 'image/png', buffer: await picture('png') };
    await profile.locator('#photo').setInputFiles(image);
    await profile.getByRole('button', { name: 'Use this photo' }).click();
    const photo = profile.locator('.portrait img');
    const width = () => photo.evaluate((element: HTMLImageElement) => element.naturalWidth);
    await expect.poll(width, { timeout: 10_000 }).toBe(60);

    const card = profile.locator('.card');
    await profile.getByText('As everyone sees it').click();
    await card.waitFor();
    expect(await card.innerText()).toContain('Pioneer of radioactivity');
    expect(await card.innerText()).not.toMatch(/Radium|Sorbonne|marie@/);
    await profile.getByText('As members see it').click();
    await expect.poll(() => card.innerText()).toContain('Radium Institute');
    expect(await card.innerText()).not.toContain('marie@');

    await page.reload();
    await expect.poll(() => company.inputValue(), { timeout: 10_000 }).toBe('Radium Institute');
    // Chromium itself says that there was no profile at first, and that the token ended when the claim verified the member.
    const expected = /status of (404 .*\/v1\/me\/profile|401 .*\/v1\/me)$/;
    expect(messages.filter((message) => !expected.test(message))).toEqual([]);
  }, 60_000);
});

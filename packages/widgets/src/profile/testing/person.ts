import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { goodCode, marie } from '../../testing/stand-in-sign-in';

/** Signs in by the `<hc-sign-in>` of the same page, whose session the profile shares. */
export async function signIn(page: Page): Promise<void> {
  const form = page.locator('hc-sign-in');
  await form.getByLabel('E-mail address').fill(marie.email);
  await page.keyboard.press('Enter');
  await form.getByLabel('6-digit code').fill(goodCode);
  await form.locator('.member').waitFor();
}

const photo = fileURLToPath(new URL('photo.png', import.meta.url));

/** Chooses a small picture from the device. */
export async function chooseTestPhoto(page: Page): Promise<void> {
  await page.locator('#photo').setInputFiles(photo);
}

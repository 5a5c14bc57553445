import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from '../testing/browser';
import { problem, publishableKey } from '../testing/stand-in-api';
import {
  goodChallenge,
  goodCode,
  goodHostToken,
  goodLongCode,
  goodPassword,
} from '../testing/stand-in-sign-in';

const element = (attributes = '') =>
  `<hc-sign-in publishable-key="${publishableKey}" ${attributes}>Write to us.</hc-sign-in>`;

const signedIn = (page: Page) => page.locator('.member .name');

async function reachCode(page: Page): Promise<void> {
  await page.getByLabel('E-mail address').fill('marie@example.org');
  await page.keyboard.press('Enter');
  await page.getByLabel('6-digit code').waitFor();
}

describeInBrowser('<hc-sign-in>', process.env.CHROMIUM_PATH, (stage) => {
  test('signs in by code and out with the keyboard alone, saying what happens', async () => {
    const page = await stage().open(element());
    const status = page.getByRole('status');
    await page.getByLabel('E-mail address').waitFor();
    await page.evaluate(() => {
      const seen: unknown[] = [];
      Object.assign(globalThis, { seen });
      document.addEventListener('hc-signed-in', ({ detail }) =>
        seen.push(['in', detail.member.email, detail.restored]),
      );
      document.addEventListener('hc-signed-out', ({ detail }) => seen.push(['out', detail.reason]));
    });
    await page.keyboard.press('Tab');
    await page.keyboard.type('marie@example.org');
    await page.keyboard.press('Enter');
    await expect.poll(() => status.innerText()).toContain('We sent a code to marie@example.org');
    // The field has the focus; the sixth digit sends it.
    await page.keyboard.type('418007');
    await expect.poll(() => signedIn(page).allInnerTexts()).toEqual(['Marie Curie']);
    await expect.poll(() => status.innerText()).toBe('Signed in as Marie Curie');
    const redeemed = stage().api.signIn.calls.filter(({ path }) => path.endsWith('/redeem'));
    expect(redeemed.map(({ body }) => body)).toEqual([
      {
        email: 'marie@example.org',
        code: '418007',
        challenge: goodChallenge,
        deviceName: 'Chrome on Linux',
      },
    ]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => status.innerText()).toBe('You’ve signed out.');
    await page.keyboard.type('x');
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('x');
    expect(await page.evaluate(() => (globalThis as unknown as { seen: unknown }).seen)).toEqual([
      ['in', 'marie@example.org', false],
      ['out', 'signed_out'],
    ]);
  });

  test('takes a code that is pasted with words around it, and one that the device fills in', async () => {
    const page = await stage().open(element());
    await reachCode(page);
    const code = page.getByLabel('6-digit code');
    expect(await code.getAttribute('autocomplete')).toBe('one-time-code');
    expect(await code.getAttribute('inputmode')).toBe('numeric');
    const enter = async (text: string, inputType: string, isComposing = false) =>
      code.evaluate(
        (input: HTMLInputElement, [value, type, composing]) => {
          input.value = value;
          const init = { bubbles: true, inputType: type, isComposing: composing };
          input.dispatchEvent(new InputEvent('input', init));
        },
        [text, inputType, isComposing] as const,
      );
    const codes = () => stage().api.signIn.calls.flatMap(({ body }) => body.code ?? []);
    // Six digits of a longer number are no code, and what was pasted stays in sight.
    await enter('Invoice 20261130', 'insertFromPaste');
    expect(await code.inputValue()).toBe('Invoice 20261130');
    // An input method is still at it.
    await enter('４１８００７', 'insertCompositionText', true);
    expect(await code.inputValue()).toBe('４１８００７');
    expect(codes()).toEqual([]);
    const longMail = `${'Dear Marie, '.repeat(20)} in 2026 your code is ４１８ ００７.`;
    expect(Number(await code.getAttribute('maxlength'))).toBeGreaterThan(longMail.length);
    await enter(longMail, 'insertFromPaste');
    await expect.poll(() => signedIn(page).count()).toBe(1);
    expect(codes()).toEqual(['418007']);
  });

  test('tells a wrong code from one with no tries left, and sends another after a pause', async () => {
    const page = await stage().open(element());
    await page.clock.install();
    await reachCode(page);
    const code = page.getByLabel('6-digit code');
    const resend = page.getByRole('button', { name: /^Send a new code/ });
    for (const left of ['4 attempts', '3 attempts', '2 attempts', '1 attempt']) {
      await code.fill('000000');
      await expect.poll(() => page.getByRole('alert').innerText()).toContain(`${left} left`);
      expect(await code.getAttribute('aria-invalid')).toBe('true');
      expect(await code.evaluate((input) => input.matches(':focus'))).toBe(true);
    }
    await code.fill('000000');
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('Too many attempts');
    // Too early: it has the focus, and does nothing.
    await resend.dispatchEvent('click');
    const sent = () => stage().api.signIn.calls.filter(({ path }) => path === '/v1/auth/codes').length;
    expect(sent()).toBe(1);
    await page.clock.runFor(31_000);
    await expect.poll(() => resend.getAttribute('aria-disabled')).toBe('false');
    await resend.click();
    await expect.poll(() => page.getByRole('status').innerText()).toContain('a new code');
    expect(sent()).toBe(2);
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await code.inputValue()).toBe('');
    await code.fill('418007');
    await expect.poll(() => signedIn(page).count()).toBe(1);
    stage().forgive(/status of 401/);
  });

  test('says that a code is too old rather than wrong', async () => {
    const page = await stage().open(element());
    await page.clock.install();
    await reachCode(page);
    await page.clock.fastForward(601_000);
    await page.getByLabel('6-digit code').fill('000000');
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('has expired');
    stage().forgive(/status of 401/);
  });

  test('signs in with a password, keeping the address, and never says which of the two is wrong', async () => {
    const page = await stage().open(element());
    await page.getByLabel('E-mail address').fill('marie@example.org');
    await page.getByRole('button', { name: 'Use a password instead' }).press('Enter');
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('marie@example.org');
    const password = page.getByLabel('Password', { exact: true });
    expect(await password.getAttribute('autocomplete')).toBe('current-password');
    await password.fill('radium');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect
      .poll(() => page.getByRole('alert').innerText())
      .toBe('The address or the password is wrong.');
    await page.getByLabel('Show password').check();
    expect(await password.getAttribute('type')).toBe('text');
    await password.fill(goodPassword);
    await page.keyboard.press('Enter');
    await expect.poll(() => signedIn(page).allInnerTexts()).toEqual(['Marie Curie']);
    stage().forgive(/status of 401/);
  });

  test('asks for an address, a whole code and a password before it sends anything', async () => {
    const page = await stage().open(element());
    const alert = page.getByRole('alert');
    await page.getByRole('button', { name: 'Send me a code' }).click();
    await expect.poll(() => alert.innerText()).toContain('Enter an e-mail address');
    expect(await page.getByLabel('E-mail address').evaluate((input) => input.matches(':focus'))).toBe(true);
    await page.getByRole('button', { name: 'Use a password instead' }).click();
    await page.getByLabel('E-mail address').fill('marie@example.org');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect.poll(() => alert.innerText()).toBe('Enter your password.');
    expect(stage().api.signIn.calls.filter(({ path }) => path !== '/v1/auth/providers')).toEqual([]);
    await page.getByRole('button', { name: 'Use a code instead' }).click();
    await reachCode(page);
    await page.keyboard.type('4180');
    await page.keyboard.press('Enter');
    await expect.poll(() => alert.innerText()).toBe('Enter all digits of the code.');
  });

  test('keeps the session over a reload and in other tabs, and signs all of them out at once', async () => {
    const page = await stage().open(element());
    await reachCode(page);
    await page.keyboard.type('418007');
    await expect.poll(() => signedIn(page).count()).toBe(1);
    await page.reload();
    await expect.poll(() => signedIn(page).count()).toBe(1);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await expect.poll(() => signedIn(other).count()).toBe(1);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await other.getByLabel('E-mail address').waitFor();
    expect(stage().api.signIn.calls.filter(({ path }) => path === '/v1/auth/sign-out')).toHaveLength(1);
  });

  test('keeps a session in memory apart from other tabs, and signs these out too', async () => {
    const page = await stage().open(element('storage="memory"'));
    await reachCode(page);
    await page.keyboard.type('418007');
    await expect.poll(() => signedIn(page).count()).toBe(1);
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await reachCode(other);
    await other.keyboard.type('418007');
    await expect.poll(() => signedIn(other).count()).toBe(1);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await other.getByLabel('E-mail address').waitFor();
    await expect
      .poll(() => stage().api.signIn.calls.filter(({ path }) => path === '/v1/auth/sign-out').length)
      .toBe(2);
  });

  test('a duplicate of a tab takes over what the other has renewed', async () => {
    const page = await stage().open(element('storage="sessionStorage"'));
    await reachCode(page);
    await page.keyboard.type('418007');
    await expect.poll(() => signedIn(page).count()).toBe(1);
    const [other] = await Promise.all([
      page.waitForEvent('popup'),
      page.evaluate(() => void window.open(location.href)),
    ]);
    await expect.poll(() => signedIn(other).count()).toBe(1);
    const kept = () => Object.values(sessionStorage).join('');
    await page.evaluate(() => {
      const [[name, text]] = Object.entries(sessionStorage) as [[string, string]];
      sessionStorage.setItem(name, JSON.stringify({ ...(JSON.parse(text) as object), endsAt: 1 }));
    });
    await page.reload();
    await expect.poll(() => page.evaluate(kept)).toContain('refresh-2');
    await expect.poll(() => other.evaluate(kept)).toContain('refresh-2');
  });

  test('goes on when it is moved, and says that the session has ended elsewhere', async () => {
    const page = await stage().open(element());
    await reachCode(page);
    await page.keyboard.type('418007');
    await expect.poll(() => signedIn(page).count()).toBe(1);
    await page.locator('hc-sign-in').evaluate((moved) => document.body.append(moved));
    await expect.poll(() => signedIn(page).count()).toBe(1);
    stage().api.signIn.answer({ path: '/v1/auth/sign-out', body: {}, token: undefined });
    await page.reload();
    await page.getByText('Your session has expired').first().waitFor();
    stage().forgive(/status of 401/);
  });

  test('says what stands in the way, and goes on', async () => {
    const page = await stage().open(element());
    const send = page.getByRole('button', { name: 'Send me a code' });
    const alert = page.getByRole('alert');
    await page.getByLabel('E-mail address').fill('marie@example.org');
    await page.context().setOffline(true);
    await send.click();
    await expect.poll(() => alert.innerText()).toContain('You are offline');
    await page.context().setOffline(false);
    await expect.poll(() => alert.count()).toBe(0);
    for (const [status, code, text] of [
      [429, 'too_many_requests', 'Too many attempts'],
      [403, 'member_banned', 'This account is closed'],
      [400, 'invalid_request', 'Something went wrong'],
    ] as const) {
      stage().api.rule = (url) => (url.pathname === '/v1/auth/codes' ? problem(status, code) : undefined);
      await send.click();
      await expect.poll(() => alert.innerText()).toContain(text);
    }
    stage().api.rule = () => problem(403, 'origin_not_allowed');
    await send.click();
    await expect.poll(() => alert.innerText()).toContain(stage().site.origin);
    stage().forgive(/status of 4/);
  });

  test('says how long to wait where there were too many attempts, until it is over', async () => {
    const page = await stage().open(element());
    await page.clock.install();
    const send = page.getByRole('button', { name: 'Send me a code' });
    const alert = page.getByRole('alert');
    const limit = (seconds: number) => () =>
      problem(429, 'too_many_requests', { 'retry-after': String(seconds) });
    await page.getByLabel('E-mail address').fill('marie@example.org');
    stage().api.rule = limit(42);
    await send.click();
    await expect.poll(() => alert.innerText()).toContain('Try again in 42 seconds.');
    await page.clock.runFor(43_000);
    await expect.poll(() => alert.count()).toBe(0);
    stage().api.rule = limit(299);
    await send.click();
    await expect.poll(() => alert.innerText()).toContain('Try again in 5 minutes.');
    stage().forgive(/status of 429/);
  });

  test('signs in the page’s own client, and never sends a secret key', async () => {
    const page = await stage().open('<hc-sign-in key="sk_live_northbridge_3f9c1d7a5be8"></hc-sign-in>');
    await page.getByText('revoke the secret key').waitFor();
    await page.locator('hc-sign-in').evaluate((target) => {
      const auth = {
        onChange: (listener: (member: undefined) => void) => (listener(undefined), () => undefined),
        requestCode: async (email: string) => void Object.assign(globalThis, { asked: email }),
        member: () => Promise.resolve(undefined),
        completeSignIn: () => Promise.resolve(undefined),
        listProviders: () => Promise.resolve([]),
      };
      Object.assign(target, { client: { auth } });
    });
    await reachCode(page);
    expect(await page.evaluate(() => (globalThis as unknown as { asked: string }).asked)).toBe(
      'marie@example.org',
    );
    expect(stage().api.signIn.calls.filter(({ path }) => path !== '/v1/auth/providers')).toEqual([]);
  });

  test('signs in whoever the host site vouches for, once the token is there', async () => {
    const page = await stage().open(element());
    await page.getByLabel('E-mail address').waitFor();
    await page.evaluate(`document.querySelector('hc-sign-in').hostToken = async () => '${goodHostToken}'`);
    await expect.poll(() => signedIn(page).allInnerTexts()).toEqual(['Marie Curie']);
    const exchanges = () => stage().api.signIn.calls.filter(({ path }) => path === '/v1/auth/token');
    expect(exchanges()).toHaveLength(1);
    // Who has signed out is not signed in again by the same token.
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('E-mail address').waitFor();
    await page.waitForTimeout(200);
    expect(exchanges()).toHaveLength(1);
  });

  test('asks for a longer code while somebody is guessing, also in place of a password', async () => {
    stage().api.signIn.isUnderAttack = true;
    stage().forgive(/status of 40[13]/);
    const page = await stage().open(element());
    await page.getByRole('button', { name: 'Use a password instead' }).click();
    await page.getByLabel('E-mail address').fill('marie@example.org');
    await page.getByLabel('Password', { exact: true }).fill(goodPassword);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('Sign in with a code this time');
    await page.getByRole('button', { name: 'Send me a code' }).click();
    const code = page.getByLabel('12-digit code');
    await code.pressSequentially('000000000000');
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('This code is wrong');
    // Checked once all are there, and not after six.
    await code.fill('');
    await code.pressSequentially(goodLongCode);
    await expect.poll(() => signedIn(page).allInnerTexts()).toEqual(['Marie Curie']);
    const tried = stage().api.signIn.calls.filter(({ path }) => path.endsWith('/redeem'));
    expect(tried.map(({ body }) => body.code)).toEqual(['000000000000', goodLongCode]);
  });

  test('has a member confirm with a code what the host site vouches for', async () => {
    stage().api.signIn.linksByCode = true;
    stage().forgive(/status of 403/);
    const page = await stage().open(element());
    await page.evaluate((token) => {
      document.querySelector('hc-sign-in')!.hostToken = token;
    }, goodHostToken);
    const code = page.getByLabel('6-digit code');
    await code.waitFor();
    await expect
      .poll(() => page.getByRole('status').innerText())
      .toContain('We sent a code to your account’s e-mail address');
    expect(await page.getByRole('button', { name: /another code/ }).count()).toBe(0);
    await code.pressSequentially(goodCode);
    await expect.poll(() => signedIn(page).allInnerTexts()).toEqual(['Marie Curie']);
    const redeemed = stage().api.signIn.calls.filter(({ path }) => path.endsWith('/redeem'));
    expect(redeemed.map(({ body }) => body)).toEqual([
      { code: goodCode, challenge: goodChallenge, deviceName: 'Chrome on Linux' },
    ]);
  });

  test('follows the host site when somebody else is signed in there, or nobody is', async () => {
    const page = await stage().open(element());
    const vouch = (token: string) =>
      page.evaluate(`document.querySelector('hc-sign-in').hostToken = async () => ${token}`);
    await vouch(`'${goodHostToken}'`);
    await signedIn(page).waitFor();
    await vouch(`'eyJ.of-somebody-else.signed'`);
    await page.getByRole('alert').getByText('That sign-in didn’t work').waitFor();
    expect(await signedIn(page).count()).toBe(0);
    await vouch(`'${goodHostToken}'`);
    await signedIn(page).waitFor();
    await vouch('undefined');
    await page.getByLabel('E-mail address').waitFor();
    stage().forgive(/status of 4/);
  });

  test('offers providers also to who has signed out here', async () => {
    const page = await stage().open(element());
    await reachCode(page);
    await page.getByLabel('6-digit code').fill(goodCode);
    await signedIn(page).waitFor();
    stage().api.signIn.providers = [{ id: 'sip_01jdyvbv7gen8t9pe8z5aav006', name: 'University account' }];
    await page.reload();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in with University account' }).waitFor();
  });

  test('leaves for a provider, and ends the sign-in when the person comes back', async () => {
    stage().api.signIn.providers = [{ id: 'sip_01jdyvbv7gen8t9pe8z5aav006', name: 'University account' }];
    const page = await stage().open(element());
    const start = new Promise<URL>((resolve) => {
      void page.route(/\/v1\/auth\/oidc\/.*\/start/, async (route) => {
        const url = new URL(route.request().url());
        resolve(url);
        // As the service sends people back, once the provider has vouched for them.
        const location = `${url.searchParams.get('returnTo')!}#hc_grant=granted`;
        await route.fulfill({ status: 302, headers: { location } });
      });
    });
    await page.getByRole('button', { name: 'Sign in with University account' }).click();
    const { pathname, searchParams } = await start;
    expect(pathname).toBe('/v1/auth/oidc/sip_01jdyvbv7gen8t9pe8z5aav006/start');
    expect(searchParams.get('key')).toBe(publishableKey);
    expect(searchParams.get('challenge')).toMatch(/^[\w-]{43}$/);
    await expect.poll(() => signedIn(page).allInnerTexts()).toEqual(['Marie Curie']);
    expect(new URL(page.url()).hash).toBe('');
    const redeemed = stage().api.signIn.calls.filter(({ path }) => path === '/v1/auth/oidc/redeem');
    expect(redeemed.map(({ body }) => body.grant)).toEqual(['granted']);
  });
});

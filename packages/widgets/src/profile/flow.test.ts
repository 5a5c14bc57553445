import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from '../testing/browser';
import { problem, publishableKey } from '../testing/stand-in-api';
import { curie, newAddressCode } from '../testing/stand-in-profile';
import { goodCode, marie } from '../testing/stand-in-sign-in';
import { chooseTestPhoto, signIn } from './testing/person';

const element = (attributes = '') =>
  `<hc-profile publishable-key="${publishableKey}" ${attributes}>Write to us.</hc-profile>`;
const body = `<hc-sign-in publishable-key="${publishableKey}"></hc-sign-in>${element()}`;

const own = (page: Page) => page.locator('hc-profile');
const field = (page: Page, label: string) => own(page).getByLabel(label, { exact: true });
const audienceOf = (page: Page, name: string) => own(page).getByLabel(`Who sees: ${name}`);
const status = (page: Page) => own(page).getByRole('status');
const hasFocus = async (page: Page, selector: string) =>
  own(page)
    .locator(selector)
    .evaluate((element) => element.matches(':focus'));

describeInBrowser('<hc-profile>', process.env.CHROMIUM_PATH, (stage) => {
  const sent = () =>
    stage()
      .api.own.calls.filter(({ method }) => method === 'PATCH')
      .map(({ body: { version: _, ...changes } }) => changes);
  const open = async (content = body, options = {}) => {
    const page = await stage().open(content, options);
    await signIn(page);
    return page;
  };

  test('has fields as wide as what is entered, selects of one look, and the photo beside who is signed in', async () => {
    stage().api.signIn.photoUrl = `${stage().api.origin}/photo.svg`;
    const page = await stage().open(body, { viewport: { width: 1280, height: 900 } });
    await signIn(page);
    await own(page).locator('.editor').waitFor();
    const widths = await own(page)
      .locator('.editor :is(input:not([type=file]), textarea)')
      .evaluateAll((fields) => fields.map((field) => field.getBoundingClientRect().width));
    expect(Math.max(...widths)).toBeLessThanOrEqual(32 * 16);
    expect((await field(page, 'City').boundingBox())!.width).toBeLessThanOrEqual(20 * 16);
    const looks = await own(page)
      .locator('select')
      .evaluateAll((selects) =>
        selects.map((select) => {
          const { appearance, backgroundColor, borderColor, borderRadius, blockSize } =
            getComputedStyle(select);
          return [appearance, backgroundColor, borderColor, borderRadius, blockSize].join(' ');
        }),
      );
    expect(looks.length).toBeGreaterThan(5);
    expect(new Set(looks).size).toBe(1);
    expect(looks[0]).toMatch(/^none /);
    expect(await page.locator('hc-sign-in .face img').isVisible()).toBe(true);
  });

  test('follows the sign-in of the same page, and forgets everything when it signs out', async () => {
    const page = await stage().open(body);
    await own(page).getByText('Sign in to see your profile').waitFor();
    await own(page).getByRole('button', { name: 'Sign in' }).click();
    expect(await page.locator('hc-sign-in #email').evaluate((input) => input.matches(':focus'))).toBe(true);
    await signIn(page);
    await expect.poll(() => field(page, 'City').inputValue()).toBe('Paris');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await own(page).getByText('Sign in to see your profile').waitFor();
    expect(await own(page).evaluate(({ shadowRoot }) => shadowRoot!.innerHTML)).not.toContain('Curie');
  });

  /** As the service answers once a session was ended elsewhere. */
  const endSession = () => {
    stage().api.rule = ({ pathname }) =>
      /^\/v1\/(me|auth\/refresh)/.test(pathname) ? problem(401, 'session_ended') : undefined;
    stage().forgive(/status of 401/);
  };
  const asksBeforeLeaving = async (page: Page) =>
    page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));

  test('keeps what was typed when the session ends, for the same member only', async () => {
    const page = await open();
    await field(page, 'Headline').fill('Twice');
    endSession();
    await page.keyboard.press('Enter');
    await own(page).getByText('Your session has expired').waitFor();
    await own(page).getByText('is kept as long as this page stays open').waitFor();
    expect(await own(page).evaluate(({ shadowRoot }) => shadowRoot!.innerHTML)).not.toMatch(/Curie|Twice/);
    expect(await asksBeforeLeaving(page)).toBe(true);
    stage().api.rule = () => undefined;
    stage().api.own.profile = { ...curie, city: 'Warsaw', version: 2 };
    await signIn(page);
    await expect.poll(() => field(page, 'City').inputValue()).toBe('Warsaw');
    expect(await field(page, 'Headline').inputValue()).toBe('Twice');

    endSession();
    await field(page, 'Headline').press('Enter');
    await own(page).getByText('is kept as long as this page stays open').waitFor();
    stage().api.rule = () => undefined;
    stage().api.signIn.member = { ...marie, id: 'mem_01jdyvbv7gen8t9pe8z5aav009' };
    await signIn(page);
    await expect.poll(() => field(page, 'Headline').inputValue()).toBe(curie.headline);
  });

  test('goes on where it was when the page moves it', async () => {
    const page = await open();
    await field(page, 'City').fill('Warsaw');
    await chooseTestPhoto(page);
    await own(page).locator('canvas').waitFor();
    await own(page).evaluate((element) => document.querySelector('main')!.prepend(element));
    expect(await field(page, 'City').inputValue()).toBe('Warsaw');
    expect(await own(page).locator('canvas').count()).toBe(1);
    // It still follows who is signed in.
    await page.getByRole('button', { name: 'Sign out' }).click();
    await own(page).getByText('Sign in to see your profile').waitFor();
  });

  test('lets the page sign people in its own way', async () => {
    const page = await stage().open(body);
    await page.evaluate(() =>
      document.addEventListener('hc-sign-in-wanted', (event) => {
        event.preventDefault();
        document.title = 'Asked';
      }),
    );
    await own(page).getByRole('button', { name: 'Sign in' }).click();
    expect(await page.title()).toBe('Asked');
    expect(await page.locator('hc-sign-in #email').evaluate((input) => input.matches(':focus'))).toBe(false);
  });

  test('sends only what was changed, with the keyboard alone, and says that it is saved', async () => {
    const page = await open();
    await page.evaluate(() =>
      document.addEventListener(
        'hc-profile-changed',
        ({ detail }) => (document.title = detail.profile.city!),
      ),
    );
    await field(page, 'City').focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Warsaw');
    await page.keyboard.press('Tab');
    expect(await audienceOf(page, 'City').evaluate((select) => select.matches(':focus'))).toBe(true);
    await page.keyboard.press('End');
    await field(page, 'Headline').fill('');
    await page.keyboard.press('Enter');
    await expect.poll(() => status(page).innerText()).toBe('Your profile has been saved.');
    expect(sent()).toEqual([{ city: 'Warsaw', headline: null, audiences: { city: 'private' } }]);
    expect(await page.title()).toBe('Warsaw');
    await page.keyboard.press('Enter');
    await expect.poll(() => status(page).innerText()).toContain('nothing to save');
    expect(sent()).toHaveLength(1);
  });

  test('gives a field back to the institution, and an emptied name to the register', async () => {
    const page = await open();
    expect(await audienceOf(page, 'Company').inputValue()).toBe('public');
    await audienceOf(page, 'Company').selectOption('Default (members only)');
    await field(page, 'Name').fill('');
    await page.keyboard.press('Enter');
    await expect.poll(sent).toEqual([{ displayName: null, audiences: { company: null } }]);
    await expect.poll(() => field(page, 'Name').inputValue()).toBe('Marie Curie');
  });

  test('keeps what is typed while it is saving', async () => {
    const page = await open();
    let letGo = () => {};
    const held = new Promise<undefined>((resolve) => (letGo = () => resolve(undefined)));
    stage().api.rule = (_, method) => (method === 'PATCH' ? held : undefined);
    await field(page, 'City').fill('Warsaw');
    await page.keyboard.press('Enter');
    await field(page, 'Company').fill('Radium Institute');
    letGo();
    await own(page).getByText('You have unsaved changes.').waitFor();
    await expect.poll(sent).toEqual([{ city: 'Warsaw' }]);
    expect(await field(page, 'Company').inputValue()).toBe('Radium Institute');
    await own(page).getByRole('button', { name: 'Add a link' }).click();
    await own(page).getByRole('button', { name: 'Discard changes' }).click();
    expect(await hasFocus(page, '.bar [type=submit]')).toBe(true);
    expect(await status(page).innerText()).toBe('Your changes have been discarded.');
    expect(await field(page, 'Company').inputValue()).toBe(curie.company);
    expect(await field(page, 'City').inputValue()).toBe('Warsaw');
  });

  test('overwrites nothing that was changed elsewhere before the person knows of it', async () => {
    const page = await open();
    await field(page, 'Skills').fill('Radiochemistry, Physics');
    stage().api.own.profile = { ...curie, skills: ['Radiochemistry', 'Chess'], city: 'Warsaw', version: 2 };
    await page.keyboard.press('Enter');
    const alert = own(page).getByRole('alert');
    await expect.poll(() => alert.innerText()).toContain('Changed there: City and Skills.');
    expect(await field(page, 'City').inputValue()).toBe('Warsaw');
    expect(await field(page, 'Skills').inputValue()).toBe('Radiochemistry, Physics');
    const [typing, bar] = [
      await field(page, 'Skills').boundingBox(),
      await own(page).locator('.bar').boundingBox(),
    ];
    expect(typing!.y + typing!.height).toBeLessThanOrEqual(bar!.y);
    expect(stage().api.own.profile?.skills).toEqual(['Radiochemistry', 'Chess']);
    await field(page, 'Skills').fill('Radiochemistry, Physics, Chess');
    await page.keyboard.press('Enter');
    await expect.poll(() => status(page).innerText()).toBe('Your profile has been saved.');
    expect(stage().api.own.profile?.skills).toEqual(['Radiochemistry', 'Physics', 'Chess']);
    expect(await alert.count()).toBe(0);
    stage().forgive(/status of 409/);
  });

  test('saves in one go where what was changed elsewhere is nothing that the person edits', async () => {
    const page = await open();
    await field(page, 'City').fill('Warsaw');
    stage().api.own.profile = { ...curie, photoUrl: `${stage().api.origin}/photo.svg`, version: 2 };
    await page.keyboard.press('Enter');
    await expect.poll(() => status(page).innerText()).toBe('Your profile has been saved.');
    expect(stage().api.own.calls.at(-1)?.body).toEqual({ city: 'Warsaw', version: 2 });
    stage().forgive(/status of 409/);
  });

  test('shows what the service does not take beside its field, and moves the focus to the first', async () => {
    const page = await open();
    const errors = [
      { path: '/links/0/url', message: 'must be a web address' },
      { path: '/headline', message: 'must not have a tab' },
    ];
    const refusal = problem(400, 'invalid_request') as { status: number; body: object };
    stage().api.rule = (_, method) =>
      method === 'PATCH' ? { ...refusal, body: { ...refusal.body, errors } } : undefined;
    await own(page).getByRole('button', { name: 'Add a link' }).click();
    expect(await hasFocus(page, '#link-label-1')).toBe(true);
    await field(page, 'Address of link 2').fill('https://two.example');
    // The first row is empty now, and not sent: what is refused is the second one.
    await field(page, 'Name of link 1').fill('');
    await field(page, 'Address of link 1').fill('');
    await page.keyboard.press('Enter');
    await expect.poll(() => hasFocus(page, '#headline')).toBe(true);
    expect(await field(page, 'Headline').getAttribute('aria-invalid')).toBe('true');
    const described = await field(page, 'Address of link 2').getAttribute('aria-describedby');
    expect(await own(page).locator(`#${described}`).innerText()).toContain('must be a web address');
    stage().forgive(/status of 400/);
    // What is still wrong further down does not take the focus from who is typing.
    await page.keyboard.type('Twice');
    expect(await hasFocus(page, '#headline')).toBe(true);
    expect(await field(page, 'Headline').inputValue()).toBe(`${curie.headline}Twice`);
    expect(await field(page, 'Headline').getAttribute('aria-invalid')).toBe('false');
  });

  test('does not ask about an address that is none', async () => {
    const page = await open();
    await field(page, 'Address of link 1').fill('javascript:alert(1)');
    await page.keyboard.press('Enter');
    await expect.poll(() => hasFocus(page, '#links-0')).toBe(true);
    expect(sent()).toEqual([]);
    await own(page).getByRole('button', { name: 'Remove link 1' }).click();
    expect(await hasFocus(page, '#add-link')).toBe(true);
    expect(await own(page).getByRole('alert').count()).toBe(0);
  });

  test('shows a photo before it is stored, then the stored one, and removes it', async () => {
    const page = await open();
    await own(page).locator('#photo').focus();
    await chooseTestPhoto(page);
    await own(page).locator('canvas').waitFor();
    expect(await hasFocus(page, '#use-photo')).toBe(true);
    const drawn = await own(page)
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => {
        const [red, , , alpha] = canvas.getContext('2d')!.getImageData(96, 96, 1, 1).data;
        return [red! > 0, alpha];
      });
    expect(drawn).toEqual([true, 255]);
    await page.keyboard.press('Enter');
    await expect.poll(() => status(page).innerText()).toBe('Your photo has been saved.');
    const put = stage().api.own.calls.find(({ path }) => path === '/v1/me/photo')!;
    expect(put.bytes).toBeGreaterThan(100);
    expect(await own(page).locator('.portrait img').getAttribute('src')).toMatch(/photo\.svg$/);
    await own(page).getByRole('button', { name: 'Remove photo' }).click();
    await expect.poll(() => status(page).innerText()).toBe('Your photo has been removed.');
    expect(await own(page).locator('.portrait img').count()).toBe(0);
    expect(await hasFocus(page, '#photo')).toBe(true);
  });

  test('stores a photo while it is viewed as others see it, and the rest is saved after it', async () => {
    const page = await open();
    let letGo = () => {};
    const held = new Promise<undefined>((resolve) => (letGo = () => resolve(undefined)));
    stage().api.rule = (_, method) => (method === 'PUT' ? held : undefined);
    await field(page, 'City').fill('Warsaw');
    await chooseTestPhoto(page);
    await own(page).getByRole('button', { name: 'Use this photo' }).click();
    await field(page, 'City').press('Enter');
    await own(page).getByText('once the photo is saved').waitFor();
    const save = own(page).getByRole('button', { name: 'Save changes' });
    expect(await save.getAttribute('aria-disabled')).toBe('true');
    expect(sent()).toEqual([]);
    await own(page).getByText('As members see it').click();
    letGo();
    await own(page).locator('.card .portrait img').waitFor();
    await own(page).getByText('Edit', { exact: true }).click();
    await own(page).locator('.photo .portrait img').waitFor();
    expect(await own(page).locator('canvas').count()).toBe(0);
    expect(await asksBeforeLeaving(page)).toBe(true);
    await save.click();
    await expect.poll(sent).toEqual([{ city: 'Warsaw' }]);
    await expect.poll(() => asksBeforeLeaving(page)).toBe(false);
  });

  test('takes no file that is no picture, and leaves what is edited when a photo is stored', async () => {
    const page = await open();
    await field(page, 'City').fill('Warsaw');
    const text = { name: 'cv.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') };
    await own(page).locator('#photo').setInputFiles(text);
    await expect.poll(() => own(page).getByRole('alert').innerText()).toContain('can’t be used as a photo');
    await chooseTestPhoto(page);
    await own(page).getByRole('button', { name: 'Use this photo' }).click();
    await own(page).locator('.portrait img').waitFor();
    expect(await field(page, 'City').inputValue()).toBe('Warsaw');
    expect(await own(page).getByRole('alert').count()).toBe(0);
  });

  test('shows exactly what the service answers others, asked each time, with the arrow keys', async () => {
    const page = await open();
    await field(page, 'Company').fill('Not saved yet');
    await own(page).getByLabel('Edit').focus();
    await page.keyboard.press('ArrowRight');
    await own(page).locator('.card').waitFor();
    expect(await own(page).locator('.card').innerText()).toContain('Pioneer of radioactivity');
    expect(await own(page).locator('.card').innerText()).not.toMatch(/Professor|Warsaw|Not saved/);
    expect(await own(page).getByText('unsaved changes aren’t shown').count()).toBe(1);
    expect(
      await own(page)
        .getByLabel('As everyone sees it')
        .evaluate((radio) => radio.matches(':focus')),
    ).toBe(true);
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => own(page).locator('.card').innerText())
      .toContain('Professor at Sorbonne University');
    const asked = stage().api.own.calls.flatMap(({ viewAs }) => viewAs ?? []);
    expect(asked).toEqual(['public', 'members']);
    await own(page).getByText('Edit', { exact: true }).click();
    expect(await field(page, 'Company').inputValue()).toBe('Not saved yet');
  });

  test('keeps the focus where a view is tried again', async () => {
    const page = await open();
    stage().api.rule = ({ search }) => (search ? problem(418, 'internal_error') : undefined);
    stage().forgive(/status of 418/);
    await own(page).getByText('As everyone sees it').click();
    const again = own(page).getByRole('button', { name: 'Try again' });
    await again.waitFor();
    stage().api.rule = () => undefined;
    await again.click();
    await own(page).locator('.card').waitFor();
    expect(await hasFocus(page, '.view :checked')).toBe(true);
  });

  test('shows everything that others are answered: the name of the register, too, and what was confirmed', async () => {
    stage().api.own.profile = { ...curie, displayName: 'Madame C.' };
    const page = await open();
    expect(await own(page).locator('.degrees').innerText()).toContain('confirmed by the registrar');
    await own(page).getByText('As members see it').click();
    const card = own(page).locator('.card');
    await card.waitFor();
    const answered = Object.entries(curie).filter(
      ([field]) => !/^(id|email|audiences|audienceDefaults|version|links|degrees)$/.test(field),
    );
    const text = await card.innerText();
    for (const value of answered.flatMap(([, values]) => values as string | string[]))
      for (const line of value.split('\n'))
        expect(text).toContain(line === 'Marie Curie' ? 'Madame C.' : line);
    expect(text).toMatch(/PhD, Physics, 1903\s+confirmed by the registrar/);
    expect(await card.getByRole('link').getAttribute('href')).toBe(curie.links[0]!.url);
  });

  const address = (page: Page) => own(page).locator('.address');

  test('changes the address that the member signs in with, by the codes of both, with the keyboard', async () => {
    const page = await open();
    await field(page, 'City').fill('Warsaw');
    await address(page).getByRole('button', { name: 'Change address' }).click();
    expect(await hasFocus(page, '#newEmail')).toBe(true);
    await page.keyboard.type('nonsense');
    await page.keyboard.press('Enter');
    await address(page).getByText('Enter an e-mail address').waitFor();
    await field(page, 'New e-mail address').fill('marie.sklodowska.curie@laboratory.of.radium.example');
    await page.keyboard.press('Enter');
    await expect.poll(() => hasFocus(page, '#oldCode')).toBe(true);
    expect(await status(page).innerText()).toContain('We sent a code to each address');
    // However long the addresses are, and however narrow the column.
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await page.setViewportSize({ width: 1000, height: 700 });
    await page.keyboard.type('418 007');
    await page.keyboard.press('Enter');
    await expect.poll(() => hasFocus(page, '#newCode')).toBe(true);
    await page.keyboard.type('000000');
    await page.keyboard.press('Enter');
    await address(page).getByText('One of the codes is wrong').waitFor();
    await address(page).getByRole('button', { name: 'Send new codes' }).click();
    await expect.poll(() => field(page, 'Code sent to marie@example.org').inputValue()).toBe('');
    await field(page, 'Code sent to marie@example.org').fill(goodCode);
    await field(page, 'Code sent to marie.sklodowska.curie@laboratory.of.radium.example').fill(
      newAddressCode,
    );
    await page.keyboard.press('Enter');
    await expect.poll(() => hasFocus(page, '#change-address')).toBe(true);
    expect(await status(page).innerText()).toContain('Your address has been changed.');
    await address(page).getByText('marie.sklodowska.curie@laboratory.of.radium.example').waitFor();
    await page
      .locator('hc-sign-in')
      .getByText('marie.sklodowska.curie@laboratory.of.radium.example')
      .first()
      .waitFor();
    expect(await field(page, 'City').inputValue()).toBe('Warsaw');
    stage().forgive(/status of 401/);
  });

  test('has who has signed in a while ago prove that it is them, without losing what was typed', async () => {
    const page = await open();
    stage().api.own.isRecent = false;
    await field(page, 'City').fill('Warsaw');
    await address(page).getByRole('button', { name: 'Change address' }).click();
    await page.keyboard.type('curie@radium.example');
    await page.keyboard.press('Enter');
    await expect.poll(() => hasFocus(page, '#proof')).toBe(true);
    await address(page).getByText('we sent a code to marie@example.org').waitFor();
    await page.keyboard.type('000000');
    await page.keyboard.press('Enter');
    await address(page).getByText('This code is wrong').waitFor();
    await field(page, '6-digit code').fill(goodCode);
    await page.keyboard.press('Enter');
    await expect.poll(() => hasFocus(page, '#oldCode')).toBe(true);
    expect(await field(page, 'City').inputValue()).toBe('Warsaw');
    await address(page).getByRole('button', { name: 'Cancel' }).click();
    expect(await hasFocus(page, '#change-address')).toBe(true);
    expect(stage().api.signIn.member.email).toBe(marie.email);
    stage().forgive(/status of 40[13]/);
  });

  test('says when an address was taken meanwhile, and what the service does not take', async () => {
    const page = await open();
    await address(page).getByRole('button', { name: 'Change address' }).click();
    await page.keyboard.type(marie.email);
    await page.keyboard.press('Enter');
    await address(page).getByText('is already the member’s address').waitFor();
    await field(page, 'New e-mail address').fill('curie@radium.example');
    await page.keyboard.press('Enter');
    await field(page, 'Code sent to marie@example.org').fill(goodCode);
    await field(page, 'Code sent to curie@radium.example').fill(newAddressCode);
    stage().api.rule = ({ pathname }) =>
      pathname.endsWith('/confirm') ? problem(409, 'email_taken') : undefined;
    await page.keyboard.press('Enter');
    await address(page).getByText('has registered with this address').waitFor();
    expect(await hasFocus(page, '#newEmail')).toBe(true);
    stage().forgive(/status of 40[09]/);
  });

  test('claims a profile that the register proves at once, and goes on to editing it', async () => {
    const { api } = stage();
    const { profileId: _, ...person } = marie;
    api.signIn.member = { ...person, status: 'unverified' };
    api.own.profile = undefined;
    api.own.decision = 'approved';
    const page = await open();
    await own(page).getByRole('button', { name: 'Find my profile' }).click();
    await expect.poll(() => hasFocus(page, '#name')).toBe(true);
    // As wide as what is entered.
    const widthOf = async (label: string) => (await field(page, label).boundingBox())!.width;
    expect(await widthOf('Graduation year (optional)')).toBeLessThanOrEqual(11 * 16);
    expect(await widthOf('Student or alumni number (optional)')).toBeLessThanOrEqual(20 * 16);
    expect(api.own.calls.filter(({ method }) => method === 'POST')).toEqual([]);
    await own(page).getByLabel('Your name').fill('Maria Sklodowska');
    await own(page).getByLabel('Graduation year').fill('1903');
    await own(page).getByLabel('Date of birth').fill('1867-11-07');
    await page.keyboard.press('Enter');
    await expect.poll(() => field(page, 'City').inputValue()).toBe('Paris');
    expect(api.own.calls.find(({ method }) => method === 'POST')!.body).toEqual({
      name: 'Maria Sklodowska',
      batchYear: 1903,
      birthDate: '1867-11-07',
    });
    await page.locator('hc-sign-in').getByText('Verified', { exact: false }).first().waitFor();
    stage().forgive(/status of 404/);
  });

  test('takes no half date, asks before a typed claim is left, and forgets it once it was sent', async () => {
    const { api } = stage();
    const { profileId: _, ...person } = marie;
    api.signIn.member = { ...person, status: 'unverified' };
    api.own.profile = undefined;
    const page = await open();
    const name = own(page).getByLabel('Your name');
    await name.waitFor();
    expect(await asksBeforeLeaving(page)).toBe(false);
    await name.fill('Maria Sklodowska');
    expect(await asksBeforeLeaving(page)).toBe(true);
    await own(page).getByLabel('Date of birth').focus();
    await page.keyboard.type('0231');
    await own(page).getByRole('button', { name: 'Find my profile' }).click();
    await expect.poll(() => hasFocus(page, '#birthDate')).toBe(true);
    await own(page).getByText('Enter a valid date').waitFor();
    expect(api.own.claims).toEqual([]);
    await own(page).getByLabel('Date of birth').fill('1867-11-07');
    await page.keyboard.press('Enter');
    await own(page).getByText('The alumni office is checking your details').waitFor();
    expect(api.own.claims).toMatchObject([{ birthDate: '1867-11-07' }]);
    expect(await asksBeforeLeaving(page)).toBe(false);
    stage().forgive(/status of 404/);
  });

  test('says that a claim waits, finds out when it was decided, and takes another after a rejection', async () => {
    const { api } = stage();
    const { profileId: _, ...person } = marie;
    api.signIn.member = { ...person, status: 'unverified' };
    api.own.profile = undefined;
    const page = await open();
    await own(page).getByLabel('Your name').fill('Maria Sklodowska');
    await page.keyboard.press('Enter');
    await own(page).getByText('The alumni office is checking your details').waitFor();
    api.own.claims = [{ ...api.own.claims[0]!, status: 'rejected', reason: 'Which year was it?' }];
    await own(page).getByRole('button', { name: 'Check again' }).click();
    await own(page).getByText('Which year was it?').waitFor();
    await own(page).getByLabel('Graduation year').fill('1903');
    await page.keyboard.press('Enter');
    await own(page).getByText('The alumni office is checking your details').waitFor();
    api.own.profile = curie;
    await own(page).getByRole('button', { name: 'Check again' }).click();
    await expect.poll(() => field(page, 'City').inputValue()).toBe('Paris');
    stage().forgive(/status of 404/);
  });

  test('goes on by itself when the network is back, and tries again when asked to', async () => {
    const page = await open();
    await field(page, 'City').fill('Warsaw');
    await page.context().setOffline(true);
    await page.keyboard.press('Enter');
    await own(page).getByText('You are offline').waitFor();
    await page.context().setOffline(false);
    await own(page).getByText('You are offline').waitFor({ state: 'detached' });
    expect(await field(page, 'City').inputValue()).toBe('Warsaw');
    await page.keyboard.press('Enter');
    await expect.poll(() => status(page).innerText()).toBe('Your profile has been saved.');
    stage().forgive(/Failed to load resource/);
  });

  test('tries again when asked to, after a failure of the service', async () => {
    stage().api.rule = ({ pathname }) =>
      pathname === '/v1/me/profile' ? problem(400, 'invalid_request') : undefined;
    const page = await open();
    await own(page).getByRole('button', { name: 'Try again' }).waitFor();
    stage().api.rule = () => undefined;
    await own(page).getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => field(page, 'City').inputValue()).toBe('Paris');
    stage().forgive(/status of 400/);
  });

  test('shows texts in another language', async () => {
    const page = await open();
    await own(page).evaluate((element) =>
      Object.assign(element, { strings: { lang: 'de', save: 'Änderungen speichern' } }),
    );
    await own(page).getByRole('button', { name: 'Änderungen speichern' }).waitFor();
    expect(await own(page).locator('[lang=de]').count()).toBe(1);
  });
});

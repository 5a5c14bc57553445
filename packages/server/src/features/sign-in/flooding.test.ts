import { beforeAll, describe, expect, it } from 'vitest';
import { TrustedProxies } from '../../http/client-address';
import { uniformRateLimits } from '../../http/rate-limits';
import { newId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { type Page, pageOf } from '../../testing/members';
import { testAuditKey } from '../../testing/secret';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { createProfile } from '../directory';
import { createInstitution } from '../institutions';
import { mailboxOf } from './mailbox';

let service: TestService;
let school: TestInstitution;
let page: Page;
let now: Date;

beforeAll(async () => {
  now = new Date();
  const limits = { ...uniformRateLimits(1e9), mailedAddresses: { networkDomainDay: 12 } };
  service = await startTestService({
    clock: () => now,
    rateLimits: limits,
    trustedProxies: new TrustedProxies(['127.0.0.1']),
  });
  school = await service.createInstitution();
  page = await pageOf(service, school);
});

const ask = (email: string) => page.send('POST', '/v1/auth/codes', { email });
const askFrom = (network: string, email: string) =>
  page.send('POST', '/v1/auth/codes', { email }, { 'Homecoming-Key': page.key, 'X-Forwarded-For': network });
const mailsTo = async (pattern: string) => {
  const [row] = await asOwner(service.ownerUrl, (owner) =>
    owner.query<{ count: number }>(
      { text: 'select count(*)::int as count from mails where institution_id = $1 and recipient like $2' },
      [school.institution.id, pattern],
    ),
  );
  return row!.count;
};

describe('one mailbox', () => {
  it.each([
    ['plus-addresses', (i: number) => `marie+${i}@plus.example`, 'marie%@plus.example'],
    [
      'dots where they mean nothing',
      (i: number) =>
        `${'mariec'.slice(0, (i % 5) + 1)}.${'mariec'.slice((i % 5) + 1)}${'+'.repeat(i > 4 ? 1 : 0)}${i > 4 ? i : ''}@gmail.com`,
      '%@gmail.com',
    ],
  ])('is not flooded by thirty %s', async (_, address, pattern) => {
    const answers = new Set<number>();
    for (let i = 0; i < 30; i++) answers.add((await ask(address(i))).status);
    // Nothing tells which of them are members'.
    expect([...answers].filter((status) => status !== 202 && status !== 429)).toEqual([]);
    expect(await mailsTo(pattern)).toBe(3);
  });

  it('is not flooded by variants that are asked for at once', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, i) => ask(`marie+${i}@atonce.example`)));
    expect(await mailsTo('marie%@atonce.example')).toBe(3);
  });

  it('has variants of which no answer tells whether they are a member’s', async () => {
    await page.signIn({ email: 'irene+alumni@answers.example', status: 'verified' });
    for (let i = 0; i < 3; i++) await ask(`irene+${i}@answers.example`);
    const lengthsOf = async (email: string) => {
      const lengths: unknown[] = [];
      for (let i = 0; i < 5; i++)
        lengths.push(((await ask(email)).body as { codeLength: number }).codeLength);
      return lengths;
    };
    const ofNobody = await lengthsOf('irene+nobody@answers.example');
    expect(await lengthsOf('irene+alumni@answers.example')).toEqual(ofNobody);
  });

  it('still gets codes for the address itself, and for a variant that is a member’s', async () => {
    const member = (await page.signIn({ email: 'irene+alumni@variants.example', status: 'verified' })).member;
    for (let i = 0; i < 8; i++) await ask(`irene+${i}@variants.example`);
    for (const email of ['irene@variants.example', member.email])
      expect((await page.redeem(email, await page.requestCode(email))).status).toBe(200);
  });

  it('of someone new is closed by no stranger: another network has codes of its own mailed to a variant', async () => {
    for (let i = 0; i < 30; i++) await ask(`irene+${i}@closed.example`);
    expect(await mailsTo('irene%@closed.example')).toBe(3);
    const email = 'irene+alumni@closed.example';
    for (let i = 0; i < 5; i++) expect((await askFrom('198.51.100.7', email)).status).toBe(202);
    expect(await mailsTo(email)).toBe(3);
    const [code] = (await page.codesOf(email)).slice(-1);
    expect((await page.redeem(email, code!)).status).toBe(200);
  });

  it('is known from the register: a variant that stands there gets its code from any network', async () => {
    const email = 'irene+register@known.example';
    await createProfile(school.scope, { givenName: 'Irène', familyName: 'Joliot', email });
    for (let i = 0; i < 8; i++) await ask(`irene+${i}@known.example`);
    expect((await page.redeem(email, await page.requestCode(email))).status).toBe(200);
  });

  it('is flooded by no changes of address to its variants, which count with the codes', async () => {
    const member = await page.signIn();
    for (let i = 0; i < 10; i++) {
      const draft = { email: `marie+${i}@changes.example` };
      expect((await page.send('POST', '/v1/me/email-change', draft, member.headers)).status).toBe(202);
    }
    expect(await mailsTo('marie%@changes.example')).toBe(5);
    for (let i = 10; i < 20; i++) await askFrom('198.51.100.8', `marie+${i}@changes.example`);
    expect(await mailsTo('marie%@changes.example')).toBe(8);
  });

  it.each([
    ['a.b+c@gmail.com', 'ab@gmail.com'],
    ['a.b@googlemail.com', 'ab@gmail.com'],
    ['a.b+c+d@school.example', 'a.b@school.example'],
    ['+a@school.example', '+a@school.example'],
  ])('of %s is %s', (email, mailbox) => expect(mailboxOf(email)).toBe(mailbox));
});

it('one network has codes mailed to so many addresses of a domain a day, and is told when it may again', async () => {
  const statuses: number[] = [];
  for (let i = 0; i < 14; i++) statuses.push((await ask(`${newId()}@crowd.example`)).status);
  expect(statuses).toEqual([...Array<number>(12).fill(202), 429, 429]);
  const refused = await ask(`${newId()}@crowd.example`);
  expect(Number(refused.headers['retry-after'])).toBe(24 * 60 * 60);
  expect((await ask(`${newId()}@elsewhere.example`)).status).toBe(202);
  now = new Date(now.getTime() + 24 * 60 * 60_000 + 1_000);
  expect((await ask(`${newId()}@crowd.example`)).status).toBe(202);
});

describe('an institution’s name', () => {
  const tools = () => ({ ownerUrl: service.ownerUrl, auditKey: testAuditKey, clock: service.clock });
  const draft = (name: string) =>
    ({
      ...{
        slug: `school-${newId()}`,
        name,
        mode: 'test' as const,
        audienceDefaults: {},
        publicCountThreshold: 1,
      },
    }) as const;

  it.each(['A\nB', 'A\r\nBcc: x@y.example', 'A\u0000', 'A\u2028B', 'A\u0085B', '', '   ', 'x'.repeat(201)])(
    'is refused as %j',
    async (name) => {
      await expect(createInstitution(tools(), draft(name))).rejects.toMatchObject({
        code: 'invalid_request',
      });
    },
  );

  it.each([
    ['of 179 characters', 'University of '.repeat(13).slice(0, 179)],
    ['of 200 letters outside the basic plane', '𝔘'.repeat(100)],
    ['with line breaks, from before they were refused', 'A\r\nBcc: x@y.example'],
  ])('%s keeps nobody from signing in by code', async (_, name) => {
    const other = await service.createInstitution();
    await asOwner(service.ownerUrl, (owner) =>
      owner.query({ text: 'update institutions set name = $2 where id = $1' }, [other.institution.id, name]),
    );
    const elsewhere = await pageOf(service, other);
    const email = `${newId()}@people.example`;
    expect((await elsewhere.redeem(email, await elsewhere.requestCode(email))).status).toBe(200);
    const [mail] = await elsewhere.mailsTo(email);
    expect(mail!.subject.length).toBeLessThanOrEqual(200);
    expect(mail!.subject).not.toMatch(/[\r\n]/);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { asOwner } from '../../platform/owner';
import { type Page, pageOf } from '../../testing/members';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';

let service: TestService;
let school: TestInstitution;
let page: Page;
let now: Date;

beforeAll(async () => {
  now = new Date();
  service = await startTestService({ clock: () => now });
  school = await service.createInstitution();
  page = await pageOf(service, school);
});

let people = 0;
const someone = () => `someone-${++people}@people.example`;
const minutes = (count: number) => (now = new Date(now.getTime() + count * 60_000));
const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const outcome = ({ status, code }: { status: number; code: string | undefined }) => [status, code];
const invalid = [401, 'invalid_code'];
const countOf = async (sql: string, values: unknown[] = []) => {
  const [row] = await asOwner(service.ownerUrl, (owner) =>
    owner.query<{ count: number }>({ text: `select count(*)::int as count from ${sql}` }, values),
  );
  return row!.count;
};

describe('a sign-in code', () => {
  it('signs in, and makes the member the first time only', async () => {
    const email = someone();
    expect(await countOf('members where email = $1', [email])).toBe(0);
    const first = await page.signIn({ email });
    expect(first.member).toMatchObject({ email, role: 'alumnus', status: 'unverified', hasPassword: false });
    const second = await page.signIn({ email });
    expect(second.member.id).toBe(first.member.id);
    await service.database.across.query({ text: 'select relay_outbox(100, null)' });
    const created = `changes where type = 'member.created' and subject_id = (select id from members where email = $1)`;
    expect(await countOf(created, [email])).toBe(1);
  });

  it('is of the address in whatever case it is written', async () => {
    const email = someone();
    const code = await page.requestCode(email);
    expect((await page.redeem(email.toUpperCase(), code)).status).toBe(200);
  });

  it('is mailed with the institution’s name, and without any link or address from the request', async () => {
    const email = someone();
    const headers = { 'Homecoming-Key': page.key, Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' };
    await page.send('POST', '/v1/auth/codes', { email }, headers);
    const [mail] = await page.mailsTo(email);
    expect(mail!.subject).toContain(school.institution.name);
    expect(`${mail!.subject} ${mail!.text}`).not.toMatch(/evil|https?:/);
  });

  it('is kept as a digest only', async () => {
    const email = someone();
    const code = await page.requestCode(email);
    const rows = await asOwner(service.ownerUrl, (owner) =>
      owner.query<{ row: string }>({ text: 'select c::text as row from sign_in_codes c where email = $1' }, [
        email,
      ]),
    );
    expect(rows).toHaveLength(1);
    expect(
      rows[0]!.row.replace(/\\x[0-9a-f]{64}|[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\d [\d:.+]+/g, ''),
    ).not.toContain(code);
  });

  it('is answered for with the same 202, whoever’s address it is', async () => {
    const known = (await page.signIn()).member.email;
    const banned = await page.signIn();
    await school.scope.transaction((tx) =>
      tx.db.query({ text: `update members set status = 'banned' where email = $1` }, [banned.member.email]),
    );
    const bodies = await Promise.all(
      [known, banned.member.email, someone()].map((email) => page.send('POST', '/v1/auth/codes', { email })),
    );
    for (const { status, body } of bodies)
      expect([status, body]).toEqual([202, { challenge: expect.any(String) as string, codeLength: 6 }]);
  });

  it('ends after ten minutes', async () => {
    const email = someone();
    const early = await page.requestCode(email);
    minutes(9.9);
    expect((await page.redeem(email, early)).status).toBe(200);
    const other = someone();
    const code = await page.requestCode(other);
    minutes(10);
    expect(outcome(await page.redeem(other, code))).toEqual(invalid);
  });

  it('is good once when 50 redeem it at once: 50 parallel redemptions', async () => {
    const email = someone();
    const code = await page.requestCode(email);
    const answers = await Promise.all(Array.from({ length: 50 }, () => page.redeem(email, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 'invalid_code')).toHaveLength(49);
    expect(await countOf('members where email = $1', [email])).toBe(1);
    expect(await countOf('sessions s join members m on m.id = s.member_id where email = $1', [email])).toBe(
      1,
    );
  });

  it('is good no more once another of the same address was used', async () => {
    const email = someone();
    const [first, second] = [await page.requestCode(email), await page.requestCode(email)];
    expect((await page.redeem(email, second)).status).toBe(200);
    expect(outcome(await page.redeem(email, first))).toEqual(invalid);
  });

  it('is of its own address and institution only', async () => {
    const [email, other] = [someone(), someone()];
    const code = await page.requestCode(email);
    await page.requestCode(other);
    const elsewhere = await pageOf(service, await service.createInstitution());
    expect(outcome(await elsewhere.redeem(email, code))).toEqual(invalid);
    const [mine] = await page.codesOf(other);
    if (mine !== code) expect(outcome(await page.redeem(other, code))).toEqual(invalid);
    expect((await page.redeem(email, code)).status).toBe(200);
  });
});

describe('code guessing', () => {
  it('has five tries, counted also when they come at once', async () => {
    const email = someone();
    const code = await page.requestCode(email);
    await Promise.all(Array.from({ length: 4 }, () => page.redeem(email, wrongOf(code))));
    expect((await page.redeem(email, code)).status).toBe(200);

    const other = someone();
    const right = await page.requestCode(other);
    const guesses = await Promise.all(Array.from({ length: 20 }, () => page.redeem(other, wrongOf(right))));
    for (const guess of guesses) expect(outcome(guess)).toEqual(invalid);
    expect(await countOf('sign_in_codes where email = $1 and network_tries = 5', [other])).toBe(1);
    expect(outcome(await page.redeem(other, right))).toEqual(invalid);
  });

  it('of addresses that asked for no code locks nobody out', async () => {
    const other = await service.createInstitution();
    const attacked = await pageOf(service, other);
    for (let i = 0; i < 10; i++) await attacked.redeem(someone(), '000000');
    const [count] = await other.scope.db.query<{ failed: number }>({
      text: 'select coalesce(sum(failed), 0)::int as failed from sign_in_counts',
    });
    expect(count!.failed).toBe(0);
  });
});

describe('an account', () => {
  it('is nobody’s before the address is proven: pre-hijacked account', async () => {
    const victim = someone();
    // The attacker asks for a code, guesses, tries to set a password and to sign in with it: nothing is made.
    const stolen = await page.requestCode(victim);
    await page.redeem(victim, wrongOf(stolen));
    const password = 'attacker chose this one';
    expect((await page.send('PUT', '/v1/me/password', { password })).code).toBe('missing_token');
    expect((await page.send('POST', '/v1/auth/password', { email: victim, password })).code).toBe(
      'invalid_credentials',
    );
    expect(await countOf('members where email = $1', [victim])).toBe(0);
    const owner = await page.signIn({ email: victim });
    expect(owner.member).toMatchObject({ hasPassword: false, status: 'unverified' });
    expect((await page.send('POST', '/v1/auth/password', { email: victim, password })).code).toBe(
      'invalid_credentials',
    );
    const sessions = await page.send('GET', '/v1/me/sessions', undefined, owner.headers);
    expect((sessions.body as { data: unknown[] }).data).toHaveLength(1);
  });

  it('takes no role, status or institution from who signs in: mass assignment', async () => {
    const email = someone();
    const code = await page.requestCode(email);
    const other = await service.createInstitution();
    for (const more of [
      { role: 'admin' },
      { status: 'verified' },
      { institutionId: other.institution.id },
      { memberId: 'mem_01jdyvbv7gen8t9pe8z5aav004' },
      { constructor: { prototype: { role: 'admin' } } },
    ]) {
      for (const path of ['/v1/auth/codes', '/v1/auth/codes/redeem']) {
        const body = path.endsWith('redeem') ? { email, code, ...more } : { email, ...more };
        expect(outcome(await page.send('POST', path, body))).toEqual([400, 'invalid_request']);
      }
    }
    const person = page.personOf(await page.redeem(email, code));
    expect(person.member).toMatchObject({ role: 'alumnus', status: 'unverified' });
    const admin = await page.signIn({ role: 'admin' });
    const path = `/v1/members/${person.member.id}`;
    for (const body of [
      { email: 'x@y.example' },
      { passwordHash: 'x' },
      { role: 'operator' },
      { version: 9 },
    ]) {
      expect(outcome(await page.send('PATCH', path, body, admin.headers))).toEqual([400, 'invalid_request']);
    }
  });

  it.each([
    'a@',
    '@b.example',
    'a b@c.example',
    'a@b..example',
    'a@[127.0.0.1]',
    'a@b.example\nBcc: x@y.example',
    'ä@b.example',
  ])('is refused for the address %j', async (email) => {
    expect(outcome(await page.send('POST', '/v1/auth/codes', { email }))).toEqual([400, 'invalid_request']);
  });
});

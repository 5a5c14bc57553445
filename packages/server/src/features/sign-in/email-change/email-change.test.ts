import { beforeAll, describe, expect, it } from 'vitest';
import { parseId } from '../../../platform/ids';
import { asOwner } from '../../../platform/owner';
import { type Page, pageOf, type Person } from '../../../testing/members';
import { purgeOld } from '../../../testing/purge';
import { startTestService, type TestInstitution, type TestService } from '../../../testing/service';
import { signIn } from '../feature';

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
const invalid = [401, 'invalid_code'];
const outcome = ({ status, code }: { status: number; code: string | undefined }) => [status, code];

const ask = ({ headers }: Pick<Person, 'headers'>, email: string) =>
  page.send('POST', '/v1/me/email-change', { email }, headers);
const confirm = ({ headers }: Pick<Person, 'headers'>, oldCode: string, newCode: string) =>
  page.send('POST', '/v1/me/email-change/confirm', { oldCode, newCode }, headers);
const lastCode = async (email: string) => (await page.codesOf(email)).at(-1)!;
const emailOf = async (person: Person) => ((await page.me(person)).body as { email: string }).email;

async function asked(person: Person, email = someone()) {
  expect((await ask(person, email)).status).toBe(202);
  return { email, oldCode: await lastCode(person.member.email), newCode: await lastCode(email) };
}

describe('another address', () => {
  it('is the member’s once both addresses have confirmed it, for signing in too', async () => {
    const person = await page.signIn();
    const { email, oldCode, newCode } = await asked(person);
    expect(await emailOf(person)).toBe(person.member.email);
    const answer = await confirm(person, oldCode, newCode);
    expect(answer).toMatchObject({ status: 200, body: { id: person.member.id, email } });
    expect(await emailOf(person)).toBe(email);
    expect((await page.signIn({ email })).member.id).toBe(person.member.id);
    // The old one is free: whoever has it now becomes a member of their own.
    expect((await page.signIn({ email: person.member.email })).member.id).not.toBe(person.member.id);
  });

  it('is told to the old one, which is not told what the new one is; the request’s mail is', async () => {
    const person = await page.signIn();
    const { email, oldCode, newCode } = await asked(person);
    const [request] = (await page.mailsTo(person.member.email)).slice(-1);
    expect(request!.text).toContain(email);
    await confirm(person, oldCode, newCode);
    const [told] = (await page.mailsTo(person.member.email)).slice(-1);
    expect(told!.subject).toMatch(/was changed$/);
    expect(told!.text).not.toContain(email);
  });

  it('ends the other sessions, and not this one', async () => {
    const other = await page.signIn();
    const person = await page.signIn({ email: other.member.email });
    const { oldCode, newCode } = await asked(person);
    expect((await confirm(person, oldCode, newCode)).status).toBe(200);
    expect(outcome(await page.me(other))).toEqual([401, 'session_ended']);
    expect(outcome(await page.refresh(other.refreshToken))).toEqual([401, 'session_ended']);
    expect((await page.me(person)).status).toBe(200);
    expect((await page.refresh(person.refreshToken)).status).toBe(200);
  });

  it('is in the audit log with both addresses, and in the change feed with none', async () => {
    const person = await page.signIn();
    const { email, oldCode, newCode } = await asked(person);
    await confirm(person, oldCode, newCode);
    await service.database.across.query({ text: 'select relay_outbox(1000, null)' });
    const key = { 'Homecoming-Key': await school.createKey() };
    const log = await page.send('GET', '/v1/audit-log?action=member.email_changed&limit=1', undefined, key);
    expect((log.body as { data: unknown[] }).data).toMatchObject([
      { subject: person.member.id, before: { email: person.member.email }, after: { email } },
    ]);
    const feed = await page.send('GET', '/v1/changes?types=member.updated&limit=100', undefined, key);
    const changes = (feed.body as { data: { subject: { id: string } }[] }).data;
    expect(changes.filter(({ subject }) => subject.id === person.member.id)).toHaveLength(1);
    expect(JSON.stringify(feed.body)).not.toContain(email);
  });

  it('is refused where it is the one that they have, or none', async () => {
    const person = await page.signIn();
    for (const email of [person.member.email.toUpperCase(), 'a@b..example', 'a@b.example\nBcc: c@d.example'])
      expect(outcome(await ask(person, email))).toEqual([400, 'invalid_request']);
  });

  it('needs a recent sign-in', async () => {
    const person = await page.signIn();
    minutes(11);
    expect(outcome(await ask(person, someone()))).toEqual([403, 'recent_sign_in_needed']);
  });

  it('cannot be asked for or confirmed by a session that has ended', async () => {
    const person = await page.signIn();
    const { oldCode, newCode } = await asked(person);
    await page.send('DELETE', '/v1/me/sessions', undefined, person.headers);
    expect(outcome(await confirm(person, oldCode, newCode))).toEqual([401, 'session_ended']);
    expect(outcome(await ask(person, someone()))).toEqual([401, 'session_ended']);
  });
});

describe('the codes of both addresses', () => {
  it.each([
    ['the old address’s is wrong', (a: string, b: string) => [wrongOf(a), b]],
    ['the new address’s is wrong', (a: string, b: string) => [a, wrongOf(b)]],
    ['they are swapped', (a: string, b: string) => [b, a]],
    ['one is used for both', (a: string) => [a, a]],
  ] as const)('change nothing where %s', async (_, codesFrom) => {
    const person = await page.signIn();
    const { oldCode, newCode } = await asked(person);
    if (oldCode === newCode) return;
    const [first, second] = codesFrom(oldCode, newCode) as [string, string];
    expect(outcome(await confirm(person, first, second))).toEqual(invalid);
    expect(await emailOf(person)).toBe(person.member.email);
  });

  it('are good once when 50 redeem them at once: 50 parallel redemptions', async () => {
    const person = await page.signIn();
    const { email, oldCode, newCode } = await asked(person);
    const answers = await Promise.all(Array.from({ length: 50 }, () => confirm(person, oldCode, newCode)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 'invalid_code')).toHaveLength(49);
    expect(await emailOf(person)).toBe(email);
    const told = (await page.mailsTo(person.member.email)).filter(({ subject }) => /changed$/.test(subject));
    expect(told).toHaveLength(1);
  });

  it('have five tries together, counted also when they come at once', async () => {
    const person = await page.signIn();
    const { oldCode, newCode } = await asked(person);
    const guesses = await Promise.all(
      Array.from({ length: 20 }, () => confirm(person, wrongOf(oldCode), newCode)),
    );
    for (const guess of guesses) expect(outcome(guess)).toEqual(invalid);
    expect(outcome(await confirm(person, oldCode, newCode))).toEqual(invalid);

    const careful = await page.signIn();
    const codes = await asked(careful);
    for (let i = 0; i < 4; i++) await confirm(careful, codes.oldCode, wrongOf(codes.newCode));
    expect((await confirm(careful, codes.oldCode, codes.newCode)).status).toBe(200);
  });

  it('end after ten minutes', async () => {
    const person = await page.signIn();
    const { oldCode, newCode } = await asked(person);
    minutes(10);
    expect(outcome(await confirm(person, oldCode, newCode))).toEqual(invalid);
  });

  it('are good no more once others were asked for', async () => {
    const person = await page.signIn();
    const first = await asked(person);
    const second = await asked(person);
    expect(outcome(await confirm(person, first.oldCode, first.newCode))).toEqual(invalid);
    expect((await confirm(person, second.oldCode, second.newCode)).status).toBe(200);
    expect(await emailOf(person)).toBe(second.email);
  });

  it('are of the session, the member and the institution that asked', async () => {
    const person = await page.signIn();
    const again = await page.signIn({ email: person.member.email });
    const stranger = await page.signIn();
    const { oldCode, newCode } = await asked(person);
    expect(outcome(await confirm(again, oldCode, newCode))).toEqual(invalid);
    expect(outcome(await confirm(stranger, oldCode, newCode))).toEqual(invalid);
    const elsewhere = await pageOf(service, await service.createInstitution());
    const namesake = await elsewhere.signIn({ email: person.member.email });
    expect(
      outcome(
        await elsewhere.send('POST', '/v1/me/email-change/confirm', { oldCode, newCode }, namesake.headers),
      ),
    ).toEqual(invalid);
    expect((await confirm(person, oldCode, newCode)).status).toBe(200);
  });

  it('are kept as digests only', async () => {
    const person = await page.signIn();
    const { email, oldCode, newCode } = await asked(person);
    const [row] = await asOwner(service.ownerUrl, (owner) =>
      owner.query<{ old_digest: Buffer; new_digest: Buffer }>(
        { text: 'select old_digest, new_digest from email_changes where email = $1' },
        [email],
      ),
    );
    expect([row!.old_digest.length, row!.new_digest.length]).toEqual([32, 32]);
    const stored = await asOwner(service.ownerUrl, (owner) =>
      owner.query<{ row: string }>(
        {
          text: `select to_jsonb(c) - '{id,member_id,session_id,old_digest,new_digest,created_at,expires_at}'::text[] as row
                 from email_changes c where email = $1`,
        },
        [email],
      ),
    );
    expect(JSON.stringify(stored)).not.toMatch(new RegExp(`${oldCode}|${newCode}`));
  });
});

describe('an address that is another member’s', () => {
  it('is answered for as any other: only its owner is told, and no code is good', async () => {
    const owner = await page.signIn();
    const person = await page.signIn();
    const [taken, free] = [await ask(person, owner.member.email), await ask(await page.signIn(), someone())];
    expect([taken.status, taken.body]).toEqual([free.status, free.body]);
    const [mail] = (await page.mailsTo(owner.member.email)).slice(-1);
    expect(mail!.text).toMatch(/Another account already has it/);
    expect(mail!.text).not.toMatch(/^\d{6}$/m);
    const oldCode = await lastCode(person.member.email);
    const before = await page.send(
      'POST',
      '/v1/me/email-change/confirm',
      { oldCode, newCode: '000000' },
      person.headers,
    );
    expect(outcome(before)).toEqual(invalid);
    expect(await emailOf(owner)).toBe(owner.member.email);
  });

  it('is refused where they have become one since the codes were mailed, and theirs it stays', async () => {
    const person = await page.signIn();
    const { email, oldCode, newCode } = await asked(person);
    const quicker = await page.signIn({ email });
    expect(outcome(await confirm(person, oldCode, newCode))).toEqual([409, 'email_taken']);
    expect(await emailOf(quicker)).toBe(email);
    expect(await emailOf(person)).toBe(person.member.email);
  });

  it('is one member’s, however many confirm and register at once', async () => {
    const email = someone();
    const rivals = await Promise.all(Array.from({ length: 4 }, () => page.signIn()));
    const codes: (readonly [Person, string, string])[] = [];
    for (const rival of rivals)
      codes.push([rival, (await asked(rival, email)).oldCode, await lastCode(email)]);
    const signInCode = await page.requestCode(email);
    const answers = await Promise.all([
      ...codes.map(([rival, oldCode, newCode]) => confirm(rival, oldCode, newCode)),
      page.redeem(email, signInCode),
    ]);
    for (const answer of answers.slice(0, 4))
      expect([
        [200, undefined],
        [409, 'email_taken'],
      ]).toContainEqual(outcome(answer));
    // Signing in finds whoever is the address's by then, or becomes it.
    expect(answers[4]!.status).toBe(200);
    expect(answers.slice(0, 4).filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    const [{ count }] = (await asOwner(service.ownerUrl, (owner) =>
      owner.query<{ count: number }>(
        { text: 'select count(*)::int as count from members where institution_id = $1 and email = $2' },
        [school.institution.id, email],
      ),
    )) as [{ count: number }];
    expect(count).toBe(1);
  });
});

describe('asking for others’ addresses', () => {
  it('floods no mailbox, and is answered the same', async () => {
    const victim = someone();
    for (let i = 0; i < 7; i++) expect((await ask(await page.signIn(), victim)).status).toBe(202);
    expect(await page.mailsTo(victim)).toHaveLength(5);
    const late = await page.signIn();
    await ask(late, victim);
    // What was not mailed is no code.
    const oldCode = await lastCode(late.member.email);
    expect(outcome(await confirm(late, oldCode, '000000'))).toEqual(invalid);
  });

  it('by strangers keeps no verified member from an address, nor one session another', async () => {
    const address = someone();
    for (let i = 0; i < 7; i++) await ask(await page.signIn(), address);
    const member = await page.signIn({ status: 'verified' });
    await ask(member, address);
    const [oldCode, newCode] = [await lastCode(member.member.email), await lastCode(address)];
    expect((await confirm(member, oldCode, newCode)).status).toBe(200);

    const email = someone();
    const [thief, owner] = [await page.signIn({ email }), await page.signIn({ email })];
    for (let i = 0; i < 11; i++) await ask(thief, someone());
    expect((await ask(owner, someone())).status).toBe(202);
  });

  it('can be done ten times a day', async () => {
    const person = await page.signIn();
    for (let i = 0; i < 10; i++) expect((await ask(person, someone())).status).toBe(202);
    const refused = await ask(person, someone());
    expect(outcome(refused)).toEqual([429, 'too_many_requests']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    minutes(24 * 60);
    const again = await page.signIn({ email: person.member.email });
    expect((await ask(again, someone())).status).toBe(202);
  });
});

describe('whoever has stolen a password', () => {
  const password = 'seven green lanterns';
  const signIn = async (email: string) =>
    page.personOf(await page.send('POST', '/v1/auth/password', { email, password }));

  it('gets no more guesses at the old address’s code by signing in again, and keeps the owner from nothing', async () => {
    const owner = await page.signIn();
    const { email } = owner.member;
    await page.send('PUT', '/v1/me/password', { password }, owner.headers);
    for (let i = 0; i < 10; i++) expect((await ask(await signIn(email), someone())).status).toBe(202);
    const refused = await ask(await signIn(email), someone());
    expect(outcome(refused)).toEqual([429, 'too_many_requests']);
    expect((refused.body as { detail: string }).detail).toContain('with an emailed code');
    await asked(await page.signIn({ email }));
  });
});

it('what was asked for is forgotten after a day', async () => {
  const person = await page.signIn();
  const { email } = await asked(person);
  const kept = async () =>
    asOwner(service.ownerUrl, (owner) =>
      owner.query({ text: 'select 1 from email_changes where member_id = $1 and email = $2' }, [
        parseId('member', person.member.id),
        email,
      ]),
    );
  const purge = () => purgeOld(school.scope, signIn);
  await purge();
  expect(await kept()).toHaveLength(1);
  minutes(24 * 60 + 1);
  await purge();
  expect(await kept()).toHaveLength(0);
});

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../contract/problems';
import { newId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { type Page, pageOf, type Person } from '../../testing/members';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { PasswordHashing } from './hashing';
import { weaknessOf } from './password-rules';
import { signInWithPassword } from './passwords';

let service: TestService;
let school: TestInstitution;
let page: Page;
let now: Date;

beforeAll(async () => {
  now = new Date();
  service = await startTestService({ clock: () => now });
  school = await service.createInstitution({ slug: 'northbridge' });
  page = await pageOf(service, school);
});

const password = 'pitchblende in a wooden shed';
const outcome = ({ status, code }: { status: number; code: string | undefined }) => [status, code];
const minutes = (count: number) => (now = new Date(now.getTime() + count * 60_000));
const set = (person: Person, body: Record<string, string>) =>
  page.send('PUT', '/v1/me/password', body, person.headers);
const signIn = (email: string, text: string) =>
  page.send('POST', '/v1/auth/password', { email, password: text });
const withPassword = async () => {
  const person = await page.signIn();
  expect((await set(person, { password })).status).toBe(204);
  return person;
};

describe('a password', () => {
  it('signs in, whatever the case of the address and the form of its characters', async () => {
    const person = await page.signIn();
    await set(person, { password: 'crème brûlée à la carte'.normalize('NFD') });
    const answer = await signIn(
      person.member.email.toUpperCase(),
      'crème brûlée à la carte'.normalize('NFC'),
    );
    expect(page.personOf(answer).member).toMatchObject({ id: person.member.id, hasPassword: true });
    expect(outcome(await signIn(person.member.email, 'creme brulee a la carte'))).toEqual([
      401,
      'invalid_credentials',
    ]);
  });

  it('is kept as argon2id of 19 MiB and two passes, and nowhere else', async () => {
    const person = await withPassword();
    const [row] = await asOwner(service.ownerUrl, (owner) =>
      owner.query<{ password_hash: string }>({ text: 'select password_hash from members where email = $1' }, [
        person.member.email,
      ]),
    );
    expect(row!.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    // The hash of nobody costs the same.
    const source = readFileSync(new URL('./hashing.ts', import.meta.url), 'utf8');
    expect(source).toContain(row!.password_hash.slice(0, 31));
  });

  it('is set after a recent sign-in only, or with the current one', async () => {
    const person = await withPassword();
    minutes(10.1);
    const next = page.personOf(await page.refresh(person.refreshToken));
    const other = 'radium in a porcelain bowl';
    expect(outcome(await set(next, { password: other }))).toEqual([403, 'recent_sign_in_needed']);
    expect(outcome(await set(next, { password: other, currentPassword: 'wrong one' }))).toEqual([
      401,
      'invalid_credentials',
    ]);
    expect((await set(next, { password: other, currentPassword: password })).status).toBe(204);
    expect((await signIn(person.member.email, other)).status).toBe(200);
    expect((await signIn(person.member.email, password)).status).toBe(401);
    const without = await page.signIn();
    minutes(10.1);
    const later = page.personOf(await page.refresh(without.refreshToken));
    expect(outcome(await set(later, { password, currentPassword: password }))).toEqual([
      403,
      'recent_sign_in_needed',
    ]);
  });

  it('ends the other sessions, and is told of by mail', async () => {
    const email = `${newId()}@people.example`;
    const [thief, owner] = [await page.signIn({ email }), await page.signIn({ email })];
    expect((await set(owner, { password })).status).toBe(204);
    expect(outcome(await page.me(thief))).toEqual([401, 'session_ended']);
    expect(outcome(await page.refresh(thief.refreshToken))).toEqual([401, 'session_ended']);
    expect((await page.me(owner)).status).toBe(200);
    expect((await page.mailsTo(email)).at(-1)!.subject).toContain('password');
  });

  it('costs ever more waiting to guess, whether there is one or not', async () => {
    const person = await withPassword();
    for (const email of [person.member.email, `${newId()}@people.example`]) {
      const guesses = await Promise.all(
        Array.from({ length: 14 }, (_, i) => signIn(email, `guess number ${i}`)),
      );
      expect(guesses.filter(({ code }) => code === 'invalid_credentials')).toHaveLength(10);
      const refused = guesses.filter(({ code }) => code === 'too_many_requests');
      expect(refused).toHaveLength(4);
      for (const { headers } of refused) expect(headers['retry-after']).toBe('2');
    }
    const { email } = person.member;
    minutes(1 / 30);
    expect((await signIn(email, password)).status).toBe(200);
    for (let i = 0; i < 10; i++) await signIn(email, 'guess');
    expect(outcome(await signIn(email, password))).toEqual([429, 'too_many_requests']);
    // Who proves the address starts anew.
    await page.signIn({ email });
    expect((await signIn(email, password)).status).toBe(200);
  });

  it('takes as long to refuse where there is no such address', async () => {
    const person = await withPassword();
    const timed = async (emailOf: () => string) => {
      const times: number[] = [];
      for (let i = 0; i < 7; i++) {
        const began = performance.now();
        await signIn(emailOf(), 'wrong password');
        times.push(performance.now() - began);
      }
      return times.sort((a, b) => a - b)[3]!;
    };
    const known = await timed(() => person.member.email);
    const unknown = await timed(() => `${newId()}@people.example`);
    // Hashing takes far longer than everything else: without it, it would be a tenth.
    expect(unknown).toBeGreaterThan(known * 0.5);
    expect(unknown).toBeLessThan(known * 2);
  });

  it('has 8 to 256 characters of any kind', async () => {
    const person = await page.signIn();
    for (const text of ['7 chars', 'a'.repeat(257)])
      expect(outcome(await set(person, { password: text }))).toEqual([400, 'invalid_request']);
    for (const text of ['qz  7 wk', `${'long and longer '.repeat(16)}`.slice(0, 256), 'पासवर्ड बहुत लंबा']) {
      expect((await set(person, { password: text })).status).toBe(204);
      expect((await signIn(person.member.email, text)).status).toBe(200);
    }
  });

  it('is refused where it is easy to guess', async () => {
    const person = await page.signIn({ email: 'skłodowska@people.example'.replace('ł', 'l') });
    for (const text of ['password', 'Northbridge2026', 'sklodowska1'])
      expect(outcome(await set(person, { password: text }))).toEqual([422, 'weak_password']);
  });
});

it('a full queue of passwords uses no try up', async () => {
  const { member } = await withPassword();
  const busy = { ...service.signIn, hashing: new PasswordHashing({ atOnce: 0, waiting: 0 }) };
  const draft = { email: member.email, password, network: '192.0.2.1' };
  for (let i = 0; i < 12; i++)
    await expect(signInWithPassword(school.scope, busy, draft)).rejects.toMatchObject({
      code: 'unavailable',
    });
  expect((await signIn(member.email, password)).status).toBe(200);
});

describe('what is easy to guess', () => {
  const context = {
    email: 'marie.curie@sorbonne.example',
    institution: { name: 'Northbridge University', slug: 'northbridge' },
  };

  it.each([
    'password', 'Password1', 'P@ssw0rd', 'passw0rd', '12345678', '123456789012', 'qwertyuiop', 'QWERTYUIOP', 'aaaaaaaa', 'abababab', 'abc1abc1abc1',
    'abcdefgh', 'zyxwvuts', 'Northbridge', 'northbridge!', 'Northbridge2026', 'mariecurie1', 'marie.curie@sorbonne.example', 'Sorbonne12', 'letmein123456',
    'homecoming', 'Alumni2026', 'university1', 'monkey123456', '1q2w3e4r', 'passwort99', 'motdepasse1', 'slipknot', 'mustangs',
  ])('%s', async (text) => {
    expect(await weaknessOf(text, context)).toBeDefined();
  }); // prettier-ignore

  it.each([
    'pitchblende in a wooden shed',
    'correct marie battery staple',
    'xK7#pq2!',
    'Northbridge opened its gates',
    'tr0ub4dor&3',
    '東京の夏は暑いです',
  ])('is not: %s', async (text) => {
    expect(await weaknessOf(text, context)).toBeUndefined();
  });
});

describe('hashing', () => {
  it('is done by few at once; who comes when too many wait is told to come again', async () => {
    const hashing = new PasswordHashing({ atOnce: 2, waiting: 3 });
    const asked = Array.from({ length: 8 }, () =>
      hashing.verify(undefined, 'anything').then(
        () => 'done',
        ({ code }: Problem) => code,
      ),
    );
    const outcomes = await Promise.all(asked);
    expect(outcomes.filter((each) => each === 'done')).toHaveLength(5);
    expect(outcomes.filter((each) => each === 'unavailable')).toHaveLength(3);
    // And afterwards there is room again.
    expect(await hashing.verify(await hashing.hash('anything'), 'anything')).toBe(true);
  });

  it('leaves the event loop to others', async () => {
    const hashing = new PasswordHashing();
    let turns = 0;
    const counting = setInterval(() => turns++, 1);
    await Promise.all(Array.from({ length: 6 }, () => hashing.hash('anything')));
    clearInterval(counting);
    expect(turns).toBeGreaterThan(20);
  });
});

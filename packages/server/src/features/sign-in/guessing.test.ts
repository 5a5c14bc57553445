import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { TrustedProxies } from '../../http/client-address';
import { newId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { type Answer, type Page, pageOf } from '../../testing/members';
import { makeOperator, operatorPassword } from '../../testing/operators';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { takeTry } from './tries-store';

let service: TestService;
let school: TestInstitution;
let now: Date;
/** Whose the address is, at home. */
let owner: Page;

beforeAll(async () => {
  now = new Date();
  service = await startTestService({ clock: () => now, trustedProxies: new TrustedProxies(['127.0.0.1']) });
  school = await service.createInstitution();
  owner = await pageOf(service, school, '198.51.100.7');
});

const someone = () => `${newId()}@people.example`;
const minutes = (count: number) => (now = new Date(now.getTime() + count * 60_000));
const outcome = ({ status, code }: Answer) => [status, code];
const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
interface Sent {
  readonly challenge: string;
  readonly codeLength: number;
}
const ask = async (page: Page, email: string) => {
  const answer = await page.send('POST', '/v1/auth/codes', { email });
  expect(answer.status).toBe(202);
  return answer.body as Sent;
};
const redeem = (page: Page, body: object) => page.send('POST', '/v1/auth/codes/redeem', body);
/** Of one stranger, or of ever new ones. */
let strangers = 0;
const from = (page: Page, address: string): Page => {
  const send: Page['send'] = (method, path, body, headers = { 'Homecoming-Key': page.key }) =>
    page.send(method, path, body, { ...headers, 'X-Forwarded-For': address });
  return { ...page, send };
};
const stranger = () => from(owner, `203.0.${Math.floor(++strangers / 250)}.${strangers % 250}`);

describe.each([
  ['from the same address as the victim', () => owner],
  ['from one other address', () => from(owner, '203.0.113.99')],
  ['from an address of its own for each call', () => stranger()],
] as const)('code guessing %s', (_, attacker) => {
  it('18 calls lock nobody out: a fresh code is mailed and works', async () => {
    const email = someone();
    for (let i = 0; i < 3; i++) await ask(attacker(), email);
    for (let i = 0; i < 15; i++)
      expect(outcome(await redeem(attacker(), { email, code: '000000' }))).toEqual([401, 'invalid_code']);
    const code = await owner.requestCode(email);
    expect((await redeem(owner, { email, code })).status).toBe(200);
  });

  it('18 requests lock nobody out, nor do they flood the mailbox', async () => {
    const email = someone();
    for (let i = 0; i < 18; i++) await ask(attacker(), email);
    const { challenge, codeLength } = await ask(owner, email);
    const codes = codeLength === 6 ? await owner.codesOf(email) : await owner.longCodesOf(email);
    expect((await redeem(owner, { email, code: codes.at(-1), challenge })).status).toBe(200);
    expect((await owner.mailsTo(email)).length).toBeLessThanOrEqual(20);
  });

  it('uses up nothing of a code that its page has a challenge of', async () => {
    const email = someone();
    const { challenge } = await ask(owner, email);
    const [code] = await owner.codesOf(email);
    for (let i = 0; i < 40; i++) await redeem(attacker(), { email, code: wrongOf(code!) });
    for (let i = 0; i < 4; i++) await redeem(owner, { challenge, code: wrongOf(code!) });
    expect((await redeem(owner, { challenge, code })).status).toBe(200);
  });
});

it(
  '1,200 calls, from the victim’s address and from others, leave everybody’s correct code correct',
  { timeout: 60_000 },
  async () => {
    const other = await service.createInstitution();
    const page = await pageOf(service, other, '198.51.100.7');
    const victim = someone();
    const waiting = await ask(page, victim);
    const [code] = await page.codesOf(victim);
    for (let i = 0; i < 67; i++) {
      const [email, sender] = [someone(), i % 2 ? page : from(page, `203.0.114.${i}`)];
      for (let j = 0; j < 3; j++) await ask(sender, email);
      await Promise.all(Array.from({ length: 15 }, () => redeem(sender, { email, code: '000000' })));
    }
    const [{ failed } = { failed: 0 }] = await other.scope.db.query<{ failed: number }>({
      text: 'select sum(failed)::int as failed from sign_in_counts',
    });
    expect(failed).toBeGreaterThan(990);
    expect((await redeem(page, { ...waiting, codeLength: undefined, code })).status).toBe(200);
    const newcomer = someone();
    expect((await page.redeem(newcomer, await page.requestCode(newcomer))).status).toBe(200);
  },
);

describe('a code', () => {
  it('is compared with by its own page, or as the newest: one try never meets three', async () => {
    const email = someone();
    const sent = [await ask(owner, email), await ask(owner, email), await ask(owner, email)];
    const codes = await owner.codesOf(email);
    expect(outcome(await redeem(owner, { email, code: codes[0] }))).toEqual([401, 'invalid_code']);
    const tries = await asOwner(service.ownerUrl, (db) =>
      db.query<{ tries: number }>(
        {
          text: 'select tries + network_tries + other_tries as tries from sign_in_codes where email = $1 order by id',
        },
        [email],
      ),
    );
    expect(tries.map((each) => each.tries)).toEqual([0, 0, 1]);
    expect((await redeem(owner, { challenge: sent[0]!.challenge, code: codes[0] })).status).toBe(200);
  });

  it('goes no further than its challenge: another’s, a made-up one, another address', async () => {
    const [email, other] = [someone(), someone()];
    const [mine, theirs] = [await ask(owner, email), await ask(owner, other)];
    const [code] = await owner.codesOf(email);
    const madeUp = `${mine.challenge.slice(0, -22)}${'A'.repeat(22)}`;
    for (const body of [
      { challenge: theirs.challenge, code },
      { challenge: madeUp, code },
      { challenge: mine.challenge, email: other, code },
    ])
      expect(outcome(await redeem(owner, body))).toEqual([401, 'invalid_code']);
    const elsewhere = await pageOf(service, await service.createInstitution());
    expect(outcome(await redeem(elsewhere, { challenge: mine.challenge, code }))).toEqual([
      401,
      'invalid_code',
    ]);
    expect(outcome(await redeem(owner, { code }))).toEqual([400, 'invalid_request']);
    expect((await redeem(owner, { challenge: mine.challenge, code })).status).toBe(200);
  });

  it('beyond the bounds is one that nobody can guess or use up, mailed once an hour, good from anywhere', async () => {
    const email = someone();
    for (let i = 0; i < 20; i++) await ask(stranger(), email);
    const { challenge, codeLength } = await ask(stranger(), email);
    expect(codeLength).toBe(12);
    for (let i = 0; i < 30; i++) await redeem(stranger(), { email, code: '000000000000', challenge });
    for (let i = 0; i < 30; i++) await ask(stranger(), email);
    expect(await owner.mailsTo(email)).toHaveLength(21);
    const [code] = await owner.longCodesOf(email);
    // Asked for by a stranger half an hour ago, and no new mail since.
    minutes(30);
    const mine = await ask(owner, email);
    expect([mine.codeLength, (await owner.mailsTo(email)).length]).toEqual([12, 21]);
    expect((await redeem(owner, { challenge: mine.challenge, code })).status).toBe(200);
    expect(outcome(await redeem(owner, { email, code }))).toEqual([401, 'invalid_code']);
    // Whoever has signed in begins anew.
    expect((await ask(owner, email)).codeLength).toBe(6);
  });

  it('gets longer for everybody while somebody guesses across the institution', async () => {
    const other = await service.createInstitution();
    const page = await pageOf(service, other);
    await other.scope.transaction((tx) =>
      tx.db.query(
        {
          text: `insert into sign_in_counts (institution_id, method, hour, failed) values (current_institution(), 'code', $1, 2000)`,
        },
        [new Date(now.getTime() - 60 * 60_000)],
      ),
    );
    const email = someone();
    const { challenge, codeLength } = await ask(page, email);
    expect(codeLength).toBe(12);
    const [code] = await page.longCodesOf(email);
    expect((await redeem(page, { challenge, code })).status).toBe(200);
  });
});

describe('password guessing', () => {
  const password = 'pitchblende in a wooden shed';
  const signIn = (page: Page, email: string, text: string) =>
    page.send('POST', '/v1/auth/password', { email, password: text });
  /** As many wrong passwords, each from a network of its own; without the hashing, which would take long. */
  const guessed = (email: string, count: number) =>
    Promise.all(
      Array.from({ length: count }, () =>
        school.scope.transaction((tx) => takeTry(tx, { email, source: randomBytes(16) }, 10)),
      ),
    );
  const withPassword = async () => {
    const person = await owner.signIn();
    const put = await owner.send('PUT', '/v1/me/password', { password }, person.headers);
    expect(put.status).toBe(204);
    return person.member.email;
  };

  it('from elsewhere keeps nobody from their password, where they have been before', async () => {
    const email = await withPassword();
    for (let i = 0; i < 12; i++) await signIn(from(owner, '203.0.113.99'), email, `guess ${i}`);
    await guessed(email, 100);
    expect((await signIn(owner, email, password)).status).toBe(200);
  });

  it('beyond a hundred a day has who comes from somewhere new sign in by a code, which works', async () => {
    const email = await withPassword();
    await guessed(email, 99);
    await signIn(stranger(), email, 'a guess');
    const abroad = from(owner, '192.0.2.44');
    expect(outcome(await signIn(abroad, email, password))).toEqual([403, 'sign_in_code_needed']);
    // Of an address that has no member too: it tells nothing.
    const nobody = someone();
    await guessed(nobody, 100);
    expect(outcome(await signIn(abroad, nobody, password))).toEqual([403, 'sign_in_code_needed']);
    expect((await abroad.send('POST', '/v1/auth/codes', { email })).status).toBe(202);
    const code = (await owner.codesOf(email)).at(-1)!;
    expect((await redeem(abroad, { email, code })).status).toBe(200);
    expect((await signIn(abroad, email, password)).status).toBe(200);
  });

  it('at many addresses of an institution leaves codes, and passwords from where people have been', async () => {
    const email = await withPassword();
    await school.scope.transaction((tx) =>
      tx.db.query(
        {
          text: `insert into sign_in_counts (institution_id, method, hour, failed) values (current_institution(), 'password', $1, 1000)
                 on conflict (institution_id, method, hour) do update set failed = 1000`,
        },
        [new Date(now.getTime() - 60 * 60_000)],
      ),
    );
    expect(outcome(await signIn(stranger(), email, password))).toEqual([403, 'sign_in_code_needed']);
    expect((await signIn(owner, email, password)).status).toBe(200);
    minutes(26 * 60);
    expect((await signIn(stranger(), email, password)).status).toBe(200);
  });

  it('keeps nobody who is signed in from changing it', async () => {
    const email = await withPassword();
    const person = owner.personOf(await signIn(owner, email, password));
    minutes(11);
    const later = owner.personOf(await owner.refresh(person.refreshToken));
    for (let i = 0; i < 20; i++) await signIn(owner, email, `guess ${i}`);
    const body = { currentPassword: password, password: 'radium in a porcelain bowl' };
    expect((await owner.send('PUT', '/v1/me/password', body, later.headers)).status).toBe(204);
  });
});

describe('an operator', () => {
  const call = (address: string, body: object) =>
    from(owner, address).send('POST', '/v1/operator/sign-in', body, {});

  it('is locked out by no stranger: 11 calls from one address, and 20 from many', async () => {
    const operator = await makeOperator(service);
    const wrong = { email: operator.email, password: 'a guess', code: '000000' };
    for (let i = 0; i < 11; i++) await call('203.0.113.99', wrong);
    for (let i = 0; i < 20; i++) await call(`203.0.115.${i}`, wrong);
    await operator.forgetCodes();
    const right = { email: operator.email, password: operatorPassword, code: operator.codeOf() };
    expect((await call('198.51.100.7', right)).status).toBe(200);
    // Where the guesses came from it takes a moment.
    await operator.forgetCodes();
    const refused = await call('203.0.113.99', right);
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '2']);
    minutes(1);
    await operator.forgetCodes();
    expect((await call('203.0.113.99', { ...right, code: operator.codeOf() })).status).toBe(200);
  });

  it('whose password is known has codes guessed five times, from however many addresses', async () => {
    const operator = await makeOperator(service);
    await operator.forgetCodes();
    const right = () => ({ email: operator.email, password: operatorPassword, code: operator.codeOf() });
    expect((await call('198.51.100.8', right())).status).toBe(200);
    const known = { email: operator.email, password: operatorPassword, code: '000000' };
    const outcomes: (string | undefined)[] = [];
    for (let i = 0; i < 8; i++) outcomes.push((await call(`203.0.116.${i}`, known)).code);
    expect(outcomes.filter((code) => code === 'invalid_credentials')).toHaveLength(5);
    expect(outcomes.filter((code) => code === 'too_many_requests')).toHaveLength(3);
    // The operator's own place is another matter.
    minutes(1 / 60);
    await operator.forgetCodes();
    expect((await call('198.51.100.8', right())).status).toBe(200);
  });

  it('whose password is known has no more codes guessed by calls that arrive at once', async () => {
    const operator = await makeOperator(service);
    await operator.forgetCodes();
    const known = { email: operator.email, password: operatorPassword, code: '000000' };
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => call(`203.0.117.${i}`, known)));
    const outcomes = answers.map(({ code }) => code);
    expect(outcomes.filter((code) => code === 'invalid_credentials')).toHaveLength(5);
    // The passwords of some may not even be checked: too many wait.
    for (const code of outcomes)
      expect(code).toMatch(/^(invalid_credentials|too_many_requests|unavailable)$/);
    expect(outcomes).toContain('too_many_requests');
  });
});

import type { components } from '@homecoming/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids';
import { type Page, pageOf, type Person } from '../../testing/members';
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

const seconds = (count: number) => (now = new Date(now.getTime() + count * 1_000));
const days = (count: number) => seconds(count * 24 * 60 * 60);
const refreshed = async (token: string) => page.personOf(await page.refresh(token));
const ended = [401, 'session_ended'];
const outcome = ({ status, code }: { status: number; code: string | undefined }) => [status, code];
const sessionsOf = async (person: Person) => {
  const { body } = await page.send('GET', '/v1/me/sessions', undefined, person.headers);
  return (body as components['schemas']['SessionList']).data;
};

describe('a refresh token', () => {
  it('is traded for the next one, whose access token is as good', async () => {
    const first = await page.signIn();
    const second = await refreshed(first.refreshToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect((await page.me(second)).status).toBe(200);
    // Refreshing takes nothing back: a call that is under way goes on.
    expect((await page.me(first)).status).toBe(200);
  });

  it('is given the same next one within ten seconds: refresh replay within the grace', async () => {
    const first = await page.signIn();
    const answers = await Promise.all(Array.from({ length: 10 }, () => refreshed(first.refreshToken)));
    expect(new Set(answers.map(({ refreshToken }) => refreshToken)).size).toBe(1);
    seconds(10);
    expect((await refreshed(first.refreshToken)).refreshToken).toBe(answers[0]!.refreshToken);
    expect((await page.me(answers[0]!)).status).toBe(200);
  });

  it('ends the whole family when it is used later: refresh replay after the grace', async () => {
    const first = await page.signIn();
    const second = await refreshed(first.refreshToken);
    seconds(10.1);
    expect(outcome(await page.refresh(first.refreshToken))).toEqual(ended);
    expect(outcome(await page.refresh(second.refreshToken))).toEqual(ended);
    for (const each of [first, second]) expect(outcome(await page.me(each))).toEqual(ended);
  });

  it('ends it at once when it is older than the former one', async () => {
    const first = await page.signIn();
    const second = await refreshed(first.refreshToken);
    const third = await refreshed(second.refreshToken);
    expect(outcome(await page.refresh(first.refreshToken))).toEqual(ended);
    expect(outcome(await page.refresh(third.refreshToken))).toEqual(ended);
  });

  it('is of its own institution only', async () => {
    const other = await pageOf(service, await service.createInstitution());
    const person = await page.signIn();
    expect(outcome(await other.refresh(person.refreshToken))).toEqual(ended);
    // Nor does trying it there end anything.
    await refreshed(person.refreshToken);
  });

  it('cannot be made up', async () => {
    const person = await page.signIn();
    const [prefix, institution, session, generation, code] = person.refreshToken.split('_');
    const last = code!.at(-1) === '0' ? '1' : '0';
    for (const text of [
      [prefix, institution, session, '2', code].join('_'),
      [prefix, institution, session, '0', code].join('_'),
      [prefix, institution, session, generation, code!.slice(0, -1) + last].join('_'),
      [prefix, institution, session, generation, ''].join('_'),
      [prefix, institution, institution, generation, code].join('_'),
      `${person.refreshToken}0`,
      person.accessToken.slice(0, 300),
      newId(),
    ]) {
      expect(outcome(await page.refresh(text))).toEqual(ended);
    }
    await refreshed(person.refreshToken);
  });

  it('ends after thirty days without use, and with its session after 180', async () => {
    const idle = await page.signIn();
    let busy = await page.signIn();
    days(29);
    busy = await refreshed(busy.refreshToken);
    days(1);
    expect(outcome(await page.refresh(idle.refreshToken))).toEqual(ended);
    for (let i = 0; i < 7; i++) {
      days(21);
      busy = await refreshed(busy.refreshToken);
    }
    days(3);
    expect(outcome(await page.refresh(busy.refreshToken))).toEqual(ended);
  });

  it('is kept nowhere: with what the database holds none can be made', async () => {
    const person = await page.signIn();
    const [row] = await school.scope.db.query<{ row: string }>({
      text: `select string_agg(s::text, ' ') as row from sessions s`,
    });
    expect(row!.row).not.toContain(person.refreshToken.split('_').at(-1));
  });
});

describe('sessions', () => {
  it('are listed for their owner, and only theirs', async () => {
    const email = `${newId()}@people.example`;
    const first = await page.signIn({ email });
    const code = await page.requestCode(email);
    const deviceName = 'Firefox on Linux';
    const second = page.personOf(
      await page.send('POST', '/v1/auth/codes/redeem', { email, code, deviceName }),
    );
    await page.signIn();
    const list = await sessionsOf(second);
    expect(list).toMatchObject([
      { current: true, method: 'code', deviceName },
      { current: false, method: 'code' },
    ]);
    expect(await sessionsOf(first)).toHaveLength(2);
  });

  it('are ended one by one, at once', async () => {
    const email = `${newId()}@people.example`;
    const [phone, desk] = [await page.signIn({ email }), await page.signIn({ email })];
    const id = (await sessionsOf(desk)).find(({ current }) => !current)!.id;
    const stranger = await page.signIn();
    const end = (by: Person) => page.send('DELETE', `/v1/me/sessions/${id}`, undefined, by.headers);
    expect((await end(stranger)).status).toBe(404);
    expect((await page.me(phone)).status).toBe(200);
    expect((await end(desk)).status).toBe(204);
    expect(outcome(await page.me(phone))).toEqual(ended);
    expect(outcome(await page.refresh(phone.refreshToken))).toEqual(ended);
    expect((await end(desk)).status).toBe(404);
    expect((await page.me(desk)).status).toBe(200);
  });

  it('are ended everywhere, and one can sign in again at once', async () => {
    const email = `${newId()}@people.example`;
    const all = [await page.signIn({ email }), await page.signIn({ email })];
    const other = await page.signIn();
    expect((await page.send('DELETE', '/v1/me/sessions', undefined, all[0]!.headers)).status).toBe(204);
    for (const each of all) {
      expect(outcome(await page.me(each))).toEqual(ended);
      expect(outcome(await page.refresh(each.refreshToken))).toEqual(ended);
    }
    expect((await page.me(await page.signIn({ email }))).status).toBe(200);
    expect((await page.me(other)).status).toBe(200);
  });

  it('end by signing out with the refresh token, the traded one too; a stranger’s text changes nothing', async () => {
    const person = await page.signIn();
    const next = await refreshed(person.refreshToken);
    const signOut = (refreshToken: string) => page.send('POST', '/v1/auth/sign-out', { refreshToken });
    expect((await signOut('nonsense')).status).toBe(204);
    expect((await page.me(next)).status).toBe(200);
    expect((await signOut(person.refreshToken)).status).toBe(204);
    expect(outcome(await page.me(next))).toEqual(ended);
    expect(outcome(await page.refresh(next.refreshToken))).toEqual(ended);
    expect((await signOut(next.refreshToken)).status).toBe(204);
  });

  it('tell of their end in the log, with ids only', async () => {
    const person = await page.signIn();
    const [session] = await sessionsOf(person);
    await page.send('POST', '/v1/auth/sign-out', { refreshToken: person.refreshToken });
    await service.database.across.query({ text: 'select relay_outbox(1000, null)' });
    const { body } = await page.send('GET', '/v1/changes?types=session.*&limit=100', undefined, {
      'Homecoming-Key': await school.createKey(),
    });
    const { data } = body as { data: { type: string; subject: { id: string } }[] };
    expect(data.at(-1)).toMatchObject({
      type: 'session.ended',
      subject: { type: 'session', id: session!.id },
    });
  });
});

import type { components } from '@homecoming/contract';
import type { Logger } from 'pino';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { decodeUuid, formatId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { platformItself } from '../../platform/platform-itself';
import { pageOf } from '../../testing/members';
import {
  impersonate,
  makeOperator,
  operatorPassword,
  platformOf,
  sendAs,
  type SignedInOperator,
  type TestOperator,
} from '../../testing/operators';
import { testAuditKey } from '../../testing/secret';
import { startTestService, type TestService } from '../../testing/service';
import { listEntriesBetween } from '../audit/store';
import { verifyAudit } from '../audit/verify';
import { PasswordHashing } from '../sign-in';
import { createOperatorServices } from './services';
import { beginSetUp, confirmSetUp, createOperator, disableOperator, resetOperator } from './set-up';
import { signIn } from './sign-in';

type Schemas = components['schemas'];

let service: TestService;
let now = new Date();
let operator: TestOperator;
let signedIn: SignedInOperator;

beforeAll(async () => {
  service = await startTestService({ clock: () => now });
  operator = await makeOperator(service);
  signedIn = await operator.signIn();
});

const later = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const minute = 60_000;
/** Of somebody who was made by the test: their set-up code names them. */
const idOf = ({ setUpCode }: TestOperator) => decodeUuid(setUpCode.split('_')[1]!)!;
const institutions = (headers: Readonly<Record<string, string>>) =>
  sendAs(service, 'GET', '/v1/operator/institutions', undefined, headers);
const platformLog = () =>
  listEntriesBetween(platformOf(service), { after: 0, last: Number.MAX_SAFE_INTEGER, limit: 1_000 });

describe('setting oneself up', () => {
  it('takes the set-up code once, and no one signs in before it is done', async () => {
    const email = 'grace@operators.example';
    const { setUpCode } = await createOperator(platformOf(service), email);
    const send = (path: string, body: unknown) => sendAs(service, 'POST', `/v1/operator/${path}`, body);
    const password = operatorPassword;
    expect((await send('set-up/confirm', { setUpCode, code: '000000' })).code).toBe('invalid_code');
    expect((await send('set-up', { setUpCode, password: 'password1234' })).code).toBe('weak_password');
    expect((await send('set-up', { setUpCode, password: `${email.split('@')[0]}grace1` })).code).toBe(
      'weak_password',
    );
    expect((await send('set-up', { setUpCode, password })).status).toBe(200);
    expect((await send('sign-in', { email, password, code: '000000' })).code).toBe('invalid_credentials');
    for (const wrong of [operator.setUpCode, `${setUpCode}0`, setUpCode.slice(0, -1), 'hsu_', '__proto__'])
      expect((await send('set-up', { setUpCode: wrong, password })).code).toBe('invalid_code');
  });

  it('guessing set-up codes leaves a trace, and so does each beginning', async () => {
    const { setUpCode } = await createOperator(platformOf(service), 'traced@operators.example');
    const send = (path: string, body: unknown) => sendAs(service, 'POST', `/v1/operator/${path}`, body);
    const guess = `${setUpCode.slice(0, -1)}${setUpCode.endsWith('0') ? '1' : '0'}`;
    await send('set-up', { setUpCode: guess, password: operatorPassword });
    await send('set-up', { setUpCode: 'hsu_', password: operatorPassword });
    await send('set-up', { setUpCode, password: operatorPassword });
    await send('set-up/confirm', { setUpCode, code: '000000' });
    const [created, ...told] = (await platformLog()).slice(-5);
    expect(created!.action).toBe('operator.created');
    const { subject } = created!;
    expect(told.map(({ action, subject: { id }, detail }) => [action, id, detail?.after])).toEqual([
      ['operator.set_up_failed', subject.id, { wrong: 'set_up_code' }],
      ['operator.set_up_failed', platformItself.id, { wrong: 'set_up_code' }],
      ['operator.set_up_begun', subject.id, undefined],
      ['operator.set_up_failed', subject.id, { wrong: 'code' }],
    ]);
  });

  it('ends after three days', async () => {
    const { setUpCode } = await createOperator(platformOf(service), 'late@operators.example');
    const before = now;
    later(3 * 24 * 60 * minute);
    const answer = await operator.send('POST', '/v1/operator/set-up', {
      setUpCode,
      password: operatorPassword,
    });
    expect([answer.status, answer.code]).toEqual([401, 'invalid_code']);
    now = before;
  });

  it('is refused for an address that has an operator', async () => {
    await expect(createOperator(platformOf(service), operator.email.toUpperCase())).rejects.toMatchObject({
      code: 'conflict',
    });
  });
});

/** Where the calls of these tests come from. */
const network = '127.0.0.1';

describe('signing in', () => {
  it('TOTP replay: a code is good once, and none before it is good any more', async () => {
    const other = await makeOperator(service);
    expect((await other.trySignIn()).code, 'the code that set it up').toBe('invalid_credentials');
    expect((await other.trySignIn({ code: other.codeOf(1) })).code, 'one to come').toBe(
      'invalid_credentials',
    );
    later(minute / 2);
    expect((await other.trySignIn()).status).toBe(200);
    for (const steps of [0, -1])
      expect((await other.trySignIn({ code: other.codeOf(steps) })).code).toBe('invalid_credentials');
    later(minute);
    expect((await other.trySignIn({ code: other.codeOf(-1) })).status).toBe(200);
  });

  it('50 parallel redemptions of one code open one session', async () => {
    const other = await makeOperator(service);
    await other.forgetCodes();
    const answers = await Promise.all(Array.from({ length: 50 }, () => other.trySignIn()));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refusals = new Set(answers.map(({ code }) => code).filter((code) => code !== undefined));
    expect(
      [...refusals].filter((code) => !/^(invalid_credentials|too_many_requests|unavailable)$/.test(code)),
    ).toEqual([]);
    const sessions = await asOwner(service.ownerUrl, (owner) =>
      owner.query(
        {
          text: `select from operator_sessions s join operators o on o.id = operator_id where email = $1`,
        },
        [other.email],
      ),
    );
    expect(sessions).toHaveLength(1);
  });

  it('guessing costs ever more waiting from where it comes, also for an address that is nobody’s', async () => {
    const other = await makeOperator(service);
    for (const email of [other.email, 'nobody@operators.example']) {
      const outcomes: (string | undefined)[] = [];
      for (let i = 0; i < 12; i++)
        outcomes.push((await other.trySignIn({ email, password: `wrong ${i}` })).code);
      expect(outcomes).toEqual([
        ...Array<string>(10).fill('invalid_credentials'), 'too_many_requests', 'too_many_requests',
      ]); // prettier-ignore
    }
    await other.forgetCodes();
    const waits: number[] = [];
    for (let i = 0; i < 12; i++) {
      const refused = await other.trySignIn({ password: 'wrong again' });
      expect(refused.code).toBe('too_many_requests');
      waits.push(Number(refused.headers['retry-after']));
      later(waits.at(-1)! * 1_000);
      expect((await other.trySignIn({ password: 'wrong again' })).code).toBe('invalid_credentials');
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600]);
    later(60 * minute);
    await other.forgetCodes();
    expect((await other.trySignIn()).status).toBe(200);
    signedIn = await operator.signIn();
  });

  it('is answered the same whatever is wrong, and the platform’s log tells what it was', async () => {
    const other = await makeOperator(service);
    const disabled = await makeOperator(service);
    await disableOperator(platformOf(service), service.tokens, disabled.email);
    const answers = [
      await other.trySignIn({ password: 'not the password' }),
      await other.trySignIn({ code: '000000' }),
      await other.trySignIn({ email: 'somebody@operators.example' }),
      await disabled.trySignIn(),
    ].map(({ status, body }) => ({ status, ...(body as object), requestId: '' }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const told = (await platformLog()).slice(-4).map(({ action, detail }) => [action, detail?.after]);
    expect(told).toEqual(
      ['password', 'code', 'address', 'disabled'].map((wrong) => ['operator.sign_in_failed', { wrong }]),
    );
  });

  it('the platform’s log tells once of each wait that guessing has brought', async () => {
    const other = await makeOperator(service);
    const waits = async () =>
      (await platformLog())
        .filter(({ action, subject }) => action === 'operator.sign_in_locked' && subject.id === idOf(other))
        .map(({ detail }) => detail?.after);
    for (let i = 0; i < 12; i++) await other.trySignIn({ password: `wrong ${i}` });
    expect(await waits()).toEqual([{ tries: 10, forSeconds: 2 }]);
    later(2_000);
    expect((await other.trySignIn({ password: 'wrong again' })).code).toBe('invalid_credentials');
    expect(await waits()).toEqual([
      { tries: 10, forSeconds: 2 },
      { tries: 11, forSeconds: 4 },
    ]);
  });

  it('what was not tried is no try: a full queue of passwords uses none up', async () => {
    const other = await makeOperator(service);
    const services = { ...createOperatorServices({ secret: service.secret, ...service.tokens }) };
    const proof = () => ({ email: other.email, password: operatorPassword, code: other.codeOf(), network });
    const busy = {
      ...services,
      hashing: new PasswordHashing({ atOnce: 0, waiting: 0 }),
    };
    for (let i = 0; i < 12; i++)
      await expect(signIn(platformOf(service), busy, proof())).rejects.toMatchObject({ code: 'unavailable' });
    await other.forgetCodes();
    expect((await signIn(platformOf(service), services, proof())).operatorId).toBe(idOf(other));
    // Nor does it have somebody wait who is let through now and then.
    for (let i = 0; i < 10; i++) await other.trySignIn({ password: `wrong ${i}` });
    later(15 * minute);
    await expect(signIn(platformOf(service), busy, proof())).rejects.toMatchObject({ code: 'unavailable' });
    await other.forgetCodes();
    expect((await other.trySignIn()).status).toBe(200);
    signedIn = await operator.signIn();
  });

  it('telling operators’ addresses from others’: another secret answers as a wrong code does', async () => {
    const other = await makeOperator(service);
    const services = createOperatorServices({ ...service.tokens, secret: 'another secret' });
    const log = vi.fn();
    const platform = { ...platformOf(service), log: { error: log } as unknown as Logger };
    const proof = { email: other.email, password: operatorPassword, code: other.codeOf(), network };
    await other.forgetCodes();
    await expect(signIn(platform, services, proof)).rejects.toMatchObject({ code: 'invalid_credentials' });
    expect(log).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ operatorId: idOf(other) }),
      expect.stringContaining('cannot be read'),
    );
    const { setUpCode } = await resetOperator(platformOf(service), service.tokens, other.email);
    await beginSetUp(platform, createOperatorServices({ ...service.tokens, secret: service.secret }), {
      setUpCode,
      password: operatorPassword,
    });
    await expect(confirmSetUp(platform, services, { setUpCode, code: '000000' })).rejects.toMatchObject({
      code: 'invalid_code',
    });
  });

  it('mass assignment: nothing but what the contract names is taken', async () => {
    await operator.forgetCodes();
    for (const more of [{ operatorId: 'op_1' }, { role: 'admin' }, { expiresAt: '2099-01-01T00:00:00Z' }])
      expect((await operator.trySignIn(more)).code).toBe('invalid_request');
  });
});

describe('a session', () => {
  it('is not taken as a member’s, nor a member’s as an operator’s', async () => {
    const school = await service.createInstitution();
    const page = await pageOf(service, school);
    const person = await page.signIn({ role: 'admin' });
    const asMember = await page.send('GET', '/v1/me', undefined, page.tokenHeaders(signedIn.token));
    expect([asMember.status, asMember.code]).toEqual([401, 'invalid_token']);
    const acting = await impersonate(service, signedIn, school, person);
    for (const token of [person.accessToken, person.refreshToken, acting.accessToken]) {
      const asOperator = await institutions({ Authorization: `Bearer ${token}` });
      expect([asOperator.status, asOperator.code]).toEqual([401, 'invalid_token']);
    }
  });

  it('ends when it is signed out of, after half an hour without a call, and after eight hours', async () => {
    const idle = await operator.signIn();
    const busy = await operator.signIn();
    const ended = await operator.signIn();
    expect((await operator.send('POST', '/v1/operator/sign-out', undefined, ended.headers)).status).toBe(204);
    expect((await institutions(ended.headers)).code).toBe('session_ended');
    for (let minutes = 0; minutes < 8 * 60; minutes += 25) {
      expect((await institutions(busy.headers)).status).toBe(200);
      later(25 * minute);
    }
    expect((await institutions(idle.headers)).code).toBe('session_ended');
    expect((await institutions(busy.headers)).code).toBe('session_ended');
    signedIn = await operator.signIn();
  });

  it('ends at once where the operator is disabled or reset, and a reset one sets themselves up anew', async () => {
    const other = await makeOperator(service);
    const { headers } = await other.signIn();
    expect((await institutions(headers)).status).toBe(200);
    const { setUpCode } = await resetOperator(platformOf(service), service.tokens, other.email);
    expect((await institutions(headers)).code).toBe('session_ended');
    await other.forgetCodes();
    expect((await other.trySignIn()).code).toBe('invalid_credentials');
    const answer = await other.send('POST', '/v1/operator/set-up', { setUpCode, password: operatorPassword });
    expect(answer.status).toBe(200);
  });

  it('is seen by its operator, who ends others, and nobody else’s', async () => {
    const other = await makeOperator(service);
    const [first, second] = [await other.signIn(), await other.signIn()];
    const list = async ({ headers }: SignedInOperator) =>
      (
        (await other.send('GET', '/v1/operator/sessions', undefined, headers))
          .body as Schemas['OperatorSessionList']
      ).data;
    const sessions = await list(second);
    expect(sessions.map(({ current }) => current)).toEqual([true, false]);
    expect(sessions[1]).toMatchObject({
      signedInAt: now.toISOString(),
      endsAt: new Date(now.getTime() + 30 * minute).toISOString(),
    });
    const end = (id: string, { headers }: SignedInOperator) =>
      other.send('DELETE', `/v1/operator/sessions/${id}`, undefined, headers);
    const { id } = sessions[1]!;
    expect((await end(id, signedIn)).status).toBe(404);
    expect((await end(id, second)).status).toBe(204);
    expect((await end(id, second)).status).toBe(404);
    expect((await institutions(first.headers)).code).toBe('session_ended');
    expect(await list(second)).toHaveLength(1);
    expect((await end(sessions[0]!.id, second)).status).toBe(204);
    expect((await institutions(second.headers)).code).toBe('session_ended');
  });

  it('that somebody else has: another password ends it and what it does as members, and takes more than a session', async () => {
    const other = await makeOperator(service);
    const [own, stolen] = [await other.signIn(), await other.signIn()];
    const school = await service.createInstitution();
    const page = await pageOf(service, school);
    const person = await page.signIn();
    const [acting, ownActing] = [
      await impersonate(service, stolen, school, person),
      await impersonate(service, own, school, person),
    ];
    const password = 'eleven boats before the morning bell';
    const change = async (more: object, { headers }: SignedInOperator) => {
      await other.forgetCodes();
      const draft = { currentPassword: operatorPassword, code: other.codeOf(), password, ...more };
      return other.send('PUT', '/v1/operator/password', draft, headers);
    };
    expect((await change({ currentPassword: 'a guess' }, stolen)).code).toBe('invalid_credentials');
    expect((await change({ code: '000000' }, stolen)).code).toBe('invalid_credentials');
    expect((await change({ password: 'password1234' }, own)).code).toBe('weak_password');
    expect((await change({}, own)).status).toBe(204);
    expect((await institutions(stolen.headers)).code).toBe('session_ended');
    expect((await page.me(acting)).code).toBe('session_ended');
    expect((await institutions(own.headers)).status).toBe(200);
    expect((await page.me(ownActing)).status).toBe(200);
    await other.forgetCodes();
    expect((await other.trySignIn()).code).toBe('invalid_credentials');
    expect((await other.trySignIn({ password })).status).toBe(200);
    const told = (await platformLog()).filter(({ subject }) => subject.id === idOf(other));
    expect(told.map(({ action }) => action).slice(-4)).toEqual([
      'operator.password_change_failed', 'operator.password_change_failed', 'operator.password_changed',
      'operator.sign_in_failed',
    ]); // prettier-ignore
  });

  it('that ran out long ago is not told as ended, and none is left by another’s clock', async () => {
    const other = await makeOperator(service);
    await other.signIn();
    later(31 * minute);
    const { headers } = await other.signIn();
    await disableOperator(platformOf(service), service.tokens, other.email);
    const ended = (await platformLog()).filter(
      ({ action, detail }) =>
        action === 'operator_session.ended' &&
        detail?.after?.operatorId === formatId('operator', idOf(other)),
    );
    expect(ended).toHaveLength(1);
    expect((await institutions(headers)).code).toBe('session_ended');
    const open = await platformOf(service).db.query({
      text: `select from operator_sessions where operator_id = '${idOf(other)}' and ended_at is null`,
    });
    expect(open).toEqual([]);
    signedIn = await operator.signIn();
  });

  it('opened anew tidies up what was revoked, in the platform’s own scope too', async () => {
    const revoked = () =>
      platformOf(service).db.query({
        text: 'select from revocations where institution_id = platform_id() and expires_at <= $1',
      }, [now]); // prettier-ignore
    const { headers } = await operator.signIn();
    await operator.send('POST', '/v1/operator/sign-out', undefined, headers);
    later(31 * minute);
    expect(await revoked()).not.toEqual([]);
    signedIn = await operator.signIn();
    expect(await revoked()).toEqual([]);
  });

  it('is of no use in a page, which cannot even ask', async () => {
    const preflight = await sendAs(service, 'OPTIONS', '/v1/operator/institutions', undefined, {
      Origin: 'https://allowed.example',
      'Access-Control-Request-Method': 'GET',
    });
    expect(preflight.status).toBe(405);
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
    const answer = await institutions({ ...signedIn.headers, Origin: 'https://allowed.example' });
    expect([answer.status, answer.code]).toEqual([403, 'origin_not_allowed']);
    const signIn = await sendAs(
      service, 'POST', '/v1/operator/sign-in', { email: operator.email, password: 'a', code: '000000' },
      { Origin: 'null' },
    ); // prettier-ignore
    expect(signIn.code).toBe('origin_not_allowed');
  });
});

describe('an institution', () => {
  const slug = 'made-by-operator';
  it('is made with keys that work, and its log begins with who made it', async () => {
    const draft = {
      slug,
      name: 'Made',
      mode: 'test',
      publicFields: ['name'],
      origins: ['https://www.made.example'],
    };
    const made = await operator.send('POST', '/v1/operator/institutions', draft, signedIn.headers);
    expect(made.status).toBe(201);
    const { id, secretKey, publishableKey, createdAt, secretKeyExpiresAt } =
      made.body as Schemas['CreatedInstitution'];
    // What an operator has seen is not good for ever.
    expect(secretKeyExpiresAt).toBe(new Date(now.getTime() + 14 * 24 * 60 * minute).toISOString());
    const withKey = (key: string, path: string) =>
      sendAs(service, 'GET', path, undefined, { 'Homecoming-Key': key });
    expect((await withKey(publishableKey!, '/v1/batches')).status).toBe(200);
    const before = now;
    later(14 * 24 * 60 * minute);
    const late = await withKey(secretKey, '/v1/audit-log');
    now = before;
    expect([late.status, late.code]).toEqual([401, 'expired_key']);
    const log = await withKey(secretKey, '/v1/audit-log');
    const { data } = log.body as Schemas['AuditPage'];
    const actor = { kind: 'operator', id: signedIn.operatorId };
    expect(data.map(({ action }) => action)).toEqual(['key.created', 'key.created', 'institution.created']);
    for (const entry of data) expect(entry.actor).toEqual(actor);
    expect(JSON.stringify(data)).not.toContain(secretKey.split('_')[3]);
    const again = await operator.send('POST', '/v1/operator/institutions', draft, signedIn.headers);
    expect([again.status, again.code]).toEqual([409, 'slug_taken']);
    for (const name of [id, slug]) {
      const found = await operator.send(
        'GET',
        `/v1/operator/institutions/${name}`,
        undefined,
        signedIn.headers,
      );
      expect(found.body).toMatchObject({ id, slug, name: 'Made', mode: 'test', createdAt });
    }
  });

  it('sees in its log each look that an operator takes at it', async () => {
    const school = await service.createInstitution();
    const page = await pageOf(service, school);
    const { member } = await page.signIn({ email: 'ada@people.example' });
    const look = (path: string) =>
      operator.send('GET', `/v1/operator/institutions/${path}`, undefined, signedIn.headers);
    const { id } = (await look(school.institution.slug)).body as Schemas['Institution'];
    expect((await look(`${id}/members?email=Ada@people.example`)).body).toMatchObject({
      data: [{ id: member.id }],
    });
    expect((await look(`${id}/members?email=ada@people`)).body).toMatchObject({ code: 'invalid_request' });
    expect((await look(`${id}/members?email=da@people.example`)).body).toEqual({ data: [] });
    await look(`${id}/audit-log?action=member.created`);
    const { data } = (await look(`${id}/audit-log?actor=${signedIn.operatorId}`))
      .body as Schemas['AuditPage'];
    expect(data.map(({ action, subject, after }) => [action, subject, after])).toEqual([
      ['audit_log.read', id, { action: 'member.created' }],
      ['member.looked_up', id, undefined],
      ['member.looked_up', member.id, undefined],
      ['institution.read', id, undefined],
    ]);
  });

  it('that is not there is not found, and neither is the platform itself', async () => {
    const id = formatId('institution', platformItself.id);
    for (const path of ['no-such-school', `${id}`, `${id}/audit-log`, `${id}/members?email=a@b.example`]) {
      const answer = await operator.send(
        'GET',
        `/v1/operator/institutions/${path}`,
        undefined,
        signedIn.headers,
      );
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });
});

it('the platform has an audit log of its own, which verify-audit covers', async () => {
  await operator.send('GET', '/v1/operator/impersonations', undefined, signedIn.headers);
  const entries = await platformLog();
  const actions = new Set(entries.map(({ action }) => action));
  for (const action of [
    'operator.created', 'operator.set_up_begun', 'operator.set_up_failed', 'operator.set_up', 'operator.sign_in_locked',
    'operator.password_change_failed', 'operator.password_changed', 'operator.disabled', 'operator.reset', 'operator.sign_in_failed',
    'operator_session.opened', 'operator_session.ended', 'institution.listed', 'impersonation.listed',
  ])
    expect(actions).toContain(action); // prettier-ignore
  expect(JSON.stringify(entries)).not.toContain(operatorPassword);
  const verdicts = async () =>
    asOwner(service.ownerUrl, async (owner) => {
      for await (const verdict of verifyAudit(owner, { keys: [testAuditKey], slug: platformItself.slug }))
        return verdict;
      return undefined;
    });
  expect(await verdicts()).toMatchObject({ slug: '_platform', faults: [], entries: entries.length });
  await asOwner(service.ownerUrl, async (owner) => {
    await owner.query({ text: 'alter table audit_entries disable trigger all' });
    await owner.query({
      text: `update audit_entries set action = 'operator.forgiven' where institution_id = platform_id() and number = 2`,
    });
    await owner.query({ text: 'alter table audit_entries enable trigger all' });
  });
  expect((await verdicts())!.faults).toEqual([expect.stringContaining('entry 2 is not what was written')]);
});

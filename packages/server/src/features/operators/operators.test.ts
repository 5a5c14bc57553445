import { beforeAll, describe, expect, it } from 'vitest';
import type { components } from '../../contract/generated/schema';
import { formatId } from '../../platform/ids';
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
import { listEntriesBetween, verifyAudit } from '../audit';
import { createOperator, disableOperator, resetOperator } from './set-up';

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

describe('signing in', () => {
  it('TOTP replay: a code is good once, and none before it is good any more', async () => {
    const other = await makeOperator(service);
    expect((await other.trySignIn()).code, 'the code that set it up').toBe('invalid_credentials');
    expect((await other.trySignIn({ code: other.codeOf(1) })).status).toBe(200);
    for (const steps of [1, 0, -1])
      expect((await other.trySignIn({ code: other.codeOf(steps) })).code).toBe('invalid_credentials');
    later(minute);
    expect((await other.trySignIn()).status).toBe(200);
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

  it('guessing is bounded: ten tries at once, then one each quarter of an hour, also for an address that is nobody’s', async () => {
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
    expect((await other.trySignIn()).code, 'with all that is right').toBe('too_many_requests');
    later(15 * minute);
    expect((await other.trySignIn()).status).toBe(200);
  });

  it('is answered the same whatever is wrong, and the platform’s log tells what it was', async () => {
    const other = await makeOperator(service);
    const disabled = await makeOperator(service);
    await disableOperator(platformOf(service), service.tokens, disabled.email);
    const answers = [
      await other.trySignIn({ password: 'not the password' }),
      await other.trySignIn({ code: '000000' }),
      await other.trySignIn({ email: 'somebody@operators.example' }),
      await disabled.trySignIn({ code: disabled.codeOf(1) }),
    ].map(({ status, body }) => ({ status, ...(body as object), requestId: '' }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const told = (await platformLog()).slice(-4).map(({ action, detail }) => [action, detail?.after]);
    expect(told).toEqual(
      ['password', 'code', 'address', 'disabled'].map((wrong) => ['operator.sign_in_failed', { wrong }]),
    );
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
    const { id, secretKey, publishableKey } = made.body as Schemas['CreatedInstitution'];
    const withKey = (key: string, path: string) =>
      sendAs(service, 'GET', path, undefined, { 'Homecoming-Key': key });
    expect((await withKey(publishableKey!, '/v1/batches')).status).toBe(200);
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
      expect(found.body).toMatchObject({ id, slug, name: 'Made', mode: 'test' });
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
    'operator.created', 'operator.set_up', 'operator.disabled', 'operator.reset', 'operator.sign_in_failed',
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

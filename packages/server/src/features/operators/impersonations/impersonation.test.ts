import { Writable } from 'node:stream';
import type { components } from '@homecoming/contract';
import { decodeJwt, SignJWT } from 'jose';
import { pino } from 'pino';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { formatId, newId, parseId } from '../../../platform/ids';
import { callerIdOf } from '../../../platform/permission';
import type { Scope } from '../../../platform/scope';
import { type Page, pageOf, type Person } from '../../../testing/members';
import {
  aReason,
  impersonate,
  makeOperator,
  platformOf,
  type SignedInOperator,
  type TestOperator,
} from '../../../testing/operators';
import {
  startTestService,
  type TestInstitution,
  testIssuer,
  type TestService,
} from '../../../testing/service';
import { tokenOptionsOf } from '../../../testing/tokens';
import { createProfile } from '../../directory/profiles';
import { updateMember } from '../../members/members';
import { setMemberProfile } from '../../members/store';
import { openTokens } from '../../tokens';
import { disableOperator } from '../set-up';
import { operatorTasks } from '../tasks';

type Schemas = components['schemas'];

let service: TestService;
let school: TestInstitution;
let page: Page;
let person: Person;
let operator: TestOperator;
let signedIn: SignedInOperator;
let now = new Date();
let written = '';
let key: string;

beforeAll(async () => {
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      written += chunk.toString();
      done();
    },
  });
  service = await startTestService({ clock: () => now, log: pino({ level: 'trace' }, stream) });
  school = await service.createInstitution();
  page = await pageOf(service, school);
  key = await school.createKey();
  person = await page.signIn({ role: 'admin' });
  operator = await makeOperator(service);
  signedIn = await operator.signIn();
});

const minute = 60_000;
const later = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const me = (headers: Readonly<Record<string, string>>) => page.send('GET', '/v1/me', undefined, headers);
const act = (minutes?: number, as: Pick<Person, 'member'> = person) =>
  impersonate(service, signedIn, school, as, minutes);
const start = (draft: Readonly<Record<string, unknown>>) =>
  operator.send(
    'POST',
    '/v1/operator/impersonations',
    {
      institutionId: formatId('institution', school.institution.id),
      memberId: person.member.id,
      reason: aReason,
      ...draft,
    },
    signedIn.headers,
  );
const logOf = async () => {
  const { body } = await page.send('GET', '/v1/audit-log?limit=100', undefined, { 'Homecoming-Key': key });
  return (body as Schemas['AuditPage']).data;
};

describe('acting as a member', () => {
  it('is by a token of the member’s that names the operator and has no refresh token', async () => {
    const started = await act();
    expect(decodeJwt(started.accessToken)).toMatchObject({
      iss: testIssuer,
      aud: formatId('institution', school.institution.id),
      sub: person.member.id,
      act: { sub: signedIn.operatorId },
      exp: Math.floor(now.getTime() / 1_000) + 15 * 60,
    });
    expect(started).not.toHaveProperty('refreshToken');
    expect((await me(started.headers)).body).toMatchObject({ id: person.member.id });
  });

  it('costs no read of the database to know', async () => {
    const { accessToken } = await act();
    const query = vi.spyOn(service.database.pool, 'connect');
    const beside = { institution: school.institution, keyId: newId() };
    expect(await service.tokens.accessTokens.authenticate(accessToken, beside)).toMatchObject({
      impersonation: { operatorId: parseId('operator', signedIn.operatorId) },
    });
    expect(query).not.toHaveBeenCalled();
    query.mockRestore();
  });

  it('is told in the institution’s log with its reason, and each act names both', async () => {
    const profile = await createProfile(school.scope, {
      ...{ givenName: 'Ada', familyName: 'Byron', company: 'The Difference' },
    });
    const ada = await page.signIn({ role: 'alumnus' });
    const id = parseId('member', ada.member.id)!;
    await school.scope.transaction((tx) => setMemberProfile(tx, id, profile.id));
    const started = await act(5, ada);
    const edited = await page.send(
      'PATCH',
      '/v1/me/profile',
      { company: 'Analytical Engines', audiences: { company: 'private' } },
      started.headers,
    );
    expect(edited.status).toBe(200);
    await operator.send('DELETE', `/v1/operator/impersonations/${started.id}`, undefined, signedIn.headers);
    const [ended, acted, begun] = await logOf().then((log) =>
      log.filter(({ action }) => action.startsWith('impersonation.') && action !== 'impersonation.read'),
    );
    const actor = { kind: 'operator', id: signedIn.operatorId };
    expect(begun).toMatchObject({
      action: 'impersonation.started',
      actor,
      subject: ada.member.id,
      after: { impersonationId: started.id, reason: aReason, endsAt: started.endsAt },
    });
    expect(begun).not.toHaveProperty('onBehalfOf');
    expect(acted).toMatchObject({
      action: 'impersonation.acted',
      actor,
      onBehalfOf: { kind: 'member', id: ada.member.id },
      subject: formatId('profile', profile.id),
      impersonationId: started.id,
      before: { company: 'The Difference' },
      after: { change: 'profile.updated', company: 'Analytical Engines', audiences: { company: 'private' } },
    });
    expect(acted!.before).toEqual({ company: 'The Difference', audiences: {} });
    expect(ended).toMatchObject({ action: 'impersonation.ended', actor, after: { why: 'ended' } });
    // What she changes herself is nobody's to log.
    await page.send('PATCH', '/v1/me/profile', { company: 'Her own' }, ada.headers);
    expect((await logOf())[0]!.action).not.toBe('impersonation.acted');
  });

  it('tells what was done to the photo', async () => {
    const profile = await createProfile(school.scope, {
      givenName: 'Grace',
      photoUrl: 'https://people.example/grace',
    });
    const grace = await page.signIn({ role: 'alumnus' });
    const id = parseId('member', grace.member.id)!;
    await school.scope.transaction((tx) => setMemberProfile(tx, id, profile.id));
    const started = await act(5, grace);
    expect((await page.send('DELETE', '/v1/me/photo', undefined, started.headers)).status).toBe(204);
    expect((await logOf())[0]).toMatchObject({
      action: 'impersonation.acted',
      impersonationId: started.id,
      before: { photoUrl: 'https://people.example/grace' },
      after: { change: 'profile.updated' },
    });
  });

  it('reading unseen: each read is in the institution’s log, with what was read', async () => {
    const profile = await createProfile(school.scope, { givenName: 'Emmy', familyName: 'Noether' });
    const profileId = formatId('profile', profile.id);
    const started = await act(5, await page.signIn({ role: 'alumnus' }));
    const paths = ['/v1/me', '/v1/directory/search?q=noether', `/v1/profiles/${profileId}`];
    for (const path of paths)
      expect((await page.send('GET', path, undefined, started.headers)).status).toBe(200);
    expect((await page.send('HEAD', '/v1/me', undefined, started.headers)).status).toBe(200);
    const reads = (await logOf()).slice(0, 4);
    for (const entry of reads)
      expect(entry).toMatchObject({
        action: 'impersonation.read',
        actor: { kind: 'operator', id: signedIn.operatorId },
        onBehalfOf: { kind: 'member', id: started.memberId },
        subject: started.memberId,
        impersonationId: started.id,
      });
    const ownMember = { operationId: 'getOwnMember', ids: [started.memberId] };
    expect(reads.map(({ after }) => after)).toEqual([
      ownMember,
      { operationId: 'getProfile', profileId, ids: [profileId] },
      { operationId: 'searchDirectory', query: { q: 'noether' }, ids: [profileId] },
      ownMember,
    ]);
    // What the member reads themselves is nobody's to log.
    await page.send('GET', '/v1/me', undefined, person.headers);
    expect((await logOf())[0]!.number).toBe(reads[0]!.number);
  });

  it('is in every line of the log of calls', async () => {
    const { headers } = await act();
    written = '';
    await me(headers);
    const lines = written.split('\n').filter((line) => line.includes('getOwnMember'));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      principalId: parseId('member', person.member.id),
      operatorId: parseId('operator', signedIn.operatorId),
    });
    written = '';
    await me(person.headers);
    expect(JSON.parse(written.split('\n').find((line) => line.includes('getOwnMember'))!)).not.toHaveProperty(
      'operatorId',
    );
  });

  it('changes no password, session, role or status, claims nothing, and browses no members or claims, also as an admin', async () => {
    const { headers, id, memberId } = await act();
    const someone = await page.signIn();
    const tries: [string, string, unknown?][] = [
      ['PUT', '/v1/me/password', { password: 'chosen by an operator' }],
      ['DELETE', '/v1/me/sessions'],
      ['PATCH', `/v1/members/${someone.member.id}`, { role: 'admin' }],
      ['PATCH', `/v1/members/${someone.member.id}`, { status: 'banned' }],
      ['GET', '/v1/audit-log'],
      ['POST', '/v1/me/claims', { name: 'Ada Byron' }],
      ...[
        '/v1/members', `/v1/members/${someone.member.id}`, '/v1/claims', '/v1/address-domains', '/v1/invitations',
        '/v1/bulk-actions',
      ].map((path): [string, string] => ['GET', path]),
    ]; // prettier-ignore
    for (const [method, path, body] of tries) {
      const answer = await page.send(method, path, body, headers);
      expect([path, answer.status, answer.code]).toEqual([path, 403, 'missing_permission']);
    }
    const refused = (await logOf()).slice(0, tries.length).reverse();
    expect(refused.map(({ after }) => after!.operationId)).toEqual([
      'setOwnPassword', 'endOwnSessions', 'updateMember', 'updateMember', 'listAuditLog', 'createClaim',
      'listMembers', 'getMember', 'listClaims', 'getAddressDomains', 'listInvitations', 'listBulkActions',
    ]); // prettier-ignore
    // Who, in whose name, on what ground, about whom, and why not.
    for (const entry of refused)
      expect(entry).toMatchObject({
        action: 'impersonation.refused',
        actor: { kind: 'operator', id: signedIn.operatorId },
        onBehalfOf: { kind: 'member', id: memberId },
        subject: memberId,
        impersonationId: id,
      });
    expect(refused[0]!.after).toEqual({ operationId: 'setOwnPassword', why: expect.any(String) as string });
    expect(refused[2]!.after).toMatchObject({
      memberId: someone.member.id,
      why: expect.stringMatching(/\.$/) as string,
    });
    // The token is none to refresh with.
    expect((await page.refresh(headers.Authorization.slice(7))).code).toBe('invalid_request');
    // What only admins see of the directory an operator does not.
    const search = await page.send('GET', '/v1/directory/search?audience=private', undefined, headers);
    expect([search.status, search.code]).toEqual([403, 'missing_permission']);
    expect((await logOf())[0]).toMatchObject({
      action: 'impersonation.refused',
      after: {
        operationId: 'searchDirectory',
        query: { audience: 'private' },
        why: expect.any(String) as string,
      },
    });
    // What is invalid besides is not kept.
    await page.send('GET', '/v1/members/none-such', undefined, headers);
    expect((await logOf())[0]!.after).toEqual({
      operationId: 'getMember',
      why: expect.any(String) as string,
    });
  });

  it('an operator’s claim: neither verifies the member nor gives them a profile of the register', async () => {
    const email = `${newId()}@register.example`;
    await createProfile(school.scope, { givenName: 'Mary', familyName: 'Somerville', email });
    const mary = await page.signIn({ email });
    const { headers } = await act(5, mary);
    const claim = { name: 'Mary Somerville' };
    const answer = await page.send('POST', '/v1/me/claims', claim, headers);
    expect([answer.status, answer.code]).toEqual([403, 'missing_permission']);
    expect((await page.me(mary)).body).toMatchObject({ status: 'unverified' });
    expect((await page.send('GET', '/v1/me/claims', undefined, mary.headers)).body).toEqual({ data: [] });
    // The very claim that she herself may make, and is approved at once.
    expect((await page.send('POST', '/v1/me/claims', claim, mary.headers)).body).toMatchObject({
      status: 'approved',
    });
  });

  it('a refused call is marked in the log of calls', async () => {
    const { headers } = await act();
    written = '';
    await page.send('GET', '/v1/members', undefined, headers);
    const line = written.split('\n').find((each) => each.includes('"answered"'));
    expect(JSON.parse(line!)).toMatchObject({
      operationId: 'listMembers',
      principalId: parseId('member', person.member.id),
      operatorId: parseId('operator', signedIn.operatorId),
      status: 403,
    });
  });
});

describe('who can be acted as', () => {
  it('is no banned member', async () => {
    const banned = await page.signIn();
    await updateMember(school.scope, service.tokens.revocations, parseId('member', banned.member.id)!, {
      status: 'banned',
    });
    const answer = await start({ memberId: banned.member.id });
    expect([answer.status, answer.code]).toEqual([403, 'member_banned']);
  });

  it('is no member of another institution, nor one of none', async () => {
    const other = await service.createInstitution();
    const stranger = await (await pageOf(service, other)).signIn();
    for (const draft of [
      { memberId: stranger.member.id },
      { institutionId: formatId('institution', other.institution.id) },
      { institutionId: formatId('institution', newId()) },
      { memberId: formatId('member', newId()) },
    ]) {
      const answer = await start(draft);
      expect([answer.status, answer.code]).toEqual([404, 'not_found']);
    }
  });

  it('mass assignment: nothing but what the contract names is taken, and limits hold', async () => {
    const wrong = [
      { operatorId: signedIn.operatorId }, { endsAt: '2099-01-01T00:00:00Z' }, { role: 'admin' },
      { minutes: 0 }, { minutes: 31 }, { minutes: null }, { minutes: 1.5 }, { reason: 'too short' }, { reason: 'a'.repeat(501) },
    ]; // prettier-ignore
    for (const draft of wrong) expect([draft, (await start(draft)).code]).toEqual([draft, 'invalid_request']);
  });
});

describe('acting as a member ends', () => {
  it('with its time, to the second that clocks may differ', async () => {
    const { headers } = await act(1);
    later(minute);
    expect((await me(headers)).status).toBe(200);
    later(6_000);
    const answer = await me(headers);
    expect([answer.status, answer.code]).toEqual([401, 'expired_token']);
  });

  it('when an operator ends it, who may be another one, and then it is not found', async () => {
    const { id, headers } = await act();
    const colleague = await (await makeOperator(service)).signIn();
    const listed = await operator.send('GET', '/v1/operator/impersonations', undefined, colleague.headers);
    expect((listed.body as Schemas['ImpersonationList']).data.map((each) => each.id)).toContain(id);
    const end = () =>
      operator.send('DELETE', `/v1/operator/impersonations/${id}`, undefined, colleague.headers);
    expect((await end()).status).toBe(204);
    expect((await me(headers)).code).toBe('session_ended');
    expect((await end()).status).toBe(404);
  });

  it.each(['signed out', 'disabled'])('when the operator is %s', async (how) => {
    const leaving = await makeOperator(service);
    const session = await leaving.signIn();
    const { headers } = await impersonate(service, session, school, person, 30);
    // Known to another process as well, which looks by itself.
    const elsewhere = await openTokens({ ...tokenOptionsOf(service), pollMs: 50 });
    const token = headers.Authorization.slice(7);
    const there = () =>
      elsewhere.accessTokens.authenticate(token, { institution: school.institution, keyId: newId() });
    await there();
    if (how === 'disabled') await disableOperator(platformOf(service), service.tokens, leaving.email);
    else await leaving.send('POST', '/v1/operator/sign-out', undefined, session.headers);
    expect((await me(headers)).code).toBe('session_ended');
    await vi.waitFor(() => expect(there()).rejects.toMatchObject({ code: 'session_ended' }), {
      timeout: 1_000,
    });
    await elsewhere.close();
    // And for as long as the token would have lasted.
    later(29 * minute);
    await service.tokens.revocations.read();
    expect((await me(headers)).code).toBe('session_ended');
    const [last] = await logOf();
    const why = how === 'disabled' ? 'disabled' : 'signed_out';
    expect(last).toMatchObject({ action: 'impersonation.ended', subject: person.member.id, after: { why } });
    signedIn = await operator.signIn();
    person = await page.signIn({ role: 'admin' });
  });

  it('with the operator’s session, however long was asked for', async () => {
    const session = await operator.signIn();
    const endsAt = now.getTime() + 8 * 60 * minute;
    for (let at = now.getTime(); at < endsAt - 25 * minute; at += 25 * minute) {
      later(25 * minute);
      await operator.send('GET', '/v1/operator/impersonations', undefined, session.headers);
    }
    const started = await impersonate(service, session, school, person, 30);
    expect(new Date(started.endsAt).getTime()).toBe(endsAt);
    signedIn = await operator.signIn();
    person = await page.signIn({ role: 'admin' });
  });

  it('outlasting the session: with it where it idles, however long was asked for', async () => {
    const session = await operator.signIn();
    const idleAt = now.getTime() + 30 * minute;
    // So soon that it does not count as use.
    later(50_000);
    const started = await impersonate(service, session, school, person, 30);
    expect(new Date(started.endsAt).getTime()).toBe(idleAt);
    now = new Date(idleAt + 6_000);
    const listed = await operator.send('GET', '/v1/operator/impersonations', undefined, session.headers);
    expect(listed.code).toBe('session_ended');
    expect((await me(started.headers)).code).toBe('expired_token');
    signedIn = await operator.signIn();
    person = await page.signIn({ role: 'admin' });
  });

  it('when the member is banned, or given another role, for as long as the token would have lasted', async () => {
    const someone = await page.signIn({ role: 'alumnus' });
    const { headers } = await act(30, someone);
    const id = parseId('member', someone.member.id)!;
    await updateMember(school.scope, service.tokens.revocations, id, { role: 'student' });
    expect((await me(headers)).code).toBe('expired_token');
    later(20 * minute);
    await service.tokens.revocations.read();
    expect((await me(headers)).code).toBe('expired_token');
    signedIn = await operator.signIn();
    const again = await act(30, someone);
    await updateMember(school.scope, service.tokens.revocations, id, { status: 'banned' });
    expect((await me(again.headers)).code).toBe('member_banned');
  });
});

describe('the end of acting as a member', () => {
  const isListed = async (id: string) => {
    const listed = await operator.send('GET', '/v1/operator/impersonations', undefined, signedIn.headers);
    return (listed.body as Schemas['ImpersonationList']).data.some((each) => each.id === id);
  };
  const endsOf = async (impersonationId: string) =>
    (await logOf())
      .filter(
        ({ action, after }) => action === 'impersonation.ended' && after!.impersonationId === impersonationId,
      )
      .map(({ subject, after }) => [subject, after!.why]);
  const change = (someone: Person, access: Parameters<typeof updateMember>[3]) =>
    updateMember(school.scope, service.tokens.revocations, parseId('member', someone.member.id)!, access);

  it.each<[string, (someone: Person) => Promise<unknown>]>([
    ['banned', (someone) => change(someone, { status: 'banned' })],
    ['changed', (someone) => change(someone, { role: 'student' })],
    ['changed', (someone) => change(someone, { status: 'unverified' })],
    ['member_signed_out', (someone) => page.send('DELETE', '/v1/me/sessions', undefined, someone.headers)],
  ])('is told with the transaction that brings it: %s', async (why, bring) => {
    const someone = await page.signIn({ role: 'alumnus' });
    const other = await act(15);
    const { id } = await act(15, someone);
    expect(await isListed(id)).toBe(true);
    await bring(someone);
    expect(await endsOf(id)).toEqual([[someone.member.id, why]]);
    expect(await isListed(id)).toBe(false);
    // Of others nothing ends, and what has ended does not end again.
    expect([await isListed(other.id), await endsOf(other.id)]).toEqual([true, []]);
    await change(someone, { role: 'alumnus', status: 'verified' });
    expect(await endsOf(id)).toHaveLength(1);
  });

  it('is told once, also by its time, and of what a killed process has left', async () => {
    const { id } = await act(1);
    const run = operatorTasks['impersonations.tidy'] as (scope: Scope) => Promise<void>;
    const tidy = () => run(school.scope);
    await tidy();
    expect(await endsOf(id)).toEqual([]);
    later(minute);
    await tidy();
    await tidy();
    expect(await endsOf(id)).toEqual([[person.member.id, 'expired']]);
  });
});

describe('a forged actor', () => {
  it('is refused, signed by whomever, and is not passed over', async () => {
    const started = await act();
    const claims = decodeJwt(started.accessToken);
    const { id: kid, privateKey } = await service.tokens.keys.signer();
    const signed = (changed: Readonly<Record<string, unknown>>) =>
      new SignJWT(
        Object.fromEntries(
          Object.entries({ ...claims, ...changed }).filter(([, value]) => value !== undefined),
        ),
      )
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
        .sign(privateKey);
    const session = formatId('session', newId());
    for (const changed of [
      { act: undefined },
      { act: null },
      { act: {} },
      { act: 'op' },
      { act: [] },
      { act: { sub: person.member.id } },
      { act: { sub: signedIn.operatorId } },
      { sid: session },
      { act: { ...(claims.act as object), sub: 'op_nobody' } },
    ]) {
      const answer = await me({ ...started.headers, Authorization: `Bearer ${await signed(changed)}` });
      expect([changed, answer.status, answer.code]).toEqual([changed, 401, 'invalid_token']);
    }
    const [header, , signature] = started.accessToken.split('.') as [string, string, string];
    const payload = Buffer.from(JSON.stringify({ ...claims, act: undefined })).toString('base64url');
    expect(
      (await me({ ...started.headers, Authorization: `Bearer ${header}.${payload}.${signature}` })).code,
    ).toBe('invalid_token');
  });

  it('does not make a member’s own limits and repetitions the operator’s', async () => {
    const someone = await page.signIn();
    const { accessToken, id } = await act(15, someone);
    const beside = { institution: school.institution, keyId: newId() };
    const acting = await service.tokens.accessTokens.authenticate(accessToken, beside);
    expect(callerIdOf(acting)).toBe(parseId('impersonation', id));
    const own = await service.tokens.accessTokens.authenticate(someone.accessToken, beside);
    expect(callerIdOf(own)).toBe(parseId('member', someone.member.id));
  });
});

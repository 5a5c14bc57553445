import type { components } from '@homecoming/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { newId, parseId } from '../../platform/ids';
import { formatId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { type Page, pageOf, type Person } from '../../testing/members';
import { testAuditKey } from '../../testing/secret';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { createProfile, deleteProfile } from '../directory/profiles';
import { changeSetting } from '../institutions';
import { makeAdmin } from '../members/members';
import { insertInvitation } from './store';

type Invitation = components['schemas']['Invitation'];

let service: TestService;
let school: TestInstitution;
let page: Page;
let admin: Person;
let now: Date;

beforeAll(async () => {
  now = new Date();
  service = await startTestService({ clock: () => now });
  school = await service.createInstitution();
  page = await pageOf(service, school);
  admin = await page.signIn({ role: 'admin' });
});

const someone = () => `${newId()}@people.example`;
const hours = async (count: number) => {
  now = new Date(now.getTime() + count * 3_600_000);
  // Tokens end meanwhile.
  if (count) admin = await page.signIn({ email: admin.member.email });
};
const outcome = ({ status, code }: { status: number; code: string | undefined }) => [status, code];
const post = (body: unknown, by: Person = admin) => page.send('POST', '/v1/invitations', body, by.headers);
const invited = async (body: Record<string, unknown>) => {
  const answer = await post(body);
  expect(answer.status).toBe(201);
  return answer.body as Invitation;
};
const get = async (id: string) =>
  (await page.send('GET', `/v1/invitations/${id}`, undefined, admin.headers)).body as Invitation;
const aProfile = async () =>
  formatId('profile', (await createProfile(school.scope, { familyName: `Curie ${newId()}` })).id);

describe('an invitation', () => {
  it('makes whoever proves the address a verified member of the role, with the profile', async () => {
    const [email, profileId] = [someone(), await aProfile()];
    const invitation = await invited({ email: email.toUpperCase(), role: 'student', profileId });
    expect(invitation).toMatchObject({ email, role: 'student', profileId, status: 'pending' });
    const person = await page.signIn({ email });
    expect(person.member).toMatchObject({ role: 'student', status: 'verified', profileId });
    // The very first token is good, and says so.
    expect((await page.me(person)).status).toBe(200);
    expect(await get(invitation.id)).toMatchObject({ status: 'accepted', memberId: person.member.id });
    // Once: what is changed later stays.
    await page.send('PATCH', `/v1/members/${person.member.id}`, { role: 'alumnus' }, admin.headers);
    expect((await page.signIn({ email })).member.role).toBe('alumnus');
  });

  it('gives nothing to who holds the mail, nor to another address or institution', async () => {
    const email = someone();
    await invited({ email, role: 'admin' });
    expect((await page.signIn({ email: someone() })).member).toMatchObject({
      role: 'alumnus',
      status: 'unverified',
    });
    const elsewhere = await pageOf(service, await service.createInstitution());
    expect((await elsewhere.signIn({ email })).member.status).toBe('unverified');
    const wrong = await page.requestCode(email);
    const guess = String((Number(wrong) + 1) % 1_000_000).padStart(6, '0');
    expect(outcome(await page.redeem(email, guess))).toEqual([401, 'invalid_code']);
    expect((await page.redeem(email, wrong)).body).toMatchObject({ member: { role: 'admin' } });
  });

  it('is mailed with the institution’s own page and words, and nothing of the request', async () => {
    const tools = { ownerUrl: service.ownerUrl, auditKey: testAuditKey, clock: () => now };
    await changeSetting(tools, school.institution.slug, 'signInUrl', 'https://alumni.school.example/me');
    const email = someone();
    const headers = { ...admin.headers, Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' };
    await page.send('POST', '/v1/invitations', { email, message: 'We meet again.' }, headers);
    const [mail] = await page.mailsTo(email);
    expect(mail!.subject).toContain(school.institution.name);
    expect(mail!.text).toContain('https://alumni.school.example/me');
    expect(mail!.text).toContain('We meet again.');
    expect(mail!.text).not.toContain('evil');
  });

  it('is one for an address, and none for a member’s', async () => {
    const email = someone();
    const both = await Promise.all([post({ email }), post({ email })]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(both.find(({ status }) => status === 409)!.code).toBe('already_invited');
    expect(outcome(await post({ email: admin.member.email }))).toEqual([409, 'already_member']);
    const profileId = await aProfile();
    const owner = someone();
    await invited({ email: owner, profileId });
    await page.signIn({ email: owner });
    expect(outcome(await post({ email: someone(), profileId }))).toEqual([409, 'profile_taken']);
    expect(outcome(await post({ email: someone(), profileId: formatId('profile', newId()) }))).toEqual([
      404,
      'not_found',
    ]);
  });

  it('still verifies where the profile has gone or is somebody’s by then', async () => {
    const [first, second, profileId] = [someone(), someone(), await aProfile()];
    await invited({ email: first, profileId });
    await invited({ email: second, profileId });
    const people = await Promise.all([page.signIn({ email: first }), page.signIn({ email: second })]);
    expect(people.map(({ member }) => member.status)).toEqual(['verified', 'verified']);
    expect(people.filter(({ member }) => member.profileId === profileId)).toHaveLength(1);
    const third = someone();
    const gone = await aProfile();
    await invited({ email: third, profileId: gone });
    await deleteProfile(school.scope, parseId('profile', gone)!);
    expect((await page.signIn({ email: third })).member).toMatchObject({ status: 'verified' });
  });

  it('answers an earlier claim by the profile that it gives: approved, and no mail of a rejection later', async () => {
    const [email, profileId] = [someone(), await aProfile()];
    const person = await page.signIn({ email });
    const claim = await page.send('POST', '/v1/me/claims', { name: 'Ada Byron' }, person.headers);
    expect(claim).toMatchObject({ status: 201, body: { status: 'pending' } });
    // As where a member takes an address that has been invited: it is accepted when they sign in the next time.
    await school.scope.transaction((tx) =>
      insertInvitation(tx, {
        ...{ id: newId(), email, role: 'student', profileId: parseId('profile', profileId)! },
        expiresAt: new Date(now.getTime() + 3_600_000),
      }),
    );
    expect((await page.signIn({ email })).member).toMatchObject({ profileId });
    const { id } = claim.body as { id: string };
    const path = `/v1/claims/${id}`;
    const { body } = await page.send('GET', path, undefined, admin.headers);
    expect(body).toMatchObject({ claim: { status: 'approved', decidedBy: 'institution', profileId } });
    const reject = await page.send('POST', `${path}/reject`, { reason: 'No.' }, admin.headers);
    expect(outcome(reject)).toEqual([409, 'claim_decided']);
    const subjects = (await page.mailsTo(email)).map(({ subject }) => subject);
    expect(subjects.filter((subject) => !subject.includes('code'))).toEqual([]);
    const changes = await asOwner(service.ownerUrl, (owner) =>
      owner.query<{ type: string }>(
        {
          text: `select type from changes where subject_id = $1
                 union all select change ->> 'type' from outbox where change ->> 'subjectId' = $1::text`,
        },
        [parseId('claim', id)],
      ),
    );
    expect(changes.map(({ type }) => type).sort()).toEqual(['claim.approved', 'claim.created']);
  });

  it('gives its profile to a member whose own was deleted meanwhile', async () => {
    const [email, profileId] = [someone(), await aProfile()];
    await invited({ email, profileId });
    await page.signIn({ email });
    await deleteProfile(school.scope, parseId('profile', profileId)!);
    const other = await aProfile();
    await school.scope.transaction((tx) =>
      insertInvitation(tx, {
        ...{ id: newId(), email, role: 'alumnus', profileId: parseId('profile', other)! },
        expiresAt: new Date(now.getTime() + 3_600_000),
      }),
    );
    expect((await page.signIn({ email })).member).toMatchObject({ profileId: other });
  });

  it('ends when it is revoked, and after 30 days; then another can be sent', async () => {
    const [revoked, expired] = [someone(), someone()];
    const { id } = await invited({ email: revoked, role: 'admin' });
    const remove = () => page.send('DELETE', `/v1/invitations/${id}`, undefined, admin.headers);
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
    expect((await page.signIn({ email: revoked })).member.status).toBe('unverified');
    const late = await invited({ email: expired, role: 'admin' });
    await hours(30 * 24);
    expect((await get(late.id)).status).toBe('expired');
    await invited({ email: expired });
    expect((await get(late.id)).status).toBe('revoked');
    expect((await page.signIn({ email: expired })).member).toMatchObject({
      role: 'alumnus',
      status: 'verified',
    });
  });

  it('is mailed again once an hour, and is then good for longer', async () => {
    const email = someone();
    const { id, expiresAt } = await invited({ email });
    const again = () => page.send('POST', `/v1/invitations/${id}/resend`, undefined, admin.headers);
    expect(outcome(await again())).toEqual([429, 'too_many_requests']);
    await hours(1);
    const answer = await again();
    expect(answer.status).toBe(200);
    expect(Date.parse((answer.body as Invitation).expiresAt)).toBeGreaterThan(Date.parse(expiresAt));
    expect(await page.mailsTo(email)).toHaveLength(2);
    await page.signIn({ email });
    expect(outcome(await again())).toEqual([409, 'invitation_ended']);
  });

  it('takes an address that can’t be written to for what it is', async () => {
    expect(outcome(await post({ email: 'a@[127.0.0.1]' }))).toEqual([400, 'invalid_request']);
    expect(outcome(await post({ email: someone(), role: 'operator' }))).toEqual([400, 'invalid_request']);
    expect(outcome(await post({ email: someone(), status: 'verified' }))).toEqual([400, 'invalid_request']);
  });

  it('takes nothing from who has been made more meanwhile', async () => {
    const email = someone();
    const { id } = await invited({ email, role: 'student' });
    await makeAdmin(school.scope, service.tokens.revocations, email);
    expect((await page.signIn({ email })).member).toMatchObject({ role: 'admin', status: 'verified' });
    expect((await get(id)).status).toBe('accepted');
  });

  it('does not restore who is banned', async () => {
    const email = someone();
    await invited({ email, role: 'admin' });
    // An import or the command line may have made the member meanwhile.
    await page.signIn({ email: someone() });
    await school.scope.transaction((tx) =>
      tx.db.query(
        {
          text: `insert into members (institution_id, id, email, role, status, created_at, updated_at)
                 values (current_institution(), $1, $2, 'alumnus', 'banned', now(), now())`,
        },
        [newId(), email],
      ),
    );
    expect(outcome(await page.redeem(email, await page.requestCode(email)))).toEqual([403, 'member_banned']);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { formatId, newId, parseId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { type Answer, type Page, pageOf, type Person } from '../../testing/members';
import { purgeOld } from '../../testing/purge';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { createProfile, deleteProfile, type ProfileCreate } from '../directory/profiles';
import { updateMember } from '../members/members';
import { claims } from './feature';

type Json = Readonly<Record<string, unknown>>;

let now = Date.now();
let service: TestService;
let school: TestInstitution;
let page: Page;
let admin: Person;

beforeAll(async () => {
  service = await startTestService({ clock: () => new Date(now) });
  school = await service.createInstitution();
  page = await pageOf(service, school);
  admin = await page.signIn({ role: 'admin' });
});

const register = async (draft: ProfileCreate, at = school) =>
  formatId('profile', (await createProfile(at.scope, draft)).id);
const as = (person: Pick<Person, 'headers'>, method: string, path: string, body?: unknown) =>
  page.send(method, path, body, person.headers);
const claim = (person: Pick<Person, 'headers'>, body: unknown = { name: 'Ada Lovelace' }) =>
  as(person, 'POST', '/v1/me/claims', body);
const idOf = ({ body }: Answer) => (body as { id: string }).id;
const decide = async (claimId: string, verb: 'approve' | 'reject', body: unknown) => {
  admin = page.personOf(await page.refresh(admin.refreshToken));
  return as(admin, 'POST', `/v1/claims/${claimId}/${verb}`, body);
};
const fresh = () => `${newId()}@people.example`;
/** What the person's next token says of them. */
const memberNow = async (person: Person) =>
  page.personOf(await page.refresh(person.refreshToken)).member as unknown as Json;
const subjectsTo = async (email: string) =>
  (await page.mailsTo(email)).map(({ subject }) => subject).filter((subject) => !subject.includes('code'));
const ofClaim = (id: string) => parseId('claim', id)!;
const ofProfile = (id: string) => parseId('profile', id)!;

async function told(claimId: string) {
  return asOwner(service.ownerUrl, async (owner) => {
    const [changes, audit] = await Promise.all([
      owner.query<{ type: string }>(
        {
          text: `select type from changes where subject_id = $1
                 union all select change ->> 'type' from outbox where change ->> 'subjectId' = $1::text`,
        },
        [ofClaim(claimId)],
      ),
      owner.query<{ action: string; actor_kind: string }>(
        { text: 'select action, actor_kind from audit_entries where subject_id = $1' },
        [ofClaim(claimId)],
      ),
    ]);
    return { changes: changes.map(({ type }) => type).sort(), audit };
  });
}

describe('a claim by a proven address', () => {
  it('gives the profile at once: the member is verified, told by mail, and it is in feed and audit log', async () => {
    const email = fresh();
    const profileId = await register({ familyName: 'Noether', email: email.toUpperCase() });
    const person = await page.signIn({ email });
    const answer = await claim(person, { name: 'Emmy Noether' });
    expect(answer).toMatchObject({
      status: 201,
      body: { status: 'approved', decidedBy: 'rule', profileId, email },
    });
    expect(await memberNow(person)).toMatchObject({ status: 'verified', profileId });
    expect(await subjectsTo(email)).toEqual([`Your claim at ${school.institution.name} was approved`]);
    expect(await told(idOf(answer))).toEqual({
      changes: ['claim.approved', 'claim.created'],
      audit: [{ action: 'claim.approved', actor_kind: 'member' }],
    });
  });

  it('waits where several profiles have the address, where it is somebody’s, and where it was deleted', async () => {
    const several = fresh();
    await register({ familyName: 'Bernoulli', email: several });
    await register({ familyName: 'Bernoulli', email: several });
    const taken = fresh();
    const owner = await page.signIn({ email: taken });
    const theirs = await register({ familyName: 'Curie', email: taken });
    const stated = { name: 'Marie Curie' };
    expect((await claim(owner, stated)).body).toMatchObject({ status: 'approved', profileId: theirs });
    await asOwner(service.ownerUrl, (database) =>
      database.query({ text: 'update members set email = $1 where email = $2' }, [fresh(), taken]),
    );
    const gone = fresh();
    const deleted = await register({ familyName: 'Gauss', email: gone });
    await deleteProfile(school.scope, ofProfile(deleted));
    for (const [email, name] of [[several, 'Bernoulli'], [taken, 'Curie'], [gone, 'Gauss']] as const)
      expect((await claim(await page.signIn({ email }), { name })).body).toMatchObject({ status: 'pending' });
  }); // prettier-ignore

  it('waits where what is stated contradicts the profile: an address may be a couple’s', async () => {
    const email = fresh();
    await register({
      ...{ givenName: 'Pierre', familyName: 'Langevin', email },
      ...{ birthDate: '1872-01-23', externalId: 'shared-1', degrees: [{ batchYear: 1897 }] },
    });
    for (const stated of [
      { name: 'Anna Desfosses' },
      { name: 'Anna Langevin', birthDate: '1999-01-01' },
      { name: 'Pierre Langevin', externalId: 'shared-2' },
    ]) {
      const person = await page.signIn({ email });
      const answer = await claim(person, stated);
      expect(answer.body).toMatchObject({ status: 'pending' });
      expect(await memberNow(person)).toMatchObject({ status: 'unverified' });
      await decide(idOf(answer), 'reject', { reason: 'It is somebody else’s.' });
    }
    const right = { name: 'Pierre Langevin', birthDate: '1872-01-23', batchYear: 1898 };
    expect((await claim(await page.signIn({ email }), right)).body).toMatchObject({ status: 'approved' });
  });

  it('is made once, however many are sent at once', async () => {
    const email = fresh();
    await register({ familyName: 'Germain', email });
    const person = await page.signIn({ email });
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => claim(person, { name: 'Sophie Germain' })),
    );
    // What has verified the member has ended the token that the others came with, or finds the profile given.
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const { status, code } of answers.filter((each) => each.status !== 201))
      expect(['409 not_claimable', '401 expired_token']).toContain(`${status} ${code}`);
  });
});

describe('an address of the institution', () => {
  it('verifies the member at once, and which profile it is still waits', async () => {
    const put = (domains: unknown) => as(admin, 'PUT', '/v1/address-domains', { domains });
    expect(await put(['Alumni.School.example', 'bücher.example'])).toMatchObject({
      status: 200,
      body: { domains: ['alumni.school.example', 'xn--bcher-kva.example'] },
    });
    for (const wrong of ['edu', 'ac.uk', 'github.io', 'a b.example', '10.0.0.1', '@school.example', '..'])
      expect(await put([wrong.padEnd(3, '.')])).toMatchObject({ status: 400, code: 'invalid_request' });
    const statusAfterClaim = async (email: string) => {
      const person = await page.signIn({ email });
      expect((await claim(person)).body).toMatchObject({ status: 'pending' });
      return (await memberNow(person)).status;
    };
    expect(await statusAfterClaim('sofia@alumni.school.example')).toBe('verified');
    expect(await statusAfterClaim('sofia@maths.alumni.school.example')).toBe('verified');
    expect(await statusAfterClaim('sofia@evil-alumni.school.example')).toBe('unverified');
    expect(await statusAfterClaim('alumni.school.example@evil.example')).toBe('unverified');
    expect(await statusAfterClaim('sofia@alumni.school.example.evil.example')).toBe('unverified');
    await put([]);
  });
});

describe('who guesses', () => {
  it('is answered alike, whether the register knows the person, another one, or nobody', async () => {
    const known = { externalId: 'secret-1', birthDate: '1815-12-10', email: 'ada@register.example' };
    await register({
      ...{ givenName: 'Ada', familyName: 'Byron', degrees: [{ batchYear: 1835 }] },
      ...known,
      audiences: { name: 'private' },
    });
    const right = { name: 'Ada Byron', externalId: 'secret-1', batchYear: 1835, birthDate: '1815-12-10' };
    const guesses = [
      right,
      { ...right, externalId: 'secret-2' },
      { ...right, birthDate: '1815-12-11' },
      { ...right, name: 'Nobody Atall', externalId: 'none', batchYear: 1999 },
    ];
    for (const guess of guesses) {
      const person = await page.signIn();
      const { status, body } = await claim(person, guess);
      const { id, memberId, email, createdAt, ...rest } = body as Json;
      expect([typeof id, memberId, email, typeof createdAt]).toEqual([
        'string', person.member.id, person.member.email, 'string',
      ]); // prettier-ignore
      expect([status, rest]).toEqual([201, { status: 'pending', ...guess }]);
      expect((await as(person, 'GET', '/v1/me/claims')).body).toEqual({ data: [body] });
      expect(await memberNow(person)).toMatchObject({ status: 'unverified' });
      for (const path of ['/v1/claims', `/v1/claims/${String(id)}`])
        expect(await as(person, 'GET', path)).toMatchObject({ status: 403, code: 'missing_permission' });
    }
  });

  it('has one claim at a time, and five in 30 days', async () => {
    const person = await page.signIn();
    for (let i = 0; i < 5; i++) {
      const { body } = await claim(person);
      expect(await claim(person)).toMatchObject({ status: 409, code: 'claim_pending' });
      expect((await decide((body as { id: string }).id, 'reject', { reason: 'No.' })).status).toBe(200);
    }
    const refused = await claim(person);
    expect(refused).toMatchObject({ status: 429, code: 'too_many_requests' });
    const wait = Number(refused.headers['retry-after']);
    expect(wait).toBeGreaterThan(29 * 24 * 3_600);
    now += wait * 1_000;
    admin = await page.signIn({ role: 'admin' });
    const again = await page.signIn({ email: person.member.email });
    expect((await claim(again)).status).toBe(201);
  });
});

describe('the queue', () => {
  it('shows which profiles a claim may mean, the likeliest first, and whose they are already', async () => {
    const name = { givenName: 'Emmy', familyName: 'Zweistein' };
    const degrees = [{ batchYear: 1907 }];
    const sure = await register({ ...name, degrees, birthDate: '1882-03-23' });
    const other = await register({ ...name, degrees, birthDate: '1901-01-01' });
    const stated = { name: 'Emmy Zweistein', batchYear: 1907, birthDate: '1882-03-23' };
    const id = idOf(await claim(await page.signIn(), stated));
    const listed = await as(admin, 'GET', '/v1/claims?limit=100');
    expect((listed.body as { data: Json[] }).data.map((each) => each.id)).toContain(id);
    const { body } = await as(admin, 'GET', `/v1/claims/${id}`);
    const common = { displayName: 'Emmy Zweistein', batchYears: [1907] };
    expect((body as { matches: Json[] }).matches).toEqual([
      { ...common, profileId: sure, confidence: 'high', agrees: ['name', 'batchYear', 'birthDate'], disagrees: [] },
      { ...common, profileId: other, confidence: 'low', agrees: ['name', 'batchYear'], disagrees: ['birthDate'] },
    ]); // prettier-ignore
    const owner = await page.signIn();
    await decide(idOf(await claim(owner)), 'approve', { profileId: other });
    const again = (await as(admin, 'GET', `/v1/claims/${id}`)).body as { matches: Json[] };
    expect(again.matches.map((match) => match.memberId)).toEqual([undefined, owner.member.id]);
  });

  describe('shows the right person', () => {
    const matchesOf = async (stated: Json) => {
      const id = idOf(await claim(await page.signIn(), stated));
      admin = page.personOf(await page.refresh(admin.refreshToken));
      const { body } = await as(admin, 'GET', `/v1/claims/${id}`);
      return (body as { matches: { profileId: string; agrees: string[]; disagrees: string[] }[] }).matches;
    };

    it('where only the birth date is as stated, unless a register has written it for very many', async () => {
      const birthDate = '1718-05-16';
      const profileId = await register({ familyName: 'Born Otherwise', birthDate });
      expect(await matchesOf({ name: 'Gaetana Milanesi', birthDate })).toMatchObject([
        { profileId, agrees: ['birthDate'], disagrees: ['name'] },
      ]);
      const common = { birthDate: '1700-01-01', degrees: [{ batchYear: 1720 }] };
      await register({ familyName: 'Placeholder', ...common, degrees: [{ batchYear: 1721 }] });
      for (let i = 0; i < 20; i++) await register({ familyName: 'Placeholder', ...common });
      const vague = { name: 'Gaetana Milanesi', birthDate: common.birthDate };
      expect(await matchesOf(vague)).toEqual([]);
      expect(await matchesOf({ ...vague, batchYear: 1720 })).toHaveLength(20);
      expect(await matchesOf({ ...vague, batchYear: 1721 })).toHaveLength(1);
    });

    it('where the year is another, behind namesakes of the year', async () => {
      const [namesake, other] = [{ batchYear: 1801 }, { batchYear: 1809 }];
      const name = { givenName: 'Sophie', familyName: 'Lalande' };
      const ofYear = await register({ ...name, degrees: [namesake] });
      const right = await register({ ...name, degrees: [other] });
      expect(await matchesOf({ name: 'Sophie Lalande', batchYear: 1801 })).toMatchObject([
        { profileId: ofYear, agrees: ['name', 'batchYear'] },
        { profileId: right, agrees: ['name'], disagrees: ['batchYear'] },
      ]);
    });

    it('where names are stated that the register has not', async () => {
      const profileId = await register({
        ...{ givenName: 'Marie', familyName: 'Kiri', otherNames: ['Maria Skłodowska'] },
        degrees: [{ batchYear: 1894 }],
      });
      for (const name of ['Maria Salomea Sklodowska', 'Dr. Maria Salomea Sklodowska', 'Skłodowska Manya'])
        expect((await matchesOf({ name })).map((match) => match.profileId)).toEqual([profileId]);
      expect((await matchesOf({ name: 'Maria Salomea Sklodowska', batchYear: 1895 }))[0]).toMatchObject({
        profileId,
      });
    });
  });

  it('approves: the profile is the member’s, mailed, in the feed and in the audit log with who decided', async () => {
    const person = await page.signIn();
    const profileId = await register({ familyName: 'Kowalewskaja' });
    const id = idOf(await claim(person));
    const { status, body } = await decide(id, 'approve', { profileId });
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ status: 'approved', decidedBy: 'institution', profileId }),
    ]);
    expect(await memberNow(person)).toMatchObject({ status: 'verified', profileId });
    expect(await subjectsTo(person.member.email)).toEqual([
      `Your claim at ${school.institution.name} was approved`,
    ]);
    expect((await told(id)).audit).toEqual([{ action: 'claim.approved', actor_kind: 'member' }]);
    expect(await decide(id, 'reject', { reason: 'No.' })).toMatchObject({
      status: 409,
      code: 'claim_decided',
    });
  });

  it('makes a profile of what was stated where the register knows nobody', async () => {
    const person = await page.signIn();
    const details = { batchYear: 1395, birthDate: '1355-01-01' };
    const stated = { name: 'Hypatia of Alexandria', externalId: 'unproven', ...details };
    const id = idOf(await claim(person, stated));
    await decide(id, 'approve', { newProfile: true });
    const again = page.personOf(await page.refresh(person.refreshToken));
    const { body } = await as(again, 'GET', '/v1/me/profile');
    expect(body).not.toHaveProperty('externalId');
    expect(body).toMatchObject({
      displayName: 'Hypatia of Alexandria',
      birthDate: '1355-01-01',
      degrees: [expect.objectContaining({ batchYear: 1395 })],
    });
  });

  it('gives a new profile the number that the decision names, where it is nobody’s', async () => {
    const person = await page.signIn();
    const id = idOf(await claim(person));
    await register({ familyName: 'Hopper', externalId: 'taken-1' });
    const approve = (externalId: string) => decide(id, 'approve', { newProfile: true, externalId });
    expect(await approve('taken-1')).toMatchObject({ status: 409, code: 'external_id_taken' });
    expect((await approve('free-1')).status).toBe(200);
    const again = page.personOf(await page.refresh(person.refreshToken));
    expect((await as(again, 'GET', '/v1/me/profile')).body).toMatchObject({ externalId: 'free-1' });
  });

  it('rejects with a reason that is mailed; nothing is given, and the member may claim anew', async () => {
    const person = await page.signIn();
    const id = idOf(await claim(person));
    const reason = 'We find nobody of this name.';
    expect((await decide(id, 'reject', { reason })).body).toMatchObject({ status: 'rejected', reason });
    expect(await memberNow(person)).toMatchObject({ status: 'unverified' });
    const mails = await page.mailsTo(person.member.email);
    expect(mails.at(-1)!.text).toContain(reason);
    const { changes, audit } = await told(id);
    expect(changes).toEqual(['claim.created', 'claim.rejected']);
    expect(audit).toEqual([{ action: 'claim.rejected', actor_kind: 'member' }]);
    expect((await claim(person)).status).toBe(201);
  });

  it('gives one profile to one member, however many are approved at once; the others have nothing of it', async () => {
    const profileId = await register({ familyName: 'Euler' });
    const key = { 'Homecoming-Key': await school.createKey() };
    const people = await Promise.all(Array.from({ length: 50 }, () => page.signIn()));
    const ids = await Promise.all(people.map(async (person) => idOf(await claim(person))));
    const answers = await Promise.all(
      ids.map((id) => page.send('POST', `/v1/claims/${id}/approve`, { profileId }, key)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 'profile_taken')).toHaveLength(49);
    const [row] = await asOwner(service.ownerUrl, (owner) =>
      owner.query<Json>(
        {
          text: `select (select count(*)::int from members where profile_id = $1) as owners,
                        (select count(*)::int from members where id = any($2) and status = 'verified') as verified,
                        (select count(*)::int from claims where member_id = any($2) and status = 'pending') as pending,
                        (select count(*)::int from mails where recipient = any($3) and subject like 'Your claim%was approved') as mails`,
        },
        [
          ofProfile(profileId),
          people.map(({ member }) => parseId('member', member.id)),
          people.map(({ member }) => member.email),
        ],
      ),
    );
    expect(row).toEqual({ owners: 1, verified: 1, pending: 49, mails: 1 });
  });

  it('does not bring a banned member back, nor link what is deleted or another institution’s', async () => {
    const person = await page.signIn();
    const id = idOf(await claim(person));
    const elsewhere = await service.createInstitution();
    const deleted = await register({ familyName: 'Abel' });
    await deleteProfile(school.scope, ofProfile(deleted));
    for (const profileId of [deleted, await register({ familyName: 'Galois' }, elsewhere)])
      expect(await decide(id, 'approve', { profileId })).toMatchObject({ status: 404, code: 'not_found' });
    const confused = [
      ...[{}, { newProfile: false }, { externalId: '1' }, { newProfile: false, externalId: '1' }],
      ...[
        { newProfile: true, profileId: deleted },
        { profileId: deleted, externalId: '1' },
      ],
    ];
    for (const body of confused)
      expect(await decide(id, 'approve', body)).toMatchObject({ status: 400, code: 'invalid_request' });
    const memberId = parseId('member', person.member.id)!;
    await updateMember(school.scope, service.tokens.revocations, memberId, { status: 'banned' });
    expect(await decide(id, 'approve', { newProfile: true })).toMatchObject({
      status: 409,
      code: 'not_claimable',
    });
  });
});

it('what was stated for the decision is deleted 90 days after it, and nothing of what waits', async () => {
  const dayMs = 24 * 60 * 60_000;
  const details = { externalId: 'kept-1', birthDate: '1776-04-01', evidence: 'My letters.' };
  const stated = { name: 'Sophie Germain', batchYear: 1794, ...details };
  const decided = idOf(await claim(await page.signIn(), stated));
  await decide(decided, 'reject', { reason: 'No.' });
  const pending = idOf(await claim(await page.signIn(), stated));
  const key = { 'Homecoming-Key': await school.createKey() };
  const shown = async (id: string) =>
    ((await page.send('GET', `/v1/claims/${id}`, undefined, key)).body as { claim: Json }).claim;
  const forget = async (days: number) => {
    now += days * dayMs;
    await purgeOld(school.scope, claims);
  };
  await forget(90);
  expect(await shown(decided)).toMatchObject(details);
  await forget(1);
  const after = await shown(decided);
  expect(after).toMatchObject({ name: 'Sophie Germain', batchYear: 1794, status: 'rejected', reason: 'No.' });
  for (const field of Object.keys(details)) expect(after).not.toHaveProperty(field);
  expect(await shown(pending)).toMatchObject(stated);
  admin = await page.signIn({ email: admin.member.email });
});

describe('a profile that was given to the wrong person', () => {
  const takeBack = async ({ member }: Person) => {
    admin = page.personOf(await page.refresh(admin.refreshToken));
    return as(admin, 'DELETE', `/v1/members/${member.id}/profile`);
  };

  it('is taken back: nobody’s from then on, mailed once, in feed and audit log, whoever asks at once', async () => {
    const email = fresh();
    const profileId = await register({ familyName: 'Agnesi', email });
    const person = await page.signIn({ email });
    expect((await claim(person, { name: 'Agnesi' })).body).toMatchObject({ status: 'approved' });
    const wrong = page.personOf(await page.refresh(person.refreshToken));
    const key = { 'Homecoming-Key': await school.createKey({ scopes: ['claims:decide'] }) };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        page.send('DELETE', `/v1/members/${wrong.member.id}/profile`, undefined, key),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204]);
    expect(await as(wrong, 'PATCH', '/v1/me/profile', { city: 'Milan' })).toMatchObject({
      status: 401,
      code: 'expired_token',
    });
    const after = page.personOf(await page.refresh(wrong.refreshToken));
    expect(after.member).toMatchObject({ status: 'verified' });
    expect(after.member).not.toHaveProperty('profileId');
    expect(await as(after, 'PATCH', '/v1/me/profile', { city: 'Milan' })).toMatchObject({
      status: 404,
      code: 'no_profile',
    });
    const texts = (await page.mailsTo(email)).map(({ text }) => text);
    expect(texts.filter((text) => text.includes('has unlinked it'))).toHaveLength(1);
    const entries = await asOwner(service.ownerUrl, (owner) =>
      owner.query<Json>(
        {
          text: `select actor_kind from audit_entries where subject_id = $1 and action = 'member.profile_taken_back'`,
        },
        [parseId('member', wrong.member.id)],
      ),
    );
    expect(entries).toEqual([{ actor_kind: 'secretKey' }]);
    const right = await page.signIn();
    const answer = await decide(idOf(await claim(right)), 'approve', { profileId });
    expect(answer.body).toMatchObject({ status: 'approved', profileId });
  });

  it('is not given again by the rule that gave it, but by the institution', async () => {
    const email = fresh();
    const profileId = await register({ familyName: 'Bassi', email });
    const person = await page.signIn({ email });
    await claim(person, { name: 'Bassi' });
    expect((await takeBack(person)).status).toBe(204);
    const again = await claim(await page.signIn({ email }), { name: 'Bassi' });
    expect(again.body).toMatchObject({ status: 'pending' });
    expect((await decide(idOf(again), 'approve', { profileId })).status).toBe(200);
    expect((await takeBack(await page.signIn())).status).toBe(204);
  });

  it('is taken by whoever decides claims only, and from members of the institution only', async () => {
    const person = await page.signIn({ status: 'verified' });
    const path = `/v1/members/${person.member.id}/profile`;
    expect(await as(person, 'DELETE', path)).toMatchObject({ status: 403, code: 'missing_permission' });
    const elsewhere = await service.createInstitution();
    const key = { 'Homecoming-Key': await elsewhere.createKey() };
    expect(await page.send('DELETE', path, undefined, key)).toMatchObject({ status: 404, code: 'not_found' });
  });
});

it('a member whose profile was deleted has none, and may have another', async () => {
  const email = fresh();
  const deleted = await register({ familyName: 'Cardano', email });
  const person = await page.signIn({ email });
  await claim(person, { name: 'Cardano' });
  const now = await page.signIn({ email });
  expect(await claim(now, { name: 'Cardano' })).toMatchObject({ status: 409, code: 'not_claimable' });
  await deleteProfile(school.scope, ofProfile(deleted));
  const id = idOf(await claim(now, { name: 'Gerolamo Cardano' }));
  const profileId = await register({ familyName: 'Cardano' });
  expect((await decide(id, 'approve', { profileId })).body).toMatchObject({ status: 'approved', profileId });
  expect(await memberNow(now)).toMatchObject({ profileId });
});

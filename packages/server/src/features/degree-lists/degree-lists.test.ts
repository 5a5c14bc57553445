import { beforeAll, describe, expect, it } from 'vitest';
import { formatId, newId, parseId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { type Answer, type Page, pageOf } from '../../testing/members';
import { purgeOld } from '../../testing/purge';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { createProfile, deleteProfile, type ProfileCreate, updateProfile } from '../directory/profiles';
import { updateMember } from '../members/members';
import { setMemberProfile } from '../members/store';
import { degreeLists } from './feature';
import { verifyTask } from './lists';
import { degreeListTasks } from './tasks';

type Json = Readonly<Record<string, unknown>>;

const dayMs = 24 * 60 * 60_000;
let now = Date.now();
let service: TestService;
let school: TestInstitution;
let page: Page;
let key: string;

beforeAll(async () => {
  service = await startTestService({ clock: () => new Date(now) });
  school = await service.createInstitution();
  page = await pageOf(service, school);
  key = await school.createKey();
});

const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  page.send(method, path, body, { 'Homecoming-Key': key, ...headers });
const idOf = ({ body }: Answer) => (body as { id: string }).id;
const run = (task: string, payload: unknown, { scope } = school) =>
  degreeListTasks[task]!(scope, payload, new AbortController().signal, {
    taskId: newId(),
    attempt: 1,
    reruns: 0,
  });
const verify = (id: string, at = school) => run(verifyTask.name, { listId: parseId('degreeList', id)! }, at);
const listOf = async (id: string) => (await call('GET', `/v1/degree-lists/${id}`)).body as Json;
const rowsOf = async (id: string) =>
  ((await call('GET', `/v1/degree-lists/${id}/rows?limit=100`)).body as { data: Json[] }).data;

async function upload(rows: readonly Json[]): Promise<string> {
  const answer = await call('POST', '/v1/degree-lists', { name: 'Degrees', rows });
  expect(answer.status).toBe(202);
  return idOf(answer);
}

/** Uploads rows, has them compared, and gives what each came to. */
async function outcomes(...rows: readonly Json[]): Promise<unknown[]> {
  const id = await upload(rows);
  await verify(id);
  return (await rowsOf(id)).map(({ outcome }) => outcome);
}

let people = 0;
/** Somebody whose details nobody else has. */
async function person(draft: Partial<ProfileCreate> = {}, at = school) {
  const nth = people++;
  const familyName = `Family${String.fromCharCode(97 + (nth % 26), 97 + Math.floor(nth / 26))}`;
  const birthDate = new Date(Date.UTC(1950, 0, 1 + nth)).toISOString().slice(0, 10);
  const details = { externalId: `no-${nth}`, birthDate, givenName: 'Ada', familyName };
  const profile = await createProfile(at.scope, { ...details, degrees: [{ batchYear: 2001 }], ...draft });
  const byId = { externalId: details.externalId, name: `Ada ${familyName}`, batchYear: 2001 };
  const byBirth = { birthDate, name: `${familyName}, Ada`, batchYear: 2001 };
  return { profile, id: formatId('profile', profile.id), byId, byBirth };
}

async function degreesOf(id: string, headers: Record<string, string> = {}) {
  const { degrees } = (await call('GET', `/v1/profiles/${id}`, undefined, headers)).body as {
    degrees: Json[];
  };
  return degrees.map(({ verified }) => verified === true);
}

const subjectsTo = async (email: string) =>
  (await page.mailsTo(email)).filter(({ subject }) => subject.endsWith('verified your degrees'));

async function told(subjectId: string) {
  return asOwner(service.ownerUrl, async (owner) => {
    const [changes, audit] = await Promise.all([
      owner.query<{ type: string; audience: string }>(
        {
          text: `select type, audience from changes where subject_id = $1
                 union all select change ->> 'type', change ->> 'audience' from outbox where change ->> 'subjectId' = $1::text`,
        },
        [subjectId],
      ),
      owner.query<{ action: string; actor_kind: string }>(
        { text: 'select action, actor_kind from audit_entries where subject_id = $1 order by number' },
        [subjectId],
      ),
    ]);
    return {
      changes: changes.map(({ type, audience }) => `${type} ${audience}`).sort(),
      audit: audit.map(({ action, actor_kind }) => `${action} ${actor_kind}`),
    };
  });
}

describe('a row proves a degree', () => {
  it('by external id and name, or by name, year and birth date', async () => {
    const [ada, eve] = [await person(), await person()];
    expect(await outcomes(ada.byId, eve.byBirth)).toEqual(['verified', 'verified']);
    expect([await degreesOf(ada.id), await degreesOf(eve.id)]).toEqual([[true], [true]]);
  });

  it('of nobody where something disagrees, is missing, or is another person’s', async () => {
    const { id, byId, byBirth } = await person();
    const other = await person();
    expect(
      await outcomes(
        { ...byId, name: 'Eve Nobody' },
        { ...byId, birthDate: '1900-01-01' },
        { ...byBirth, externalId: 'another' },
        { ...byBirth, externalId: other.byId.externalId },
        { ...byBirth, birthDate: undefined },
        { ...byBirth, batchYear: 2002 },
        { ...byBirth, name: `${byBirth.name} Smith` },
      ),
    ).toEqual(['notFound', 'notFound', 'notFound', 'notFound', 'notFound', 'notFound', 'notFound']);
    expect([await degreesOf(id), await degreesOf(other.id)]).toEqual([[false], [false]]);
  });

  it('of nobody where two are as the row says, or one has the number and another the details', async () => {
    const { profile, byBirth } = await person();
    const { familyName, birthDate } = profile;
    await person({ familyName: familyName!, birthDate: birthDate! });
    expect(await outcomes(byBirth)).toEqual(['ambiguous']);
    const [holder, bearer] = [await person(), await person({ externalId: undefined })];
    expect(await outcomes({ ...bearer.byBirth, externalId: holder.byId.externalId })).toEqual(['ambiguous']);
    expect([await degreesOf(holder.id), await degreesOf(bearer.id)]).toEqual([[false], [false]]);
  });

  it('by a name of the register where no number tells, whatever people call themselves', async () => {
    const { id, profile, byBirth, byId } = await person({
      otherNames: ['Eve Adams'],
      displayName: 'Eva Adams',
    });
    expect(await outcomes({ ...byBirth, name: 'Eve Adams' })).toEqual(['notFound']);
    expect(await outcomes({ ...byBirth, name: 'Eva Adams' })).toEqual(['notFound']);
    expect(await degreesOf(id)).toEqual([false]);
    expect(await outcomes({ ...byId, name: `Eve ${profile.familyName!}` })).toEqual(['verified']);
  });

  it('by the number alone of whom the register has no name, and never by what they call themselves', async () => {
    const nameless = { givenName: undefined, familyName: undefined, displayName: 'Ada Twin' };
    const { id, profile, byId, byBirth } = await person(nameless);
    expect(await outcomes({ ...byBirth, name: 'Ada Twin' })).toEqual(['notFound']);
    await updateProfile(school.scope, profile.id, { displayName: 'Countess' });
    const row = { ...byId, name: 'Ada Twin' };
    expect(await outcomes({ ...byBirth, name: 'Countess' })).toEqual(['notFound']);
    expect(await outcomes({ ...row, birthDate: '1900-01-01' })).toEqual(['notFound']);
    expect(await degreesOf(id)).toEqual([false]);
    expect(await outcomes(row)).toEqual(['verified']);
  });

  it('not by a birth date that very many of a batch have', async () => {
    const birthDate = '1970-01-01';
    const last = await person({ birthDate, degrees: [{ batchYear: 1990 }] });
    for (let i = 0; i < 20; i++) await person({ birthDate, degrees: [{ batchYear: 1990 }] });
    const row = { birthDate, name: last.byBirth.name, batchYear: 1990 };
    expect(await outcomes(row)).toEqual(['notFound']);
    expect(await outcomes({ ...row, externalId: last.byId.externalId })).toEqual(['verified']);
  });

  it('not of one who is deleted', async () => {
    const { profile, byId, byBirth } = await person();
    await deleteProfile(school.scope, profile.id);
    expect(await outcomes(byId, byBirth)).toEqual(['notFound', 'notFound']);
  });

  it('only as far as it says all that the degree says', async () => {
    const physics = { batchYear: 2001, department: 'Physics', kind: 'MSc' };
    const { id, byId } = await person({ degrees: [physics, { batchYear: 2005 }, { batchYear: 2005 }] });
    expect(
      await outcomes(
        byId,
        { ...byId, department: 'Physics' },
        { ...byId, department: 'Physics', kind: 'PhD' },
        { ...byId, batchYear: 1999 },
        { ...byId, batchYear: 2005 },
      ),
    ).toEqual(['noSuchDegree', 'noSuchDegree', 'noSuchDegree', 'noSuchDegree', 'ambiguous']);
    expect(await degreesOf(id)).toEqual([false, false, false]);
    const row = { ...byId, department: ' PHYSICS', kind: 'msc', programme: 'Graduate School' };
    expect(await outcomes(row)).toEqual(['verified']);
    expect(await degreesOf(id)).toEqual([true, false, false]);
  });
});

describe('what a list does', () => {
  it('is told in feed and audit log, to those who see the degree, and to its member by one mail', async () => {
    const { id, profile, byId } = await person({
      degrees: [{ batchYear: 2001, kind: 'BSc' }, { batchYear: 2003, kind: 'MSc', department: 'Mathematics' }],
      audiences: { degrees: 'members' },
    }); // prettier-ignore
    const member = await page.signIn({ role: 'alumnus' });
    await school.scope.transaction((tx) =>
      setMemberProfile(tx, parseId('member', member.member.id)!, profile.id),
    );
    const list = await upload([
      { ...byId, kind: 'BSc' },
      { ...byId, batchYear: 2003, kind: 'MSc', department: 'Mathematics' },
    ]);
    expect(await listOf(list)).toMatchObject({ status: 'queued', counts: { rows: 2, verified: 0 } });
    await verify(list);
    expect(await listOf(list)).toMatchObject({
      status: 'done',
      counts: { rows: 2, verified: 2, alreadyVerified: 0, ambiguous: 0, noSuchDegree: 0, notFound: 0 },
      finishedAt: new Date(now).toISOString(),
      rowsKeptUntil: new Date(now + 90 * dayMs).toISOString(),
    });
    expect(await rowsOf(list)).toMatchObject([{ row: 1, profileId: id }, { row: 2, profileId: id }]); // prettier-ignore
    expect(await told(profile.id)).toMatchObject({
      changes: ['profile.created public', 'profile.updated members'],
    });
    expect(await told(parseId('degreeList', list)!)).toEqual({
      changes: ['degreeList.finished private'],
      audit: ['degree_list.uploaded secretKey', 'degree_list.finished system'],
    });
    const mails = await subjectsTo(member.member.email);
    expect(mails).toHaveLength(1);
    expect(mails[0]!.text).toContain('- BSc, 2001\n- MSc, Mathematics, 2003\n');

    // Once more, and by the same rows again: nothing is told twice.
    await verify(list);
    expect(await outcomes({ ...byId, kind: 'BSc' })).toEqual(['alreadyVerified']);
    expect(await subjectsTo(member.member.email)).toHaveLength(1);
    expect((await told(profile.id)).changes).toHaveLength(2);
    const seenBy = (headers: Record<string, string>) => degreesOf(id, headers);
    expect(await seenBy({ 'Homecoming-Key': page.key, ...member.headers })).toEqual([true, true]);
    expect(await seenBy({ 'Homecoming-Key': page.key })).toEqual([]);
  });

  it('is told to no member who was banned', async () => {
    const { profile, byId } = await person();
    const member = await page.signIn({ role: 'alumnus' });
    const id = parseId('member', member.member.id)!;
    await school.scope.transaction((tx) => setMemberProfile(tx, id, profile.id));
    await updateMember(school.scope, service.tokens.revocations, id, { status: 'banned' });
    expect(await outcomes(byId)).toEqual(['verified']);
    expect(await subjectsTo(member.member.email)).toEqual([]);
  });

  it('stays as long as nothing of the degree is otherwise, and nobody can write it', async () => {
    const { id, profile, byId } = await person({ degrees: [{ batchYear: 2001, department: 'Physics' }] });
    const same = { batchYear: 2001, department: 'Physics' };
    await outcomes({ ...byId, department: 'Physics' });
    const patch = (degrees: unknown) => call('PATCH', `/v1/profiles/${id}`, { degrees });
    expect((await patch([{ batchYear: 2004, primary: true }, same])).status).toBe(200);
    expect(await degreesOf(id)).toEqual([false, true]);
    for (const forged of ['verified', 'verification', 'verifiedBy', 'verified_at'])
      expect(await patch([{ ...same, [forged]: true }])).toMatchObject({
        status: 400,
        code: 'invalid_request',
      });
    expect((await patch([{ ...same, kind: 'PhD' }])).status).toBe(200);
    expect(await degreesOf(id)).toEqual([false]);
    expect((await patch([same])).status).toBe(200);
    expect(await degreesOf(id)).toEqual([false]);
    await updateProfile(school.scope, profile.id, { city: 'Paris' });
    expect(await outcomes({ ...byId, department: 'Physics' })).toEqual(['verified']);
    await updateProfile(school.scope, profile.id, { city: 'Rome' });
    expect(await degreesOf(id)).toEqual([true]);
  });

  it('touches nobody of another institution, whose lists and people are nothing here', async () => {
    const theirs = await service.createInstitution();
    const { profile, byId } = await person();
    const { externalId, givenName, familyName } = profile;
    const same = { externalId: externalId!, givenName: givenName!, familyName: familyName! };
    const { profile: stranger } = await person(same, theirs);
    const id = await upload([byId]);
    await verify(id, theirs);
    expect(await listOf(id)).toMatchObject({ status: 'queued' });
    await verify(id);
    expect(await listOf(id)).toMatchObject({ status: 'done', counts: { verified: 1 } });
    const theirKey = await theirs.createKey();
    for (const path of [`/v1/degree-lists/${id}`, `/v1/degree-lists/${id}/rows`])
      expect(await call('GET', path, undefined, { 'Homecoming-Key': theirKey })).toMatchObject({
        status: 404,
      });
    const shown = await degreesOf(formatId('profile', stranger.id), { 'Homecoming-Key': theirKey });
    expect(shown).toEqual([false]);
  });

  it('loses what it says of people after 90 days, and keeps what it came to', async () => {
    const { byId, byBirth } = await person();
    const old = await upload([byId]);
    await verify(old);
    const waiting = await upload([byBirth]);
    now += 90 * dayMs + 1;
    const recent = await upload([byBirth]);
    await purgeOld(school.scope, degreeLists);
    expect([await rowsOf(old), await rowsOf(waiting)]).toEqual([[], []]);
    expect(await rowsOf(recent)).toHaveLength(1);
    expect(await listOf(old)).toMatchObject({ status: 'done', counts: { rows: 1, verified: 1 } });
    await verify(waiting);
    expect(await listOf(waiting)).toMatchObject({ status: 'done', counts: { rows: 1, verified: 0 } });
  });
});

describe('bad lists', () => {
  it.each([
    ['no rows', []],
    ['too many rows', Array<Json>(10_001).fill({ name: 'A', batchYear: 2001 })],
    ['a day that is none', [{ name: 'A', batchYear: 2001, birthDate: '2001-02-30' }]],
    ['a year before all calendars', [{ name: 'A', batchYear: 2001, birthDate: '0000-01-01' }]],
    ['an outcome of the caller’s own', [{ name: 'A', batchYear: 2001, outcome: 'verified' }]],
  ])('are refused: %s', async (_, rows) => {
    const answer = await call('POST', '/v1/degree-lists', { name: 'Bad', rows });
    expect(answer).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it('are refused with the row’s place where a text shows nothing', async () => {
    const rows = [{ name: 'A', batchYear: 2001 }, { name: 'B', batchYear: 2001, kind: '\u200b' }]; // prettier-ignore
    const { body } = await call('POST', '/v1/degree-lists', { name: 'Bad', rows });
    expect(body).toMatchObject({ code: 'invalid_request', errors: [{ path: '/rows/1' }] });
  });
});

it('a birth date of a year that no calendar has is refused wherever one is taken', async () => {
  const birthDate = '0000-01-01';
  const { id } = await person();
  expect(await call('POST', '/v1/profiles', { givenName: 'Ada', birthDate })).toMatchObject({ status: 400 });
  expect(await call('PATCH', `/v1/profiles/${id}`, { birthDate })).toMatchObject({ status: 400 });
  const { headers } = await page.signIn();
  const claim = await page.send('POST', '/v1/me/claims', { name: 'Ada', birthDate }, headers);
  expect(claim).toMatchObject({ status: 400 });
});

describe('a claim', () => {
  it('is not decided by a list, which only tells whoever decides that the registrar agrees', async () => {
    const { id, profile, byBirth } = await person();
    const classmate = await page.signIn();
    const claim = await page.send('POST', '/v1/me/claims', byBirth, classmate.headers);
    expect(claim).toMatchObject({ status: 201, body: { status: 'pending' } });
    const matches = async () =>
      ((await call('GET', `/v1/claims/${idOf(claim)}`)).body as { matches: Json[] }).matches;
    const [before] = await matches();
    expect(before).toMatchObject({ profileId: id, confidence: 'high' });
    expect(before).not.toHaveProperty('registrarAgrees');
    expect(await outcomes(byBirth)).toEqual(['verified']);
    expect(await matches()).toMatchObject([{ profileId: id, confidence: 'high', registrarAgrees: true }]);
    expect((await call('GET', `/v1/claims/${idOf(claim)}`)).body).toMatchObject({
      claim: { status: 'pending' },
    });
    expect(profile.version).toBe(1);

    const vague = await page.signIn();
    const little = { name: byBirth.name, batchYear: 2001 };
    const second = await page.send('POST', '/v1/me/claims', little, vague.headers);
    const { body } = await call('GET', `/v1/claims/${idOf(second)}`);
    expect((body as { matches: Json[] }).matches[0]).not.toHaveProperty('registrarAgrees');
  });
});

describe('two lists at once', () => {
  it('over the same people verify each degree once, and tell each member once', async () => {
    const members: string[] = [];
    const rows: Json[] = [];
    for (let i = 0; i < 12; i++) {
      const { profile, byId } = await person();
      const member = await page.signIn({ role: 'alumnus' });
      await school.scope.transaction((tx) =>
        setMemberProfile(tx, parseId('member', member.member.id)!, profile.id),
      );
      members.push(member.member.email);
      rows.push(byId);
    }
    const lists = [await upload(rows), await upload([...rows].reverse())];
    // Each twice, as when a runner has lost its database and another has taken over.
    await Promise.all([...lists, ...lists].map((id) => verify(id)));
    const counts = await Promise.all(
      lists.map(async (id) => (await listOf(id)).counts as Record<string, number>),
    );
    expect(counts[0]!.verified! + counts[1]!.verified!).toBe(12);
    expect(counts[0]!.alreadyVerified! + counts[1]!.alreadyVerified!).toBe(12);
    for (const email of members) expect(await subjectsTo(email)).toHaveLength(1);
    for (const id of lists) {
      const about = await told(parseId('degreeList', id)!);
      expect(about.changes).toEqual(['degreeList.finished private']);
    }
  });
});

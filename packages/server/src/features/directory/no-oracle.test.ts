import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../contract/problems';
import { formatId } from '../../platform/ids';
import type { Audience } from '../../platform/scope';
import {
  everythingPublic,
  startTestService,
  type TestInstitution,
  type TestService,
} from '../../testing/service';
import { loadProfiles } from './load';
import { createProfile, deleteProfile, undeleteProfile, updateProfile } from './profiles';
import { beginning, history, institutionDefaults, type Question, question } from './testing/arbitraries';
import { type Answer, nobody, Reader, Records } from './testing/reader';
import { type Defaults, Register, type Step, type View, viewOf } from './testing/register';

// With HOMECOMING_LONG set, registers of its own seed, very many of them, and a failure made as small as can be.
const long = process.env.HOMECOMING_LONG !== undefined;
const runs = long ? { numRuns: 400 } : { numRuns: 5, seed: 20_250_101, endOnFailure: true };
const viewers: readonly Audience[] = ['public', 'members', 'private'];

let service: TestService;
let records: Records;

beforeAll(async () => {
  service = await startTestService();
  records = await Records.open(service);
  return () => records.close();
});

describe('no oracle', () => {
  it(
    'answers every question as if what is hidden had never been entered',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          institutionDefaults,
          history,
          fc.array(question, { minLength: 12, maxLength: 12 }),
          fc.array(beginning, { minLength: 4, maxLength: 4 }),
          fc.integer({ min: 1, max: 3 }),
          async (audienceDefaults, steps, questions, beginnings, publicCountThreshold) => {
            const school = await service.createInstitution({ audienceDefaults, publicCountThreshold });
            const { register, ids } = await live(school, steps, audienceDefaults);
            for (const viewer of viewers) {
              const view = viewOf(register.people, viewer, audienceDefaults);
              await compare(school, ids, view, viewer, publicCountThreshold, { questions, beginnings });
            }
          },
        ),
        runs,
      );
    },
    long ? 3_600_000 : 60_000,
  );
});

/** Takes the steps, looking after each that nothing was written for an audience that sees no difference. */
async function live(school: TestInstitution, steps: readonly Step[], defaults: Defaults) {
  const register = new Register();
  const ids: string[] = [];
  const views = () =>
    viewers.map((viewer) => JSON.stringify(searchedOf(viewOf(register.people, viewer, defaults))));
  let [seen, writers] = [views(), await records.writers(school.institution.id)];
  for (const step of steps) {
    const isTaken = register.take(step);
    const taken = take(school, step, ids);
    if (isTaken) await taken;
    else await expect(taken, JSON.stringify(step)).rejects.toThrow(Problem);
    const [seenNow, writersNow] = [views(), await records.writers(school.institution.id)];
    for (const [i, viewer] of viewers.entries()) {
      if (seenNow[i] === seen[i])
        expect(writersNow[viewer], `${viewer}: ${JSON.stringify(step)}`).toEqual(writers[viewer]);
    }
    [seen, writers] = [seenNow, writersNow];
  }
  return { register, ids };
}

async function take({ scope }: TestInstitution, step: Step, ids: string[]): Promise<void> {
  if (step.kind === 'create') {
    ids.push((await createProfile(scope, step.draft)).id);
    return;
  }
  const id = ids[step.person] ?? '00000000-0000-7000-8000-000000000000';
  if (step.kind === 'update') await updateProfile(scope, id, step.update);
  else await (step.kind === 'delete' ? deleteProfile : undeleteProfile)(scope, id);
}

/** What search reads of people: the rest of a profile may change without a trace in the directory. */
function searchedOf(view: View): View {
  return view.map((person) => {
    if (!person) return undefined;
    const { bio: _bio, links: _links, email: _email, externalId: _externalId, ...searched } = person;
    return searched;
  });
}

async function compare(
  school: TestInstitution,
  ids: readonly string[],
  view: View,
  viewer: Audience,
  publicCountThreshold: number,
  { questions, beginnings }: { questions: readonly Question[]; beginnings: readonly string[] },
): Promise<void> {
  const twin = await service.createInstitution({
    audienceDefaults: { ...everythingPublic, email: 'public' },
    publicCountThreshold,
  });
  await loadProfiles(
    twin.scope,
    view.filter((draft) => draft !== undefined),
  );
  const seen = view.flatMap((draft, person) => (draft ? [person] : []));
  const names = await records.namesOf(
    school.institution.id,
    ids.map((_, person) => person),
  );
  const twinNames = await records.namesOf(twin.institution.id, seen);
  const there = await Reader.of(service, school, viewer, names);
  const here = await Reader.of(service, twin, viewer, twinNames);

  const kept = await records.projectionOf(school.institution.id, school.institution.number, viewer, names);
  const wanted = await records.projectionOf(twin.institution.id, twin.institution.number, viewer, twinNames);
  expect(kept, `what is kept for ${viewer}`).toEqual(wanted);

  const same = async (read: (reader: Reader) => Promise<unknown>, what: string) => {
    const [answer, withoutHidden] = await Promise.all([read(there), read(here)]);
    expect(there.named(answer), `${viewer}: ${what}`).toEqual(here.named(withoutHidden));
    if (viewer === 'public')
      for (const count of countsIn(answer)) expect(count).toBeGreaterThanOrEqual(publicCountThreshold);
  };
  for (const each of questions)
    await same((reader) => reader.pages('/v1/directory/search', each), JSON.stringify(each));
  for (const q of beginnings) await same((reader) => reader.get('/v1/directory/suggest', { q }), q);
  await same((reader) => reader.pages('/v1/batches', { limit: 2 }), 'batches');

  // Whoever is not seen here is somebody unknown there.
  const twinIds = await records.profileIds(twin.institution.id);
  const idsFor = (reader: Reader) =>
    ids.map((id, person) => {
      if (reader === there) return formatId('profile', id);
      const place = seen.indexOf(person);
      return place < 0 ? nobody() : formatId('profile', twinIds[place]!);
    });
  if (!ids.length) return;
  await same(async (reader) => {
    const { data } = await reader.get('/v1/profiles', { ids: idsFor(reader) });
    return (data as Answer[]).map((profile) => withoutRecord(profile, viewer));
  }, 'profiles');
  await same(
    (reader) =>
      Promise.all(
        idsFor(reader).map(async (id) => withoutRecord(await reader.get(`/v1/profiles/${id}`), viewer)),
      ),
    'profile',
  );
}

/** Every count of a value or a batch, wherever it stands. */
function countsIn(answer: unknown): number[] {
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.entries(answer).flatMap(([name, value]) =>
    name === 'count' || name === 'profileCount' ? [Number(value)] : countsIn(value),
  );
}

/** Without what belongs to the record rather than to the person, which only the private audience may see. */
function withoutRecord(answer: Answer, viewer: Audience): unknown {
  if (viewer !== 'private') return answer;
  const { audiences: _audiences, audienceDefaults: _defaults, ...rest } = answer;
  const { createdAt: _createdAt, updatedAt: _updatedAt, version: _version, ...profile } = rest;
  return profile;
}

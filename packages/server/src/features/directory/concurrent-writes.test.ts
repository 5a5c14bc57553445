import { beforeAll, describe, expect, it, vi } from 'vitest';
import { newId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import type { Scope } from '../../platform/scope';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { DirectoryChange } from './directory-change';
import { loadProfiles } from './load';
import type { LoadReport } from './load-chunk';
import { findProfiles } from './profile-store';
import { createProfile, deleteProfile, undeleteProfile, updateProfile } from './profiles';
import { project } from './projection';

let service: TestService;
let school: TestInstitution;

beforeAll(async () => {
  service = await startTestService();
  school = await service.createInstitution();
});

/** What the directory keeps of an institution, and what it would keep if it were made anew from its profiles. */
async function keptAndRight({ institution, scope }: TestInstitution) {
  const kept = await asOwner(service.ownerUrl, async (owner) => {
    const rows = async (text: string) =>
      (await owner.query<{ row: string }>({ text }, [institution.id])).map(({ row }) => row);
    return {
      profiles: await rows('select id as row from profiles where institution_id = $1'),
      entries:
        await rows(`select concat_ws('|', audience, profile_id, position, batch_year, programme, department, company, city, skills::text) as row
                           from directory_entries where institution_id = $1`),
      words: await rows(
        `select concat_ws('|', audience, word, people, name_people, company_people) as row from directory_words where institution_id = $1`,
      ),
      values: await rows(
        `select concat_ws('|', audience, field, key, label, people) as row from directory_values where institution_id = $1`,
      ),
    };
  });
  const change = new DirectoryChange();
  const ids = (await scope.db.query<{ id: string }>({ text: 'select id from profiles' })).map(({ id }) => id);
  for (const profile of await findProfiles(scope, ids)) change.replace([], project(profile, institution));
  const list = (texts: unknown) => (texts === null ? undefined : `{${(texts as string[]).join(',')}}`);
  const joined = (cells: unknown[]) =>
    (cells as (string | number | null | undefined)[])
      .filter((cell) => cell !== null && cell !== undefined)
      .join('|');
  const right = {
    entries: [...change.entries].flatMap(([e, seenBy]) =>
      seenBy.map((audience) =>
        joined([
          audience,
          e.profile_id,
          e.position,
          e.batch_year,
          e.programme,
          e.department,
          e.company,
          e.city,
          list(e.skills),
        ]),
      ),
    ),
    words: change.words().map((w) => joined([w.audience, w.word, w.people, w.namePeople, w.companyPeople])),
    values: change.values().map((v) => joined([v.audience, v.field, v.key, v.label, v.people])),
  };
  const sorted = (all: typeof right) => ({
    entries: all.entries.sort(),
    words: all.words.sort(),
    values: all.values.sort(),
  });
  return { kept: sorted(kept), right: sorted(right) };
}

async function expectKeptRight(of: TestInstitution): Promise<void> {
  const { kept, right } = await keptAndRight(of);
  expect(right.entries.length).toBeGreaterThan(0);
  expect(kept).toEqual(right);
}

/** Waits until somebody in the database waits for a lock. */
const someoneWaits = () =>
  asOwner(service.ownerUrl, (owner) =>
    vi.waitUntil(
      async () =>
        (
          await owner.query({
            text: `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          })
        ).length > 0,
      { interval: 5, timeout: 5_000 },
    ),
  );

describe('writers who meet at one profile', () => {
  const meet = async (
    first: (tx: Scope, id: string) => Promise<unknown>,
    second: (id: string) => Promise<unknown>,
  ) => {
    const { id } = await createProfile(school.scope, {
      familyName: 'Curie',
      externalId: newId(),
      degrees: [{ batchYear: 1903, department: 'Physics' }],
    });
    let waiting: Promise<unknown> | undefined;
    await school.scope.transaction(async (tx) => {
      await first(tx, id);
      waiting = second(id);
      await someoneWaits();
    });
    await waiting;
    const [profile] = await findProfiles(school.scope, [id]);
    await expectKeptRight(school);
    return profile!;
  };

  it('each go on from what the other left, degrees too', async () => {
    const profile = await meet(
      (tx, id) => updateProfile(tx, id, { degrees: [{ batchYear: 1911, department: 'Chemistry' }] }),
      (id) => updateProfile(school.scope, id, { city: 'Paris' }),
    );
    expect(profile).toMatchObject({ city: 'Paris', degrees: [{ batchYear: 1911, department: 'Chemistry' }] });
  });

  it('may both replace the degrees', async () => {
    const profile = await meet(
      (tx, id) => updateProfile(tx, id, { degrees: [{ batchYear: 1911, department: 'Chemistry' }] }),
      (id) => updateProfile(school.scope, id, { degrees: [{ batchYear: 1903, department: 'Physics' }] }),
    );
    expect(profile.degrees).toMatchObject([{ batchYear: 1903, department: 'Physics' }]);
  });

  it('may be a load of the register and an update', async () => {
    const profile = await meet(
      (tx, id) => updateProfile(tx, id, { degrees: [{ batchYear: 1911, department: 'Chemistry' }] }),
      async (id) => {
        const [{ externalId } = { externalId: undefined }] = await findProfiles(school.scope, [id]);
        await loadProfiles(school.scope, [{ externalId: externalId!, familyName: 'Curie', city: 'Paris' }]);
      },
    );
    expect(profile).toMatchObject({ city: 'Paris', degrees: [{ batchYear: 1911 }] });
  });
});

it('loads people once whom two chunks of a load name, the later one last', async () => {
  const of = await service.createInstitution();
  const drafts = Array.from({ length: 200 }, (_, i) => ({
    externalId: `${i % 100}`,
    familyName: i % 2 ? 'Curie' : 'Meitner',
    city: i < 100 ? 'Paris' : 'Göttingen',
    degrees: [{ batchYear: 1900 + (i % 7) }],
  }));
  const { created, updated, unchanged } = await loadProfiles(of.scope, drafts);
  expect([created, updated, unchanged]).toEqual([100, 100, 0]);
  const cities = await of.scope.db.query<{ city: string }>({ text: 'select distinct city from profiles' });
  expect(cities).toEqual([{ city: 'Göttingen' }]);
  await expectKeptRight(of);
});

it('tells what stopped a load, once nothing of it is written any more', async () => {
  const of = await service.createInstitution();
  const drafts = Array.from({ length: 900 }, (_, i) => ({ familyName: `Curie ${i}` }));
  const progress = ({ created }: LoadReport) => {
    if (created >= 300) throw new Error('Enough.');
  };
  await expect(loadProfiles(of.scope, drafts, { progress })).rejects.toThrow('Enough.');
  const count = async () =>
    (await of.scope.db.query<{ count: number }>({ text: 'select count(*)::int from profiles' }))[0]!.count;
  const stillWriting = await asOwner(service.ownerUrl, (owner) =>
    owner.query({
      text: `select from pg_locks where relation = 'profiles'::regclass and mode = 'RowExclusiveLock'`,
    }),
  );
  expect(stillWriting).toEqual([]);
  const written = await count();
  expect(written).toBeGreaterThan(0);
  await expectKeptRight(of);
  expect(await count()).toBe(written);
});

it('keeps entries and counts right under many writers at once', { timeout: 60_000 }, async () => {
  const busy = await service.createInstitution();
  const { scope } = busy;
  const ids: string[] = [];
  let seed = 1;
  const pick = <T>(of: readonly T[]): T => of[(seed = (seed * 48_271) % 2_147_483_647) % of.length]!;
  const draft = () => ({
    familyName: pick(['Curie', 'Meitner', 'Noether']),
    company: pick(['Acme', 'ACME', 'Other']),
    city: pick(['Paris', 'Göttingen']),
    skills: [pick(['Waves', 'waves']), pick(['Groups', 'Rings'])],
    degrees: [
      {
        batchYear: pick([2000, 2001]),
        programme: pick(['P', 'Q']),
        department: pick(['Physics', 'physics']),
      },
      { batchYear: pick([2001, 2002]) },
    ],
    audiences: {
      name: pick(['public', 'members', 'private'] as const),
      company: pick(['public', 'private'] as const),
      degrees: pick(['public', 'members'] as const),
    },
  });
  for (let i = 0; i < 6; i++) ids.push((await createProfile(scope, draft())).id);
  const writes = Array.from({ length: 150 }, async (_, i) => {
    const id = pick(ids);
    const write =
      [() => createProfile(scope, draft()), () => deleteProfile(scope, id), () => undeleteProfile(scope, id)][
        i % 6
      ] ?? (() => updateProfile(scope, id, draft()));
    // To be gone already is no fault.
    await write().catch((error: { code?: string }) => expect(error.code).toBe('not_found'));
  });
  await Promise.all(writes);
  await expectKeptRight(busy);
});

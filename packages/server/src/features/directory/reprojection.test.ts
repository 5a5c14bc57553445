import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from 'vitest';
import { asOwner } from '../../platform/owner';
import {
  everythingPublic,
  startTestService,
  type TestInstitution,
  type TestService,
} from '../../testing/service';
import { loadProfiles } from './load';
import { deleteProfile, type ProfileCreate, updateProfile } from './profiles';
import { projectionVersion } from './projection';
import { directoryTasks } from './reprojection';
import { Records } from './testing/reader';
import { audiences } from './visibility';

const drafts: ProfileCreate[] = [
  {
    ...{ givenName: 'Omar', familyName: 'Al-Hassani', company: 'サクラ', city: 'Paris', headline: 'Pioneer' },
    ...{ skills: ['チェス', 'Go'], degrees: [{ batchYear: 1990, department: 'Physics' }] },
    audiences: { company: 'members' },
  },
  { ...{ givenName: 'さくら', familyName: '山田', company: 'サクラ' }, audiences: { name: 'members' } },
  {
    ...{ displayName: 'Ian Mc Donald', company: 'Acme' },
    degrees: [{ batchYear: 1991 }, { batchYear: 1995 }],
  },
  { displayName: 'George Sand', givenName: 'Aurore', familyName: 'Dupin' },
];

let service: TestService;
let records: Records;

beforeAll(async () => {
  service = await startTestService();
  records = await Records.open(service);
  return () => records.close();
});

async function school(): Promise<TestInstitution> {
  const made = await service.createInstitution({ audienceDefaults: everythingPublic });
  await loadProfiles(made.scope, drafts);
  return made;
}

/** What is kept for each audience, with ids said as what they are of. */
async function kept({ institution }: TestInstitution) {
  const names = await records.namesOf(
    institution.id,
    drafts.map((_, i) => i),
  );
  const all = [];
  for (const each of audiences)
    all.push(await records.projectionOf(institution.id, institution.number, each, names));
  return all;
}

/**
 * Leaves the rows as the release before made them: Katakana by themselves, no words joined, given names first, what a display name hides for
 * everyone, and no word of the column.
 */
async function age({ institution: { id, number } }: TestInstitution): Promise<void> {
  const tag = `${number.toString(36)}:`;
  const old = [
    // Joined words were not kept.
    ...['alhassani', 'mcdonald'].map(
      (word) => `update directory_entries set document = ts_delete(document, array['${tag}.${word}', '${tag}n${word}']) where institution_id = $1`,
    ),
    "delete from directory_words where institution_id = $1 and word in ('alhassani', 'mcdonald')",
    // Katakana were words of their own.
    `update directory_entries set document = document || '''${tag}.サ'':1 ''${tag}cサ'':1 ''${tag}Cサクラ'''::tsvector,
       company_key = 'サクラ' where institution_id = $1 and company_key = 'さくら'`,
    `insert into directory_words select institution_id, audience, 'サ', count(*), 0, count(*) from directory_entries
       where institution_id = $1 and company_key = 'サクラ' and position = 0 group by 1, 2`,
    "update directory_values set key = 'サクラ' where institution_id = $1 and field = 'company' and key = 'さくら'",
    "update directory_entries set skill_keys = array['チェス', 'go'] where institution_id = $1 and skill_keys is not null",
    "update directory_values set key = 'チェス' where institution_id = $1 and field = 'skill' and key = 'ちぇす'",
    "update directory_entries set display_name = 'さくら 山田' where institution_id = $1 and display_name = '山田 さくら'",
    `update directory_entries e set document = whole.document, sort_name = whole.sort_name from directory_entries whole
       where e.institution_id = $1 and whole.institution_id = $1 and e.display_name = 'George Sand' and e.audience <> 'private'
         and (whole.profile_id, whole.position) = (e.profile_id, e.position) and whole.audience = 'private'`,
    `insert into directory_words select $1, audience, word, 1, 1, 0
       from unnest('{public, members}'::text[]) audience, unnest('{aurore, dupin}'::text[]) word`,
    'update directory_entries set projection = 1 where institution_id = $1',
  ]; // prettier-ignore
  await asOwner(service.ownerUrl, async (owner) => {
    for (const text of old) await owner.query({ text }, [id]);
  });
}

const run = ({ scope }: Pick<TestInstitution, 'scope'>) =>
  directoryTasks['directory.reproject']!(scope, {}, new AbortController().signal, {
    taskId: 'test',
    attempt: 1,
    reruns: 0,
  });

it('rows of the release before are made again, as if they had always been of this one', async () => {
  const [old, fresh] = [await school(), await school()];
  await age(old);
  expect(await kept(old)).not.toEqual(await kept(fresh));
  await run(old);
  expect(await kept(old)).toEqual(await kept(fresh));
  await run(old);
  expect(await kept(old)).toEqual(await kept(fresh));
});

it('a profile of the release before can be written at once, and leaves nothing of what it said', async () => {
  const [old, fresh] = [await school(), await school()];
  await age(old);
  const change = async ({ institution, scope }: TestInstitution) => {
    const [omar, sakura, ian, sand] = await records.profileIds(institution.id);
    await updateProfile(scope, omar!, { company: 'Radium', skills: null, familyName: 'Curie' });
    await updateProfile(scope, sakura!, { audiences: { company: 'private' } });
    await deleteProfile(scope, ian!);
    await updateProfile(scope, sand!, { city: 'Nohant' });
  };
  await change(old);
  await change(fresh);
  expect(await kept(old)).toEqual(await kept(fresh));
});

it('counts that a process of the release before has left wrong are mended', async () => {
  const [old, fresh] = [await school(), await school()];
  // It has taken out words that were not there, and left those that were.
  await asOwner(service.ownerUrl, async (owner) => {
    const values = [old.institution.id];
    await owner.query({ text: "insert into directory_words select $1, 'public', 'stale', 1, 1, 0" }, values);
    await owner.query({ text: "delete from directory_words where institution_id = $1 and word = 'omar'" }, values);
    await owner.query({ text: "update directory_words set people = people + 3 where institution_id = $1 and word = 'ian'" }, values);
    await owner.query({ text: "update directory_entries set projection = 1 where institution_id = $1 and display_name = 'Ian Mc Donald'" }, values);
  }); // prettier-ignore
  await run(old);
  expect(await kept(old)).toEqual(await kept(fresh));
});

it('the upgrade marks the rows of the release before, and asks for them to be made again', async () => {
  const own = await startTestService({ relays: false });
  const { scope, institution } = await own.createInstitution();
  await loadProfiles(scope, drafts);
  const file = new URL('../../migrations/0032_projection_versions.sql', import.meta.url);
  const steps = (await readFile(file, 'utf8')).split(/;\n/).filter((step) => step.trim());
  await asOwner(own.ownerUrl, async (owner) => {
    const versions = () =>
      owner.query<{ projection: number }>({ text: 'select distinct projection from directory_entries' });
    await owner.query({ text: 'alter table directory_entries drop column projection' });
    for (const text of steps) await owner.query({ text });
    expect(await versions()).toEqual([{ projection: 1 }]);
    const tasks = "select institution_id, task ->> 'identifier' as task from outbox where task is not null";
    const [task] = await owner.query({ text: tasks });
    expect(task).toEqual({ institution_id: institution.id, task: 'directory.reproject' });
    await run({ scope });
    expect(await versions()).toEqual([{ projection: projectionVersion }]);
  });
});

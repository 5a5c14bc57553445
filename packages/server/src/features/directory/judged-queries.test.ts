import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from 'vitest';
import { nobelColumns, nobelRegister } from '../../demo/nobel';
import { startTestService, type TestInstitution } from '../../testing/service';
import { parseColumnMap, readCsvRegister } from '../imports';
import { loadProfiles } from './load';
import { findProfiles } from './profile-store';
import { searchDirectory } from './search/search';

interface JudgedQuery {
  readonly q: string;
  /** External ids, any of which must come first. */
  readonly expect: readonly string[];
  readonly why: string;
}

let nobel: TestInstitution;
let judged: readonly JudgedQuery[];

beforeAll(async () => {
  const service = await startTestService();
  nobel = await service.createInstitution();
  const { drafts } = await readCsvRegister(nobelRegister, parseColumnMap(nobelColumns));
  await loadProfiles(nobel.scope, drafts);
  const file = new URL('./judged-queries.json', import.meta.url);
  judged = (JSON.parse(await readFile(file, 'utf8')) as { queries: JudgedQuery[] }).queries;
});

async function firstThree(q: string): Promise<string[]> {
  const found = await searchDirectory(nobel.scope, {
    audience: 'public',
    q,
    filters: {},
    order: undefined,
    facets: [],
    limit: 3,
    after: undefined,
    atLeast: 1,
  });
  const ids = found.rows.map((row) => row.profile_id);
  const profiles = new Map(
    (await findProfiles(nobel.scope, ids)).map((profile) => [profile.id, profile.externalId!]),
  );
  return ids.map((id) => profiles.get(id)!);
}

it('finds the expected person first in 57 of 60 judged queries, and among the first three in all', async () => {
  expect(judged).toHaveLength(60);
  const notFirst: string[] = [];
  const notInThree: string[] = [];
  for (const { q, expect: expected } of judged) {
    const found = await firstThree(q);
    if (!expected.includes(found[0] ?? ''))
      notFirst.push(`${q}: ${found.join(', ')} instead of ${expected.join(' or ')}`);
    if (!found.some((id) => expected.includes(id))) notInThree.push(q);
  }
  expect(notInThree).toEqual([]);
  expect(notFirst.length, notFirst.join('\n')).toBeLessThanOrEqual(3);
});

import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { formatId } from '../../../platform/ids';
import { startTestService, type TestService } from '../../../testing/service';
import { loadProfiles } from '../load';
import { type Question, question, visibleDraft } from '../testing/arbitraries';
import { NaiveDirectory } from '../testing/naive-search';
import { Reader, Records } from '../testing/reader';
import { namesSeen } from '../testing/register';

const long = process.env.HOMECOMING_LONG !== undefined;
const runs = long ? { numRuns: 600 } : { numRuns: 6, seed: 20_250_102 };

let service: TestService;
let records: Records;

beforeAll(async () => {
  service = await startTestService();
  records = await Records.open(service);
  return () => records.close();
});

it(
  'finds, orders, counts and corrects as the definition says, looked at one by one',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(visibleDraft, { minLength: 1, maxLength: 20 }),
        fc.array(question, { minLength: 20, maxLength: 20 }),
        async (drafts, questions) => {
          const school = await service.createInstitution();
          await loadProfiles(school.scope, drafts);
          const ids = await records.profileIds(school.institution.id);
          const naive = new NaiveDirectory(
            drafts.map((draft, i) => ({
              id: formatId('profile', ids[i]!),
              draft: { ...draft, ...namesSeen(draft) },
            })),
          );
          const reader = await Reader.of(service, school, 'public', new Map());
          for (const each of questions)
            expect(await answer(reader, each), JSON.stringify(each)).toEqual(wanted(naive, each));
        },
      ),
      runs,
    );
  },
  long ? 3_600_000 : 60_000,
);

/** All pages as one; what every page repeats, as each of them says it. */
async function answer(reader: Reader, question: Question) {
  const pages = await reader.pages('/v1/directory/search', question);
  const rows = pages.flatMap(({ data }) => data as { id: string; batchYear?: number }[]);
  return {
    ids: rows.map(({ id }) => id),
    years: rows.map(({ batchYear }) => batchYear),
    said: said(
      pages.map(({ total, corrections, facets, facetCounts }) => ({
        total,
        corrections,
        facets,
        facetCounts,
      })),
    ),
  };
}

function wanted(naive: NaiveDirectory, question: Question) {
  const { ids, years, corrections, facets } = naive.search(question);
  return {
    ids,
    years,
    said: said([
      { total: { value: ids.length, relation: 'exact' }, corrections, facets, facetCounts: 'exact' },
    ]),
  };
}

function said(pages: readonly unknown[]): unknown[] {
  return [...new Set(pages.map((page) => JSON.stringify(page)))].map((page) => JSON.parse(page) as unknown);
}

import { generateProfiles } from '../packages/server/src/demo/northbridge';
import { getProfile } from '../packages/server/src/features/directory/profiles';
import { searchDirectory } from '../packages/server/src/features/directory/search/search';
import { formatId } from '../packages/server/src/platform/ids';
import type { Scope } from '../packages/server/src/platform/scope';
import { type Person, samplePeople, search } from './directory-cases';
import type { MinimalAsks, MinimalStatement } from './directory-servers';
import type { Asked } from './measure';
import { overheard } from './overheard';
import { inScope, type Register } from './register';

/** One kind of call: as Homecoming is asked, and as the minimal server is. */
export interface RequestCase {
  readonly name: string;
  readonly ours: readonly Asked[];
  readonly minimal: readonly Asked[];
}

/** A page of 20 by filters, a page of 20 by words, a profile, a new profile, and an answer that needs nobody. */
export async function requestCases(
  { url, institution }: Register,
  calls: number,
): Promise<{ cases: RequestCase[]; asks: MinimalAsks }> {
  return inScope(url, institution, async (scope) => {
    const people = await samplePeople(scope, calls);
    const withCompany = people.filter(({ company, batch_year }) => company !== null && batch_year > 0);
    const asks: Record<string, MinimalStatement[][]> = {};
    const cases: RequestCase[] = [];
    const add = async (name: string, of: readonly Person[], path: (of: Person) => string, read: Read) => {
      asks[name] = [];
      for (const person of of) asks[name].push(await overheard(scope, (heard) => read(heard, person)));
      cases.push({ name, ours: of.map(path), minimal: of.map((_, i) => `/${name}/${i}`) });
    };
    const audience = 'public';
    const page = { audience, order: undefined, facets: [], limit: 20, after: undefined, atLeast: 1 } as const;

    // Nothing that can be looked for: the path alone, without the database.
    await add(
      'nothing',
      people.slice(0, 1),
      () => search({ q: '!' }),
      (heard) => searchDirectory(heard, { ...page, q: '!', filters: {} }),
    );
    await add(
      'by-id',
      people,
      ({ profile_id }) => `/v1/profiles/${formatId('profile', profile_id)}`,
      (heard, { profile_id }) => getProfile(heard, profile_id),
    );
    await add(
      'filter',
      withCompany,
      ({ batch_year, company }) => search({ batchYear: String(batch_year), company: company! }),
      (heard, { batch_year, company }) =>
        searchDirectory(heard, {
          ...page,
          q: '',
          filters: { batchYear: [String(batch_year)], company: [company!.toLowerCase()] },
        }),
    );
    await add(
      'text',
      people,
      ({ display_name }) => search({ q: display_name }),
      (heard, { display_name }) => searchDirectory(heard, { ...page, q: display_name, filters: {} }),
    );
    const bodies = [...generateProfiles({ count: calls, seed: 7 })].map(({ externalId: _, ...draft }) =>
      JSON.stringify(draft),
    );
    cases.push({
      name: 'create',
      ours: bodies.map((body) => ({ path: '/v1/profiles', body })),
      minimal: bodies.map((body) => ({ path: '/', body })),
    });
    return { cases, asks };
  });
}

type Read = (scope: Scope, person: Person) => Promise<unknown>;

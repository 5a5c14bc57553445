import { searchDirectory } from '../packages/server/src/features/directory/search/search';
import { formatId } from '../packages/server/src/platform/ids';
import type { Scope } from '../packages/server/src/platform/scope';
import type { MinimalStatement } from './directory-servers';
import { overheard } from './overheard';
import { inScope, type Register } from './register';

/** One kind of call, with many different ones of it. */
export interface Case {
  readonly name: string;
  readonly paths: readonly string[];
  /** The SQL behind each call, for the server that does nothing else. */
  readonly asks?: readonly (readonly MinimalStatement[])[];
}

const facets = 'facets=batchYear,department,company,city,country,industry,skill';
export const search = (query: Record<string, string>) =>
  `/v1/directory/search?${new URLSearchParams({ audience: 'public', ...query })}`;

/** Calls drawn from the register itself: by people, companies and words that are there, as often as they are there. */
export async function casesOf({ url, institution }: Register, calls: number): Promise<Case[]> {
  return inScope(url, institution, async (scope) => {
    const people = await samplePeople(scope, calls);
    const withCompany = people.filter((person) => person.company !== null && person.batch_year > 0);
    const batched = people.filter((person) => person.batch_year > 0);
    const familyNames = people
      .map(({ sort_name }) => sort_name.split(' ')[0]!)
      .filter((name) => /^[a-z]{5,}$/.test(name));
    const commonest = await commonestWord(scope);
    const asks = await behindFilter(scope, withCompany);
    return [
      {
        name: 'batch + company',
        paths: withCompany.map(({ batch_year, company }) =>
          search({ batchYear: String(batch_year), company: company! }),
        ),
        asks,
      },
      { name: 'browse', paths: [search({})] },
      {
        name: 'browse a batch',
        paths: batched.map(({ batch_year }) => search({ batchYear: String(batch_year) })),
      },
      {
        name: 'city + department',
        paths: people
          .filter(({ city, department }) => city && department)
          .map(({ city, department }) => search({ city: city!, department: department! })),
      },
      { name: 'free text: a name', paths: people.map(({ display_name }) => search({ q: display_name })) },
      { name: 'free text: family name', paths: familyNames.map((q) => search({ q })) },
      {
        name: 'free text: company and city',
        paths: withCompany
          .filter(({ city }) => city)
          .map(({ company, city }) => search({ q: `${company} ${city}` })),
      },
      {
        name: 'beginning of a name (three letters)',
        paths: familyNames.map((name) => search({ q: name.slice(0, 3) })),
      },
      { name: `the commonest word (${commonest})`, paths: [search({ q: commonest })] },
      { name: 'misspelt text', paths: familyNames.map((name) => search({ q: misspelt(name) })) },
      { name: 'browse, all facets', paths: [`${search({})}&${facets}`] },
      {
        name: 'batch, all facets',
        paths: batched.map(({ batch_year }) => `${search({ batchYear: String(batch_year) })}&${facets}`),
      },
      { name: 'family name, all facets', paths: familyNames.map((q) => `${search({ q })}&${facets}`) },
      { name: `the commonest word, all facets`, paths: [`${search({ q: commonest })}&${facets}`] },
      {
        name: 'by id',
        paths: people.map(({ profile_id }) => `/v1/profiles/${formatId('profile', profile_id)}`),
      },
    ];
  });
}

export interface Person {
  readonly profile_id: string;
  readonly sort_name: string;
  readonly display_name: string;
  readonly batch_year: number;
  readonly department: string | null;
  readonly company: string | null;
  readonly city: string | null;
}

/** Evenly over the register, the same ones in every run. */
export async function samplePeople(scope: Scope, count: number): Promise<Person[]> {
  return scope.db.query<Person & Record<string, unknown>>(
    {
      text: `select profile_id, sort_name, display_name, batch_year, department, company, city
             from directory_entries_visible_public where position = 0
             order by md5(display_name || coalesce(company, '')) limit $1`,
    },
    [count],
  );
}

async function commonestWord(scope: Scope): Promise<string> {
  const [row] = await scope.db.query<{ word: string }>({
    text: `select word from directory_words_visible_public where word ~ '[a-z]{3}' order by people desc limit 1`,
  });
  return row!.word;
}

/** Two neighbouring letters changed places. */
function misspelt(word: string): string {
  const at = 2;
  return word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2);
}

/** The statements that the filter sends for each person. */
async function behindFilter(scope: Scope, people: readonly Person[]): Promise<MinimalStatement[][]> {
  const asks: MinimalStatement[][] = [];
  for (const { batch_year, company } of people) {
    const filters = { batchYear: [String(batch_year)], company: [company!.toLowerCase()] };
    const read = (heard: Scope) =>
      searchDirectory(heard, {
        audience: 'public', q: '', filters, order: undefined, facets: [], limit: 20, after: undefined, atLeast: 1,
      }); // prettier-ignore
    asks.push(await overheard(scope, read));
  }
  return asks;
}

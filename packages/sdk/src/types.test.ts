import { describe, expectTypeOf, test } from 'vitest';
import {
  ApiError,
  type Batch,
  type Client,
  createClient,
  type DirectoryEntry,
  type DirectoryPage,
  type FacetName,
  NotFoundError,
  type Profile,
  type ProfileCreate,
  type ProfileUpdate,
  type SearchParams,
} from './index';

// Checked by the compiler; the functions are never called.
describe('types', () => {
  test('a listing is a page to await and people to loop over', () => {
    expectTypeOf<Client>().toEqualTypeOf<ReturnType<typeof createClient>>();
    const use = async ({ directory, batches }: Client) => {
      expectTypeOf(await directory.search()).toEqualTypeOf<DirectoryPage>();
      for await (const person of directory.search()) expectTypeOf(person).toEqualTypeOf<DirectoryEntry>();
      for await (const page of directory.search().pages()) expectTypeOf(page).toEqualTypeOf<DirectoryPage>();
      for await (const batch of batches.list()) expectTypeOf(batch).toEqualTypeOf<Batch>();
    };
    expectTypeOf(use).toBeFunction();
  });

  test('parameters are those of the contract, as one likes to write them', () => {
    expectTypeOf<1911>().toExtend<SearchParams['batchYear']>();
    expectTypeOf<'2001..2010'>().toExtend<SearchParams['batchYear']>();
    expectTypeOf<readonly (number | { from: number; to: number })[]>().toExtend<SearchParams['batchYear']>();
    expectTypeOf<SearchParams['company']>().toEqualTypeOf<string | readonly string[] | undefined>();
    expectTypeOf<SearchParams['facets']>().toEqualTypeOf<FacetName | readonly FacetName[] | undefined>();
    expectTypeOf<'name'>().toExtend<SearchParams['sort']>();
    expectTypeOf<'sideways'>().not.toExtend<SearchParams['sort']>();
    expectTypeOf<{ companies: string[] }>().not.toExtend<SearchParams>();
  });

  test('a profile is written with a name, and read as it is', () => {
    expectTypeOf<{ familyName: string; degrees: { batchYear: number }[] }>().toExtend<ProfileCreate>();
    expectTypeOf<{ company: string }>().not.toExtend<ProfileCreate>();
    expectTypeOf<{ familyName: string; city: null }>().not.toExtend<ProfileCreate>();
    expectTypeOf<{ city: null; audiences: { city: 'private' } }>().toExtend<ProfileUpdate>();
    expectTypeOf<Client['profiles']['get']>().returns.resolves.toEqualTypeOf<Profile>();
    expectTypeOf<Client['profiles']['list']>().returns.resolves.toEqualTypeOf<Profile[]>();
    expectTypeOf<Client['profiles']['delete']>().returns.resolves.toEqualTypeOf<void>();
  });

  test('codes complete, and new ones are allowed', () => {
    expectTypeOf<'origin_not_allowed'>().toExtend<ApiError['code']>();
    expectTypeOf<'code_of_tomorrow'>().toExtend<ApiError['code']>();
  });

  test('an error that is not of one class may be of another', () => {
    const tell = (error: ApiError) => {
      if (error instanceof NotFoundError) return expectTypeOf(error.name).toEqualTypeOf<'NotFoundError'>();
      return expectTypeOf(error).toEqualTypeOf<ApiError>();
    };
    expectTypeOf(tell).toBeFunction();
  });
});

// @ts-check
// What a project with ES modules writes. Compiled and run against the packed package by check.mjs.
import { createClient, isApiError, NotFoundError } from '@homecoming/sdk';
import { createDirectoryClient } from '@homecoming/sdk/directory';
import { NotFoundError as SameError } from '@homecoming/sdk/errors';

/** @import { DirectoryPage, SearchParams } from '@homecoming/sdk' */

const hc = createClient({
  baseUrl: 'https://alumni.example.edu',
  key: 'pk_test_01jdyvbv7gen8t9pe8z5aav000_letmesee',
});

/** @type {SearchParams} */
const params = { q: 'curie', batchYear: 1911, facets: ['company'], city: undefined };

/** @returns {Promise<DirectoryPage>} */
async function firstPage() {
  return hc.directory.search(params, { timeoutMs: 1_000 });
}

export async function names() {
  /** @type {string[]} */
  const found = [];
  for await (const person of hc.directory.search(params)) found.push(person.displayName);
  return found;
}

/** @returns {Promise<string>} */
export async function signIn() {
  await hc.auth.requestCode('marie@example.org');
  return (await hc.auth.verifyCode('marie@example.org', '418007', { deviceName: 'Firefox' })).email;
}

// @ts-expect-error a storage that there is not
export const misplaced = () => createClient({ baseUrl: '', key: '', tokenStorage: 'cookie' });

// @ts-expect-error a parameter that the contract does not know
export const misspelt = () => hc.directory.search({ batchyear: 1911 });

// @ts-expect-error a field that the contract does not know
export const unknownField = async () => (await firstPage()).data[0]?.password;

/** @returns {Promise<DirectoryPage>} */
export const search = async () =>
  createDirectoryClient({ baseUrl: 'https://alumni.example.edu', key: 'pk_test_a' }).directory.search(params);

if (SameError !== NotFoundError)
  throw new Error('Each class should exist once, whatever it is imported from.');
if ((await hc.auth.member()) !== undefined) throw new Error('Nobody has signed in.');

try {
  await hc.profiles.get('');
  throw new Error('An empty id should have been refused.');
} catch (error) {
  if (!(error instanceof TypeError) || isApiError(error) || error instanceof NotFoundError) throw error;
}

import { beforeAll, describe, expect, it } from 'vitest';
import { type Operation, operations, resolve, type Schema } from './contract/document';
import { scopes } from './features/keys';
import type { KeyScope } from './features/keys/scopes';
import { expectSound } from './testing/contract-walk/answers';
import { acceptedParts, callOf, type Parts } from './testing/contract-walk/calls';
import { makers } from './testing/contract-walk/makers';
import { openSchool, openSchools, send } from './testing/contract-walk/school';
import type { WireAnswer } from './testing/wire';

beforeAll(openSchools);

/** What is private in the institution that is walked, and the scopes that show it. One of them suffices. */
const canaries: Readonly<Record<string, readonly KeyScope[]>> = {
  'canary-headline': ['directory:read'],
  'canary-email': ['directory:private'],
  'canary-bio': ['directory:private'],
  '1777-04-03': ['directory:private'],
  // Addresses of members and of those invited.
  '@people.example': ['members:read', 'claims:read', 'audit:read'],
  'canary-evidence': ['claims:read'],
  'Canary-graduate': ['degrees:verify'],
  'canary-error': ['tasks:read'],
  'canary-endpoint': ['webhooks:manage'],
  'canary-response': ['directory:private'],
  'canary-key': ['keys:manage', 'audit:read'],
  'canary-client': ['sign_in:manage', 'audit:read'],
};

describe('with a secret key of one scope', () => {
  const takingKeys = operations.filter(({ callers }) => callers.includes('secret'));
  const canariesIn = ({ text, headers }: WireAnswer) =>
    Object.keys(canaries).filter((canary) => `${text}${JSON.stringify(headers)}`.includes(canary));

  it('no operation shows what takes another scope to read', { timeout: 60_000 }, async () => {
    const school = await openSchool();
    const keys = await Promise.all(
      scopes.map(async (scope) => [scope, await school.createKey({ scopes: [scope] })] as const),
    );
    // One that stays: what the walk makes is run again by the first key that may.
    await makers.task!(school);
    const leaks: string[] = [];
    const seen = new Set<string>();
    for (const operation of takingKeys) {
      const accepted = await acceptedParts(operation, school);
      // Whole lists: what the walk has made before may fill a page.
      const query: Parts['query'] = operation.parameters.some(({ name }) => name === 'limit')
        ? [...accepted.query, ['limit', '100']]
        : accepted.query;
      const parts = { ...accepted, query };
      const answerTo = async (key: string) => {
        const answer = await send(callOf(operation, parts, { 'Homecoming-Key': key }));
        expectSound(operation, answer, operation.operationId);
        return canariesIn(answer);
      };
      await Promise.all(
        keys.map(async ([scope, key]) => {
          for (const canary of await answerTo(key)) {
            if (!canaries[canary]!.includes(scope))
              leaks.push(`${operation.operationId} shows ${canary} to ${scope}`);
          }
        }),
      );
      for (const canary of await answerTo(school.secretKey)) seen.add(canary);
    }
    expect(leaks).toEqual([]);
    // A key with every scope sees each of them, or nothing would be proven.
    expect([...seen].sort()).toEqual(Object.keys(canaries).sort());
  });

  it('what reading takes a scope for, writing says so: no new operation can forget', () => {
    const successOf = ({ responses }: Operation) =>
      Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1].content?.['application/json']
        ?.schema;
    const nameOf = (schema: Schema | undefined) => (schema?.anyOf?.[0] ?? schema)?.$ref;
    const readers = new Map<string, Set<string>>();
    for (const operation of takingKeys.filter(({ method }) => method === 'get')) {
      const name = nameOf(successOf(operation));
      if (name) readers.set(name, new Set([...(readers.get(name) ?? []), operation.permission!]));
    }
    const forgotten = takingKeys.filter((operation) => {
      const schema = successOf(operation);
      const read = readers.get(nameOf(schema) ?? '');
      // What has no id of its own is answered as it was sent.
      if (!read || !resolve<Schema>(schema?.anyOf?.[0] ?? schema).properties?.id) return false;
      return !read.has(operation.permission!) && !read.has(operation.answerPermission ?? '');
    });
    expect(forgotten.map(({ operationId }) => operationId)).toEqual([]);
  });
});

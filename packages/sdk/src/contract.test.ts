import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Route } from './transport/route';

const here = new URL('./', import.meta.url);
const filesIn = (folder: string) =>
  readdirSync(new URL(folder, here)).flatMap((name) =>
    name.endsWith('.test.ts') ? [] : new URL(`${folder}/${name}`, here),
  );
const routes: Record<string, Route> = {};
for (const { href } of filesIn('generated/routes'))
  Object.assign(routes, (await import(/* @vite-ignore */ href)) as Record<string, Route>);
const sources = ['resources', 'session'].flatMap(filesIn).map((file) => readFileSync(file, 'utf8'));

interface Operation {
  operationId: string;
  'x-idempotent'?: string;
  responses: Record<string, unknown>;
  parameters?: { name?: string; in?: string; explode?: boolean }[];
}
const contract = JSON.parse(
  readFileSync(new URL('../../../openapi/openapi.json', import.meta.url), 'utf8'),
) as {
  paths: Record<string, Record<string, Operation | unknown[]>>;
  components: { schemas: Record<string, { properties: object }> };
};

const declared = Object.entries(contract.paths)
  .filter(([path]) => path.startsWith('/v1/') && !path.startsWith('/v1/operator/'))
  .flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      Array.isArray(operation) ? [] : [{ path, method: method.toUpperCase(), operation }],
    ),
  );

test('every operation of the contract has a route, with lists as it writes them', () => {
  // Where browsers are sent on is no call.
  const called = declared.filter(({ operation }) => !('302' in operation.responses));
  const expected = Object.fromEntries(
    called.map(({ path, method, operation }) => {
      const lists = (operation.parameters ?? []).filter((parameter) => parameter.explode === false);
      const commaSeparated = lists.length ? { commaSeparated: lists.map(({ name }) => name) } : {};
      return [operation.operationId, { method, path, ...commaSeparated }];
    }),
  );
  expect(routes).toEqual(expected);
});

test('every operation has a method that sends it', () => {
  const sent = new Set(
    sources.flatMap((source) =>
      [...source.matchAll(/(?:\.(?:call|send)\(|(?:listOf|readLines<\w+>)\(\s*transport,)\s*(\w+)/g)].map(
        ([, operationId]) => operationId,
      ),
    ),
  );
  expect(Object.keys(routes).filter((operationId) => !sent.has(operationId))).toEqual([]);
});

test('what can be written when a profile is created is what can be changed, as the types here assume', () => {
  const { ProfileCreate, ProfileUpdate } = contract.components.schemas;
  expect(Object.keys(ProfileCreate!.properties)).toEqual(Object.keys(ProfileUpdate!.properties));
});

/**
 * The service keeps no answer of these for a repetition: they hold tokens, or a wrong code counts as a try. The client sends them
 * once, but for a refresh, which may be repeated within the service's grace.
 */
const notRepeatable = [
  'redeemSignInCode',
  'signInWithPassword',
  'redeemSignInGrant',
  'exchangeToken',
  'confirmEmailChange',
  'refreshSession',
];

test('every POST has one effect however often it is sent, as the retries here assume', () => {
  const posts = declared.filter(
    ({ method, operation }) => method === 'POST' && !notRepeatable.includes(operation.operationId),
  );
  expect(posts.length).toBeGreaterThan(0);
  for (const { operation } of posts) {
    expect([operation.operationId, operation['x-idempotent']]).toEqual([
      operation.operationId,
      expect.stringMatching(/^(transaction|recoverable)$/),
    ]);
  }
});

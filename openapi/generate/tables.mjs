import { callers, changeTypesOf, goesTo } from './features.mjs';

const folder = 'packages/server/src/contract/generated';
const from = '// Generated from openapi/ by `npm run generate`.';
const entriesOf = (section) =>
  Object.fromEntries(Object.entries(section).map(([name, { entry }]) => [name, entry]));

/** The declarations as the server's code reads them: path → unformatted TypeScript. */
export function serverTables(declarations) {
  const permissions = Object.entries(declarations.permissions).map(([name, { entry }]) => [
    name,
    Object.fromEntries(Object.keys(callers).map((caller) => [caller, entry.who.includes(caller)])),
  ]);
  const problems = Object.entries(entriesOf(declarations.problems)).sort(byStatus);
  const types = changeTypesOf(declarations)
    .filter(([, , type]) => goesTo('feed', type))
    .map(([type, { scope, audience }]) => [type, { scope, widest: audience }]);
  return new Map([
    [
      `${folder}/ids.ts`,
      `${from}\n\n/** The prefix of the public ids of each kind. */
export const idPrefixes = ${JSON.stringify(entriesOf(declarations.ids))} as const;`,
    ],
    [
      `${folder}/permissions.ts`,
      `${from}\n\n/** Who has each permission. A secret key has those that are among its scopes. */
export const permissions = ${JSON.stringify(Object.fromEntries(permissions))} as const;`,
    ],
    [
      `${folder}/problems.ts`,
      `${from}\n\n/** Every problem: its status, its title, when it happens, and what to do about it. */
export const problems = ${JSON.stringify(Object.fromEntries(problems))} as const;`,
    ],
    [
      `${folder}/change-types.ts`,
      `${from}\n\n/** Every type of change: the scope that a secret key needs to receive it, and the widest audience that can notice it. */
export const changeTypes = ${JSON.stringify(Object.fromEntries(types))} as const;`,
    ],
  ]);
}

export const byStatus = ([a, x], [b, y]) => x.status - y.status || (a < b ? -1 : 1);

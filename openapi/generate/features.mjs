import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Obstacle, root } from '../../scripts/project.mjs';

/** The kinds of callers that a permission can be given to, with their names in the docs. */
export const callers = {
  publishable: 'publishable key',
  secret: 'secret key',
  unverified: 'unverified member',
  student: 'student',
  alumnus: 'alumnus',
  admin: 'admin',
  operator: 'operator',
  impersonated: 'operator as a member',
};

const outlets = ['feed', 'webhook', 'test'];
const sections = ['tags', 'ids', 'permissions', 'problems', 'changes', 'paths', 'components'];

/**
 * What the feature files and shared.yaml declare, each section merged: their own vocabulary beside OpenAPI's paths and components.
 * An id kind, permission, problem, subject or URL may be declared once. Schemas stay apart, by file.
 */
export async function readDeclarations() {
  const { parse } = await import('yaml');
  const folder = join(root, 'openapi');
  const names = (await readdir(join(folder, 'features'))).filter((name) => name.endsWith('.yaml')).sort();
  const files = ['shared.yaml', ...names.map((name) => `features/${name}`)];
  const merged = { tags: [], ids: {}, permissions: {}, problems: {}, changes: {}, paths: {}, schemas: {} };
  for (const file of files) {
    const declared = parse(await readFile(join(folder, file), 'utf8'));
    const fail = (what) => {
      throw new Obstacle(`openapi/${file}: ${what}.`);
    };
    for (const section of Object.keys(declared))
      if (!sections.includes(section)) fail(`there is no section ${section}; use ${sections.join(', ')}`);
    merged.tags.push(...(declared.tags ?? []));
    merged.schemas[file] = declared.components?.schemas ?? {};
    for (const section of ['ids', 'permissions', 'problems', 'changes', 'paths']) {
      for (const [name, entry] of Object.entries(declared[section] ?? {})) {
        if (Object.hasOwn(merged[section], name))
          fail(`${name} (${section}) is already declared in ${merged[section][name].file}`);
        merged[section][name] = { file, entry };
      }
    }
    checkEntries(declared, fail);
  }
  checkReferences(merged);
  return merged;
}

/** Every entry says all that it must, and nothing else. */
function checkEntries({ permissions = {}, problems = {}, changes = {} }, fail) {
  const complete = (entry, where, required, optional = []) => {
    for (const name of required) if (entry?.[name] === undefined) fail(`${where} has no ${name}`);
    for (const name of Object.keys(entry))
      if (![...required, ...optional].includes(name)) fail(`${where} has no use for ${name}`);
  };
  for (const [name, entry] of Object.entries(permissions)) {
    complete(entry, `permission ${name}`, ['allows', 'who'], ['powerful']);
    for (const who of entry.who) if (!callers[who]) fail(`permission ${name}: there is no caller ${who}`);
  }
  for (const [code, entry] of Object.entries(problems))
    complete(entry, `problem ${code}`, ['status', 'title', 'description', 'help']);
  for (const [subject, entry] of Object.entries(changes)) {
    complete(entry, `changes of ${subject}`, ['scope', 'audience', 'types'], ['data']);
    for (const [type, each] of Object.entries(entry.types)) {
      complete(each, `change ${subject}.${type}`, ['summary', 'description'], ['data', 'example', 'outlets']);
      for (const outlet of each.outlets ?? [])
        if (!outlets.includes(outlet)) fail(`change ${subject}.${type}: there is no outlet ${outlet}`);
    }
  }
}

/** What one entry names must be declared by another. */
function checkReferences({ ids, permissions, changes, paths }) {
  const fail = (file, what) => {
    throw new Obstacle(`openapi/${file}: ${what}.`);
  };
  for (const [subject, { file, entry }] of Object.entries(changes)) {
    if (!ids[subject]) fail(file, `changes of ${subject}: give it an id prefix under ids`);
    if (!permissions[entry.scope]?.entry.who.includes('secret'))
      fail(file, `changes of ${subject}: ${entry.scope} is no scope of secret keys`);
  }
  for (const [url, { file, entry }] of Object.entries(paths)) {
    for (const operation of Object.values(entry)) {
      for (const name of [operation['x-permission'], operation['x-answer-permission']])
        if (name !== undefined && !permissions[name]) fail(file, `${url}: there is no permission ${name}`);
    }
  }
}

/** Every type of change, as `[type, subject's entry, type's entry, file]`, by name. */
export function changeTypesOf({ changes }) {
  const types = Object.entries(changes).flatMap(([subject, { file, entry }]) =>
    Object.entries(entry.types).map(([happened, type]) => [`${subject}.${happened}`, entry, type, file]),
  );
  return types.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Whether a change of this type is sent through the outlet. Left out, it goes to the feed and to webhooks. */
export const goesTo = (outlet, { outlets = ['feed', 'webhook'] }) => outlets.includes(outlet);

/** The permissions that secret keys can have, as `[name, entry]`. */
export const scopesOf = ({ permissions }) =>
  Object.entries(permissions)
    .map(([name, { entry }]) => [name, entry])
    .filter(([, { who }]) => who.includes('secret'));

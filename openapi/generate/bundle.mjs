import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { Obstacle, root, scratch } from '../../scripts/project.mjs';
import { changeTypesOf, goesTo, scopesOf } from './features.mjs';

/** The contract's root document: openapi.yaml with everything that the features declare. Redocly lints and bundles it. */
export const rootDocument = join(scratch, 'contract.json');

/** Writes the root document. */
export async function assemble(declarations) {
  const { parse } = await import('yaml');
  const document = parse(await readFile(join(root, 'openapi/openapi.yaml'), 'utf8'));
  const refTo = (file, ...steps) => {
    const pointer = steps.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
    return { $ref: `${relative(scratch, join(root, 'openapi', file))}#/${pointer}` };
  };
  document.tags = declarations.tags;
  document.paths = Object.fromEntries(
    Object.entries(declarations.paths).map(([url, { file }]) => [url, refTo(file, 'paths', url)]),
  );
  document.webhooks = {};
  document.components.schemas = {};
  for (const [type, subject, entry, file] of changeTypesOf(declarations)) {
    if (!goesTo('webhook', entry) && !goesTo('test', entry)) continue;
    const name = entry.data ?? subject.data;
    const data = refTo(file, 'components', 'schemas', name);
    const { example } = declarations.schemas[file][name];
    document.components.schemas[messageName(type)] = messageSchema(type, entry, data, refTo, example);
    document.webhooks[type] = webhook(type, entry, declarations.paths, subject.audience, file);
  }
  await mkdir(scratch, { recursive: true });
  await writeFile(rootDocument, JSON.stringify(document, null, 2));
}

/** What a webhook sends: the type, when it happened, and its subject. */
function messageSchema(type, { summary, example }, data, refTo, dataExample) {
  return {
    type: 'object',
    description: `The message of \`${type}\`. ${summary}.`,
    required: ['type', 'timestamp', 'data'],
    properties: {
      type: { type: 'string', const: type, example: type },
      timestamp: refTo('features/webhooks.yaml', 'components', 'schemas', 'WebhookTimestamp'),
      data,
    },
    example: { type, timestamp: '2026-11-21T09:30:00.000Z', data: { ...dataExample, ...example } },
  };
}

/** `key.created` → KeyCreated. */
const messageName = (type) =>
  type
    .split('.')
    .map((part) => part[0].toUpperCase() + part.slice(1))
    .join('');

function webhook(type, { summary, description }, paths, audience, file) {
  const tag = Object.values(paths)
    .filter((each) => each.file === file)
    .flatMap(({ entry }) => Object.values(entry))
    .find(({ tags }) => tags).tags[0];
  const receivers = audience === 'private' ? ' For endpoints with the audience `private`.' : '';
  return {
    post: {
      summary,
      description: `${description}${receivers}`,
      tags: [tag],
      security: [],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: `#/components/schemas/${messageName(type)}` } } },
      },
      responses: { '2XX': { description: 'Received. Any other status is retried.' } },
    },
  };
}

/** Runs Redocly, which resolves the references between files. */
async function redocly(args) {
  const cli = join(root, 'node_modules/@redocly/cli/bin/cli.js');
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  await promisify(execFile)(process.execPath, [cli, ...args], { cwd: root, env }).catch(
    ({ stdout, stderr }) => {
      throw new Obstacle(`The contract has faults:\n${stdout}${stderr}`);
    },
  );
}

/** Lints the contract. @throws {Obstacle} with what is wrong */
export async function lint(declarations) {
  await assemble(declarations);
  await redocly(['lint', rootDocument, '--config', 'redocly.yaml']);
}

/** The whole contract as one document. */
export async function bundle(declarations) {
  await assemble(declarations);
  const bundled = join(scratch, 'openapi.json');
  await redocly(['bundle', rootDocument, '--output', bundled]);
  const contract = JSON.parse(await readFile(bundled, 'utf8'));
  const { schemas } = contract.components;
  schemas.ProblemCode.enum = Object.keys(declarations.problems).sort();
  const scopes = scopesOf(declarations).sort(([a], [b]) => (a < b ? -1 : 1));
  schemas.KeyScope.enum = scopes.map(([name]) => name);
  schemas.KeyScope.description += `\n${scopes.map(scopeLine).join('\n')}\n`;
  return sortComponents(contract);
}

const scopeLine = ([name, { allows, powerful }]) =>
  `- \`${name}\`${powerful ? ' (powerful)' : ''}: ${allows.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')}`;

/** Components stand in the order in which they are first referred to; a name's place must not depend on that. */
function sortComponents(contract) {
  for (const [kind, entries] of Object.entries(contract.components ?? {})) {
    contract.components[kind] = Object.fromEntries(
      Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }
  return contract;
}

import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { permissionsPage } from './permissions-page.mjs';
import { isScript, main, Obstacle, root, scratch } from './project.mjs';
import { sdkCalls } from './sdk-calls.mjs';

const contractFile = 'openapi/openapi.json';
const permissionsFile = 'docs/permissions.md';
// For the samples of the API reference.
const sdkCallsFile = 'packages/server/src/contract/generated/sdk-calls.ts';
// The same types twice: the SDK imports nothing of the server, and the server needs no SDK.
const typeFiles = [
  'packages/sdk/src/generated/schema.ts',
  'packages/server/src/contract/generated/schema.ts',
];

/** Everything that is derived from the contract: path → contents. Nothing is written. */
export async function derive() {
  const bundle = join(scratch, 'openapi.json');
  await mkdir(scratch, { recursive: true });
  const cli = join(root, 'node_modules/@redocly/cli/bin/cli.js');
  const args = [cli, 'bundle', join(root, 'openapi/openapi.yaml'), '--output', bundle];
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  await promisify(execFile)(process.execPath, args, { cwd: root, env }).catch(({ stdout, stderr }) => {
    throw new Obstacle(`The contract could not be bundled:\n${stdout}${stderr}`);
  });
  const contract = sortComponents(JSON.parse(await readFile(bundle, 'utf8')));

  const [{ default: openapiTypes, astToString }, prettier] = await Promise.all([
    import('openapi-typescript'),
    import('prettier'),
  ]);
  const types = `// Generated from openapi/openapi.json by \`npm run generate\`.\n\n${astToString(await openapiTypes(contract))}`;
  const style = await prettier.resolveConfig(join(root, typeFiles[0]));
  const formatted = await prettier.format(types, { ...style, parser: 'typescript' });
  const page = await prettier.format(await permissionsPage(contract), { ...style, parser: 'markdown' });
  const calls = `// Generated from packages/sdk/src by \`npm run generate\`: which method of the SDK's client sends which operation.

export const sdkCalls: Readonly<Record<string, { readonly call: string; readonly parameters: readonly string[]; readonly isListing: boolean }>> = ${JSON.stringify(await sdkCalls())};`;
  return new Map([
    [contractFile, `${JSON.stringify(contract, null, 2)}\n`],
    ...typeFiles.map((file) => [file, formatted]),
    [permissionsFile, page],
    [sdkCallsFile, await prettier.format(calls, { ...style, parser: 'typescript' })],
  ]);
}

/** Components stand in the order in which they are first referred to; a name's place must not depend on that. */
function sortComponents(contract) {
  for (const [kind, entries] of Object.entries(contract.components ?? {})) {
    contract.components[kind] = Object.fromEntries(
      Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }
  return contract;
}

/** The derived files that differ from what the contract says now. */
export async function outdated() {
  const files = [];
  for (const [file, contents] of await derive()) {
    if ((await readFile(join(root, file), 'utf8').catch(() => '')) !== contents) files.push(file);
  }
  return files;
}

async function generate() {
  for (const [file, contents] of await derive()) {
    const path = join(root, file);
    if ((await readFile(path, 'utf8').catch(() => '')) === contents) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents);
    console.log(`Wrote ${file}`);
  }
}

if (isScript(import.meta.url)) await main(generate);

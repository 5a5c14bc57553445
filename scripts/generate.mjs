import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundle } from '../openapi/generate/bundle.mjs';
import { docsPages } from '../openapi/generate/docs.mjs';
import { readDeclarations } from '../openapi/generate/features.mjs';
import { sdkRoutes } from '../openapi/generate/sdk-routes.mjs';
import { serverTables } from '../openapi/generate/tables.mjs';
import { isScript, main, root } from './project.mjs';
import { sdkCalls } from './sdk-calls.mjs';

const contractFile = 'openapi/openapi.json';
const typesFile = 'openapi/schema.ts';
// For the samples of the API reference.
const sdkCallsFile = 'packages/server/src/contract/generated/sdk-calls.ts';

/** Everything that is derived from the contract: path → contents. Nothing is written. */
export async function derive() {
  const declarations = await readDeclarations();
  const contract = await bundle(declarations);
  const [{ default: openapiTypes, astToString }, prettier] = await Promise.all([
    import('openapi-typescript'),
    import('prettier'),
  ]);
  const style = await prettier.resolveConfig(join(root, typesFile));
  const types = `// Generated from openapi/openapi.json by \`npm run generate\`.\n\n${astToString(await openapiTypes(contract))}`;
  const calls = `// Generated from packages/sdk/src by \`npm run generate\`: which method of the SDK's client sends which operation.

export const sdkCalls: Readonly<Record<string, { readonly call: string; readonly parameters: readonly string[]; readonly isListing: boolean; readonly isStream: boolean }>> = ${JSON.stringify(await sdkCalls())};`;
  const code = new Map([
    [typesFile, types],
    [sdkCallsFile, calls],
    ...serverTables(declarations),
    ...sdkRoutes(declarations, contract),
  ]);
  const files = new Map([[contractFile, `${JSON.stringify(contract, null, 2)}\n`]]);
  for (const [file, text] of code)
    files.set(file, await prettier.format(text, { ...style, parser: 'typescript' }));
  for (const [file, text] of await docsPages(declarations, contract))
    files.set(file, await prettier.format(text, { ...style, parser: 'markdown' }));
  return files;
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

import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { main, Obstacle, root, runNode } from './project.mjs';

const usage = `Usage: npm run new -- feature NAME [PREFIX]

NAME is the feature's plural in lower case, such as reading-lists. PREFIX starts its IDs; the default is the first three letters.`;

const server = 'packages/server/src';
const templates = join(root, 'scripts/feature-template');

await main(async () => {
  const [what, name, prefix = name?.replaceAll('-', '').slice(0, 3)] = process.argv.slice(2);
  if (what !== 'feature' || !/^[a-z]+(-[a-z]+)*s$/.test(name ?? '') || !/^[a-z]{2,6}$/.test(prefix))
    throw new Obstacle(usage);
  await newFeature(name, prefix);
});

/** Writes a feature that works: two operations, a change type, a task, a table, an SDK resource and a docs page. */
async function newFeature(name, prefix) {
  const names = namesOf(name, prefix);
  const folder = `${server}/features/${name}`;
  if (existsSync(join(root, folder))) throw new Obstacle(`${folder} exists already.`);
  const files = {
    'contract.yaml.txt': `openapi/features/${name}.yaml`,
    'migration.sql.txt': `${server}/migrations/${await nextMigration()}_${names.snakes}.sql`,
    'resource.ts.txt': `packages/sdk/src/resources/${name}.ts`,
    'docs.md.txt': `docs/${name}.md`,
    'test.ts.txt': `${folder}/${name}.test.ts`,
    'makers.ts.txt': `${folder}/testing/makers.ts`,
  };
  for (const part of ['feature', 'handlers', 'create', 'tasks', 'store', 'present', 'contract-walk.test'])
    files[`${part}.ts.txt`] = `${folder}/${part}.ts`;
  for (const [template, file] of Object.entries(files)) {
    const text = await readFile(join(templates, template), 'utf8');
    await mkdir(join(root, file, '..'), { recursive: true });
    await writeFile(join(root, file), filled(text, names));
  }
  const { things, Things } = names;
  const lists = [`${server}/features/list.ts`, 'packages/sdk/src/resources/list.ts'];
  await addLine(lists[0], `export { ${things} } from './${name}/feature';`);
  await addLine(lists[1], `export { create${Things} as ${things} } from './${name}';`);
  if (await runNode('scripts/generate.mjs', [])) throw new Obstacle('The contract could not be generated.');
  const written = [...Object.values(files), ...lists];
  if (
    await runNode('node_modules/prettier/bin/prettier.cjs', [
      '--write',
      '--log-level=warn',
      ...written.filter((file) => !file.endsWith('.sql')),
    ])
  )
    throw new Obstacle('The files could not be formatted.');
  console.log(
    `\nThe feature is there and works:\n${written.map((file) => `  ${file}`).join('\n')}\n\nNext: say in ${files['contract.yaml.txt']} what it is, then npm run generate.`,
  );
}

function namesOf(name, prefix) {
  const words = name.replaceAll('-', ' ');
  const camel = name.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());
  const upper = (text) => text[0].toUpperCase() + text.slice(1);
  const one = (text) => text.slice(0, -1);
  return {
    prefix,
    kebabs: name,
    snakes: name.replaceAll('-', '_'),
    words,
    Words: upper(words),
    word: one(words),
    things: camel,
    Things: upper(camel),
    thing: one(camel),
    Thing: upper(one(camel)),
  };
}

function filled(text, names) {
  return text.replaceAll(/\{(\w+)\}/g, (whole, key) => names[key] ?? whole);
}

async function nextMigration() {
  const files = await readdir(join(root, server, 'migrations'));
  const last = Math.max(...files.map((file) => Number.parseInt(file, 10)));
  return String(last + 1).padStart(4, '0');
}

/** Adds a line where it belongs by the alphabet. */
async function addLine(file, line) {
  const path = join(root, file);
  const lines = (await readFile(path, 'utf8')).split('\n');
  const at = lines.findIndex((each) => each.startsWith('export ') && each > line);
  lines.splice(at < 0 ? lines.length - 1 : at, 0, line);
  await writeFile(path, lines.join('\n'));
}

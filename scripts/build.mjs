import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { alone, isScript, main, Obstacle, root, scratch, since } from './project.mjs';

const stampFile = join(scratch, 'built.json');

/** What every package is built with. */
const settings = [
  'tsup.config.ts',
  'tsconfig.base.json',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  'openapi/openapi.json',
];

/** By package, the files and folders that its `dist` is made of, beside the settings. */
const sources = {
  sdk: ['packages/sdk/package.json', 'packages/sdk/src'],
  widgets: [
    'packages/widgets/package.json',
    'packages/widgets/src',
    'packages/widgets/build',
    'packages/sdk/src',
  ],
  server: ['packages/server/package.json', 'packages/server/src', 'packages/server/build', 'docs'],
};

/**
 * Builds the packages whose sources have changed since the last time, each into its `dist`.
 * @param {{ force?: boolean, types?: boolean }} options `types`: the type declarations too, which takes longer and
 *   which only those need who publish or type-check against the built packages
 * @returns {Promise<string[]>} the packages that were built
 */
export async function build({ force = false, types = false } = {}) {
  if (!force && !(await changedPackages(types)).length) return [];
  return alone('build', async () => {
    const start = performance.now();
    const hashes = await hashPackages();
    const names = force ? Object.keys(sources) : await changedPackages(types, hashes);
    if (!names.length) return [];
    console.log(`Building ${names.join(', ')}${types ? ', with types' : ''} …`);
    const stamp = await readStamp();
    for (const name of names) {
      delete stamp[name];
      await rm(join(root, `packages/${name}/dist`), { recursive: true, force: true });
    }
    await writeStamp(stamp);
    await bundle(names, types);
    for (const name of names) stamp[name] = { hash: hashes[name], types };
    await writeStamp(stamp);
    console.log(`Built in ${since(start)}.`);
    return names;
  });
}

async function bundle(names, types) {
  const { build: tsup } = await import('tsup');
  process.chdir(root);
  process.env.HOMECOMING_BUILD = names.join(',');
  try {
    await tsup({ silent: true, config: join(root, 'tsup.config.ts'), ...(types ? {} : { dts: false }) });
  } catch (error) {
    throw new Obstacle(`The build failed: ${error.message}`);
  } finally {
    delete process.env.HOMECOMING_BUILD;
  }
}

async function changedPackages(types, hashes) {
  const [stamp, now] = [await readStamp(), hashes ?? (await hashPackages())];
  return Object.keys(sources).filter(
    (name) =>
      stamp[name]?.hash !== now[name] ||
      (types && !stamp[name].types) ||
      !existsSync(join(root, `packages/${name}/dist`)),
  );
}

const readStamp = () => readFile(stampFile, 'utf8').then(JSON.parse, () => ({}));

async function writeStamp(stamp) {
  await mkdir(scratch, { recursive: true });
  await writeFile(stampFile, JSON.stringify(stamp));
}

async function hashPackages() {
  const entries = Object.entries(sources).map(async ([name, paths]) => [
    name,
    await hashOf([...settings, ...paths]),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

/** Of all files below the paths, but tests. */
async function hashOf(paths) {
  const files = [];
  for (const path of paths.map((each) => join(root, each)).filter((each) => existsSync(each))) {
    const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined);
    if (!entries) files.push(path);
    for (const entry of entries ?? [])
      if (entry.isFile() && !entry.name.includes('.test.')) files.push(join(entry.parentPath, entry.name));
  }
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex');
}

if (isScript(import.meta.url)) {
  const args = process.argv.slice(2);
  await main(() => build({ force: args.includes('--force'), types: args.includes('--types') }));
}

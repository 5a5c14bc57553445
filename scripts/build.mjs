import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { alone, isScript, main, Obstacle, root, scratch, since } from './project.mjs';

const stampFile = join(scratch, 'built.json');
const packages = ['sdk', 'widgets', 'server'];
const settings = [
  'tsup.config.ts',
  'tsconfig.base.json',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  'openapi/openapi.json',
];

/**
 * Builds every package into its `dist`, if the sources have changed since the last time.
 * @param {{ force?: boolean, types?: boolean }} options `types`: the type declarations too, which takes longer and
 *   which only those need who publish or type-check against the built packages
 */
export async function build({ force = false, types = false } = {}) {
  if (!force && (await isBuilt(types))) return;
  await alone('build', async () => {
    if (!force && (await isBuilt(types))) return;
    const start = performance.now();
    const hash = await sourceHash();
    console.log(types ? 'Building, with types …' : 'Building …');
    await rm(stampFile, { force: true });
    for (const name of packages)
      await rm(join(root, `packages/${name}/dist`), { recursive: true, force: true });
    const { build: tsup } = await import('tsup');
    process.chdir(root);
    try {
      await tsup({ silent: true, config: join(root, 'tsup.config.ts'), ...(types ? {} : { dts: false }) });
    } catch (error) {
      throw new Obstacle(`The build failed: ${error.message}`);
    }
    await mkdir(scratch, { recursive: true });
    await writeFile(stampFile, JSON.stringify({ hash, types }));
    console.log(`Built in ${since(start)}.`);
  });
}

async function isBuilt(types) {
  const stamp = await readFile(stampFile, 'utf8').then(JSON.parse, () => undefined);
  if (!stamp || (types && !stamp.types) || stamp.hash !== (await sourceHash())) return false;
  const present = packages.map((name) => access(join(root, `packages/${name}/dist`)));
  return Promise.all(present).then(
    () => true,
    () => false,
  );
}

async function sourceHash() {
  const files = settings.map((file) => join(root, file));
  for (const name of packages) {
    const folder = join(root, 'packages', name);
    files.push(join(folder, 'package.json'));
    for (const part of ['src', 'build'].filter((each) => existsSync(join(folder, each)))) {
      for (const entry of await readdir(join(folder, part), { recursive: true, withFileTypes: true })) {
        if (entry.isFile() && !entry.name.includes('.test.')) files.push(join(entry.parentPath, entry.name));
      }
    }
  }
  // The service serves them.
  for (const entry of await readdir(join(root, 'docs'), { recursive: true, withFileTypes: true }))
    if (entry.isFile()) files.push(join(entry.parentPath, entry.name));
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

// Packs the built SDK, installs it in an empty project as a developer would, and there compiles and runs what
// consumers write, in each way of resolving modules. Also holds its size. Needs a build with types.
import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'tsup';

// What pages carry is held tight; the whole grows with the features, and is what a server carries.
const budgets = {
  index: { budgetBytes: 12_500 },
  admin: { budgetBytes: 7_000 },
  directory: { budgetBytes: 4_000 },
  auth: { budgetBytes: 7_300 },
  me: { budgetBytes: 8_000 },
};
const here = dirname(fileURLToPath(import.meta.url));
const sdk = dirname(here);
const { resolve } = createRequire(import.meta.url);
const project = await mkdtemp(join(tmpdir(), 'homecoming sdk consumer '));

const browser = { lib: ['es2022', 'dom', 'dom.iterable'], types: [] };
const server = { lib: ['es2022'], types: ['node'] };
const ways = [
  { module: 'node16', moduleResolution: 'node16', files: ['use-esm.mjs', 'use-cjs.cjs'], ...browser },
  { module: 'node16', moduleResolution: 'node16', files: ['use-esm.mjs', 'use-cjs.cjs'], ...server },
  { module: 'esnext', moduleResolution: 'bundler', files: ['use-esm.mjs'], ...browser },
  { module: 'esnext', moduleResolution: 'bundler', files: ['use-esm.mjs'], ...server },
];

try {
  await installPacked();
  for (const way of ways) await compile(way);
  run(process.execPath, [join(project, 'use-esm.mjs')]);
  run(process.execPath, [join(project, 'use-cjs.cjs')]);
  await weigh();
} finally {
  await rm(project, { recursive: true, force: true });
}

async function installPacked() {
  const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', project], { cwd: sdk });
  const folder = join(project, 'node_modules/@homecoming/sdk');
  await mkdir(folder, { recursive: true });
  run('tar', ['-xzf', join(project, packed.toString().trim()), '-C', folder, '--strip-components=1']);
  await mkdir(join(project, 'node_modules/@types'));
  for (const name of ['@types/node', 'undici-types']) {
    await symlink(dirname(resolve(`${name}/package.json`)), join(project, 'node_modules', name));
  }
  await writeFile(join(project, 'package.json'), '{ "private": true }');
  for (const file of ['use-esm.mjs', 'use-cjs.cjs']) await copyFile(join(here, file), join(project, file));
}

/** With everything strict, the package's own declarations included. */
async function compile({ files, ...way }) {
  const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };
  const options = { target: 'es2022', allowJs: true, checkJs: true, noEmit: true, skipLibCheck: false };
  const config = { compilerOptions: { ...options, ...strict, ...way }, files };
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify(config));
  run(process.execPath, [resolve('typescript/bin/tsc'), '-p', project]);
  console.log(`${files.join(', ')} compile: ${way.moduleResolution}, ${way.types[0] ?? 'browser'}`);
}

/** What each subpath costs in a browser: bundled, minified, compressed. */
async function weigh() {
  const outDir = join(project, 'bundle');
  const entry = {};
  for (const name of Object.keys(budgets)) {
    const file = join(project, 'node_modules/@homecoming/sdk/dist', `${name}.js`);
    entry[name] = join(project, `${name}.js`);
    await writeFile(entry[name], `export * from ${JSON.stringify(file)};`);
  }
  const options = { format: 'esm', minify: true, target: 'es2022', splitting: false, treeshake: true };
  await build({ config: false, silent: true, entry, outDir, ...options });
  for (const [name, { budgetBytes }] of Object.entries(budgets)) {
    const file =
      (await readFile(join(outDir, `${name}.mjs`)).catch(() => undefined)) ??
      (await readFile(join(outDir, `${name}.js`)));
    const bytes = gzipSync(file, { level: 9 }).length;
    console.log(`${name}: ${bytes} bytes minified and compressed, of ${budgetBytes} allowed`);
    if (bytes > budgetBytes) process.exitCode = 1;
  }
}

function run(program, args) {
  execFileSync(program, args, { stdio: 'inherit' });
}

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lint } from '../openapi/generate/bundle.mjs';
import { readDeclarations } from '../openapi/generate/features.mjs';
import { build } from './build.mjs';
import { outdated } from './generate.mjs';
import { install, runNpm } from './install.mjs';
import { main, root, runNode, scratch, since } from './project.mjs';
import { test } from './test.mjs';

const succeeds = async (script, args, options) => (await runNode(script, args, options)) === 0;

// Every step returns whether it holds. All are run, so that one look tells everything that is wrong.
const steps = {
  'Formatting (prettier)': () =>
    succeeds('node_modules/prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']),
  'Lint (eslint)': () => succeeds('node_modules/eslint/bin/eslint.js', ['.']),
  'Directions of imports (dependency-cruiser)': () =>
    succeeds('node_modules/dependency-cruiser/bin/dependency-cruise.mjs', sourceFolders()),
  'Types (tsc)': () => succeeds('node_modules/typescript/bin/tsc', ['--noEmit']),
  'Contract (redocly)': async () => {
    await lint(await readDeclarations());
    return true;
  },
  'Generated files are what the contract says': async () => {
    const files = await outdated();
    for (const file of files) console.error(`${file} is out of date: run "npm run generate" and commit it.`);
    return files.length === 0;
  },
  'Lock file (npm ci --dry-run)': async () =>
    (await runNpm(['ci', '--dry-run', '--ignore-scripts', '--loglevel=error'])) === 0,
  'Packages as others install them (publint, arethetypeswrong)': checkPackages,
  'The SDK in projects of others (every module mode, and its size)': () =>
    succeeds('packages/sdk/consumers/check.mjs', []),
  'The elements in projects of others (React 19 and 18, Vue, Svelte, a server)': () =>
    succeeds('packages/widgets/consumers/check.mjs', []),
  'Examples against the built packages (tsc)': async () =>
    !(await hasExamples()) ||
    succeeds('node_modules/typescript/bin/tsc', ['-p', 'examples/tsconfig.packed.json']),
};

const sourceFolders = () =>
  ['openapi', 'packages', 'bench', 'examples', 'scripts'].filter((name) => existsSync(join(root, name)));

async function checkPackages() {
  const folder = join(scratch, 'packed');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const paths = ['packages/sdk', 'packages/widgets'];
  const where = paths.flatMap((path) => ['--workspace', path]);
  if ((await runNpm(['pack', ...where, '--pack-destination', folder, '--loglevel=error', '--silent'])) !== 0)
    return false;
  let good = true;
  for (const path of paths) {
    const { name, version, exports } = JSON.parse(await readFile(join(root, path, 'package.json'), 'utf8'));
    const tarball = join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
    const profile = JSON.stringify(exports ?? {}).includes('"require"') ? 'node16' : 'esm-only';
    console.log(`${name} (${profile})`);
    good = (await succeeds('node_modules/publint/src/cli.js', ['run', tarball, '--strict'])) && good;
    // A file for a script tag has no types to be checked.
    const scripts = Object.entries(exports ?? {}).flatMap(([entry, target]) =>
      typeof target === 'string' ? [entry] : [],
    );
    const excluded = scripts.length ? ['--exclude-entrypoints', ...scripts] : [];
    const attw = [tarball, '--profile', profile, '--format', 'ascii', '--no-emoji', ...excluded];
    good = (await succeeds('node_modules/@arethetypeswrong/cli/dist/index.js', attw)) && good;
  }
  return good;
}

async function hasExamples() {
  if (!existsSync(join(root, 'examples'))) return false;
  const files = await readdir(join(root, 'examples'), { recursive: true });
  return files.some((file) => /\.tsx?$/.test(file) && !file.includes('node_modules'));
}

const stepOption = '--step=';
const step = process.argv.slice(2).find((arg) => arg.startsWith(stepOption));
await main(() => (step ? runStep(step.slice(stepOption.length)) : check()));

/** The steps one after another, and the tests beside them. */
async function check() {
  await install();
  const start = performance.now();
  const failures = [];
  await build({ types: true });
  const [tests] = await Promise.all([runTests(), runSteps(failures)]);
  if (!tests.ok) failures.push('Tests');
  const verdict = failures.length ? `FAILED: ${failures.join('; ')}` : 'Everything holds';
  console.log(`\n${verdict} (${since(start)}).\n${tests.line}`);
  process.exitCode = failures.length ? 1 : 0;
}

async function runTests() {
  if (process.argv.includes('--long')) process.env.HOMECOMING_LONG = '1';
  return test([]);
}

/** Each in a process of its own, whose output stays in one piece beside that of the tests. */
async function runSteps(failures) {
  for (const name of Object.keys(steps)) {
    const began = performance.now();
    const { ok, output } = await outputOf(['scripts/check.mjs', `${stepOption}${name}`]);
    if (!ok) failures.push(name);
    console.log(`\n── ${name}: ${ok ? 'ok' : 'FAILED'}, ${since(began)}${ok ? '' : `\n${output}`}`);
  }
}

async function runStep(name) {
  process.exitCode = (await steps[name]()) ? 0 : 1;
}

function outputOf(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ ok: code === 0, output }));
  });
}

// Packs the built package, installs it in empty projects as developers would, and there checks what they write with React 19,
// React 18, Vue and Svelte against the types that come with it. Also imports it without a browser. Needs a build with types.
import { execFileSync, spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');
const { resolve } = createRequire(import.meta.url);
const shop = await mkdtemp(join(tmpdir(), 'homecoming widgets consumer '));

const tsc = resolve('typescript/bin/tsc');
const vueTsc = join(root, 'node_modules/vue-tsc/bin/vue-tsc.js');
const svelteCheck = join(root, 'node_modules/svelte-check/bin/svelte-check');
const rootModules = join(root, 'node_modules');

const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };
const compilerOptions = {
  ...strict,
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  lib: ['es2022', 'dom', 'dom.iterable'],
  jsx: 'react-jsx',
  noEmit: true,
};

try {
  for (const name of ['sdk', 'widgets']) await unpack(name);
  const react18 = join(root, 'examples/react-18/node_modules');
  await react('React 19', '@homecoming/widgets/react', rootModules, ['react.tsx', 'react-19.tsx'], 'react');
  await react('React 18', '@homecoming/widgets/react-18', react18, ['react.tsx'], 'react-18');
  await vue();
  await svelte();
  const server = await project('server', []);
  await cp(join(here, 'server.mjs'), join(server, 'server.mjs'));
  run([join(server, 'server.mjs')]);
  console.log('server: imported without a browser');
} finally {
  await rm(shop, { recursive: true, force: true });
}

async function unpack(name) {
  const cwd = join(root, 'packages', name);
  const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', shop], { cwd })
    .toString()
    .trim();
  const folder = join(shop, name);
  await mkdir(folder);
  execFileSync('tar', ['-xzf', join(shop, packed), '-C', folder, '--strip-components=1']);
}

/** A folder with the packed packages, and others as they are installed here. */
async function project(name, others) {
  const folder = join(shop, `${name} project`);
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, '@homecoming'), { recursive: true });
  await cp(join(shop, 'sdk'), join(modules, '@homecoming/sdk'), { recursive: true });
  await cp(join(shop, 'widgets'), join(modules, '@homecoming/widgets'), { recursive: true });
  const lit = [
    'lit',
    'lit-html',
    'lit-element',
    '@lit/reactive-element',
    '@lit-labs/ssr-dom-shim',
    '@types/trusted-types',
    'openapi-fetch',
  ];
  for (const [other, from] of [...lit.map((each) => [each, rootModules]), ...others]) {
    await mkdir(dirname(join(modules, other)), { recursive: true });
    await symlink(join(from, other), join(modules, other));
  }
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  return folder;
}

async function react(name, types, modules, files, example) {
  const folder = await project(name, [
    ['@types/react', modules],
    ['@types/react-dom', modules],
    ['csstype', rootModules],
    ['@types/prop-types', rootModules],
  ]);
  for (const file of files) await cp(join(here, file), join(folder, file));
  await cp(join(root, 'examples', example, 'src'), join(folder, 'example'), { recursive: true });
  // As a project may also name them once for all files.
  await configure(folder, { include: ['*.tsx', 'example'], types: [types] });
  run([tsc, '-p', folder]);
  console.log(`${name}: what consumers write compiles`);
}

async function vue() {
  const folder = await project('Vue', [
    ['vue', rootModules],
    ['@vue', rootModules],
  ]);
  await cp(join(here, 'Vue.vue'), join(folder, 'Vue.vue'));
  await cp(join(root, 'examples/vue/src/alumni.vue'), join(folder, 'alumni.vue'));
  await configure(folder, { include: ['*.vue'], vueCompilerOptions: { strictTemplates: true } });
  run([vueTsc, '-p', folder]);
  console.log('Vue: what consumers write compiles');
}

async function svelte() {
  const folder = await project('Svelte', [['svelte', rootModules]]);
  await cp(join(here, 'Right.svelte'), join(folder, 'Right.svelte'));
  await configure(folder, { include: ['*.svelte'] });
  const options = [
    '--workspace',
    folder,
    '--tsconfig',
    join(folder, 'tsconfig.json'),
    '--threshold',
    'error',
    '--output',
    'machine',
  ];
  run([svelteCheck, ...options]);
  await cp(join(here, 'Wrong.svelte'), join(folder, 'Right.svelte'));
  const { stdout } = spawnSync(process.execPath, [svelteCheck, ...options], { encoding: 'utf8' });
  const faults = stdout.split('\n').filter((line) => line.includes(' ERROR "'));
  if (faults.length !== 3) throw new Error(`Three faults were expected of Wrong.svelte:\n${stdout}`);
  console.log('Svelte: what consumers write compiles, and what is wrong does not');
}

async function configure(folder, { include, vueCompilerOptions, types = [] }) {
  const config = { compilerOptions: { ...compilerOptions, types }, include, vueCompilerOptions };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
}

function run(args) {
  execFileSync(process.execPath, args, { stdio: 'inherit' });
}

import { readFileSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { defineConfig, type Options } from 'tsup';
import { renderGuides } from './packages/server/build/guides';
import { referenceScript } from './packages/server/build/reference-script';
import { lateParts } from './packages/widgets/build/late-parts';
import { minifyTemplates } from './packages/widgets/build/minify-templates';
import { sdkWithoutWords } from './packages/widgets/build/sdk-without-words';

/** What npm installs beside a package is left out of its bundle. */
function dependenciesOf(folder: string): RegExp[] {
  const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Record<
    string,
    object | undefined
  >;
  const names = ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((kind) =>
    Object.keys(manifest[kind] ?? {}),
  );
  return names.map((name) => new RegExp(`^${name}(/|$)`));
}

const { homepage } = JSON.parse(readFileSync('package.json', 'utf8')) as { homepage: string };
const repositoryFiles = homepage.replace('#readme', '/blob/main/');

/** Set by the build: the packages whose sources have changed. */
const wanted = process.env.HOMECOMING_BUILD?.split(',');

const builds: readonly (Options & { readonly name: string })[] = [
  {
    name: 'sdk',
    // An entry for each subpath of the package; what they share lies in chunks, so that each class exists once.
    entry: ['index', 'auth', 'directory', 'me', 'admin', 'webhooks', 'errors'].map(
      (name) => `packages/sdk/src/${name}.ts`,
    ),
    splitting: true,
    outDir: 'packages/sdk/dist',
    format: ['esm', 'cjs'],
    platform: 'neutral',
    target: 'es2022',
    external: dependenciesOf('packages/sdk'),
    dts: true,
  },
  {
    // For a script tag: the loader has a lasting name, and brings the elements of a page in files named for
    // their contents, which may be cached for ever. What elements share (lit, the SDK) lies in files of its own.
    name: 'widgets for pages',
    entry: { widgets: 'packages/widgets/src/widgets.ts' },
    outDir: 'packages/widgets/dist',
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    noExternal: [/./],
    splitting: true,
    minify: true,
    esbuildPlugins: [lateParts(), minifyTemplates(), sdkWithoutWords()],
    esbuildOptions(options) {
      options.chunkNames = 'chunks/[name]-[hash]';
      options.legalComments = 'none';
    },
  },
  {
    name: 'widgets for bundlers',
    entry: { index: 'packages/widgets/src/index.ts' },
    outDir: 'packages/widgets/dist',
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: dependenciesOf('packages/widgets'),
    dts: true,
  },
  {
    name: 'server',
    entry: { cli: 'packages/server/src/cli.ts', main: 'packages/server/src/main.ts' },
    outDir: 'packages/server/dist',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: dependenciesOf('packages/server'),
    splitting: true,
    sourcemap: true,
    onSuccess: async () => {
      await cp('packages/server/src/migrations', 'packages/server/dist/migrations', { recursive: true });
      // The API reference's page is Redoc's; it comes along so that a server installs none of what Redoc is made with.
      await mkdir('packages/server/dist/reference', { recursive: true });
      await writeFile(
        'packages/server/dist/reference/redoc.js',
        referenceScript(await readFile('node_modules/redoc/bundles/redoc.standalone.js', 'utf8')),
      );
      // Rendered here, so that a server needs no Markdown.
      await writeFile(
        'packages/server/dist/guides.json',
        JSON.stringify(renderGuides('docs', repositoryFiles)),
      );
    },
  },
];

export default defineConfig(builds.filter(({ name }) => !wanted || wanted.includes(name.split(' ')[0]!)));

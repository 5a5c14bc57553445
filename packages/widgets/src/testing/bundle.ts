import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { lateParts } from '../../build/late-parts';
import { minifyTemplates } from '../../build/minify-templates';
import { sdkWithoutWords } from '../../build/sdk-without-words';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The loader and its chunks by path, built as they are published, so that tests meet what a page gets. */
export async function buildBundle(): Promise<Map<string, Buffer>> {
  const { outputFiles } = await build({
    entryPoints: { widgets: source('../widgets.ts') },
    outdir: '/',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    chunkNames: 'chunks/[name]-[hash]',
    legalComments: 'none',
    tsconfig: source('../../../../tsconfig.json'),
    plugins: [lateParts(), minifyTemplates(), sdkWithoutWords()],
    write: false,
  });
  return new Map(
    outputFiles.map(({ path, contents }) => [
      path.replace(/^.*?(?=\/(widgets\.js|chunks\/))/, ''),
      Buffer.from(contents),
    ]),
  );
}

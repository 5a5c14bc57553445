import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const source = (path: string) => fileURLToPath(new URL(`../src/${path}.ts`, import.meta.url));

/** By folder, the element that is there before anything in it is fetched late. */
const hosts: Readonly<Record<string, readonly [name: string, path: string]>> = {
  'alumni-search': ['defineAlumniSearch', source('alumni-search/define')],
  profile: ['defineProfile', source('profile/define')],
};

/**
 * An esbuild plugin for what an element fetches late (`await import('./views/…')`). esbuild makes a chunk of its own for every set
 * of files that the same entries reach, so each late part would cut its element into more and smaller chunks, which compress
 * badly. That the element is always there before its late parts is said here, by an import of it.
 */
export function lateParts(): Plugin {
  return {
    name: 'late-parts',
    setup(build) {
      build.onResolve({ filter: /^\.\// }, async ({ kind, path, importer, resolveDir }) => {
        const [, folder = ''] = /[\\/]widgets[\\/]src[\\/]([^\\/]+)[\\/]/.exec(importer) ?? [];
        if (kind !== 'dynamic-import' || !(folder in hosts)) return undefined;
        const { path: part, errors } = await build.resolve(path, { kind: 'import-statement', resolveDir });
        return errors.length > 0 ? { errors } : { path: part, namespace: 'late', pluginData: hosts[folder] };
      });
      build.onLoad({ filter: /.*/, namespace: 'late' }, ({ path, pluginData }) => {
        const [name, host] = pluginData as readonly [string, string];
        return {
          contents: `export { ${name} } from ${JSON.stringify(host)};\nexport * from ${JSON.stringify(path)};`,
          resolveDir: dirname(path),
        };
      });
    },
  };
}

import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * An esbuild plugin that leaves out what the elements never use of the SDK: the texts of its errors, for they have texts of their own,
 * and its checks of options, for they check their attributes before they make a client.
 */
export function sdkWithoutWords(): Plugin {
  return {
    name: 'sdk-without-words',
    setup(build) {
      build.onLoad(
        { filter: /[\\/]sdk[\\/]src[\\/]transport[\\/](messages|option-checks)\.ts$/ },
        async ({ path }) => ({
          loader: 'ts',
          contents: emptyFunctions(await readFile(path, 'utf8')),
        }),
      );
    },
  };
}

function emptyFunctions(source: string): string {
  const names = [...source.matchAll(/^export function (\w+)/gm)].map(([, name]) => name!);
  return names.map((name) => `export const ${name} = () => '';`).join('\n');
}

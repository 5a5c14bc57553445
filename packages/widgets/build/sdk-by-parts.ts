import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const index = fileURLToPath(new URL('../../sdk/src/index.ts', import.meta.url));

/**
 * An esbuild plugin that imports each thing of the SDK from the file that has it. esbuild divides code among chunks by whole
 * files: through the SDK's index, every element would load what any of them needs.
 */
export function sdkByParts(): Plugin {
  return {
    name: 'sdk-by-parts',
    setup(build) {
      const files = readFile(index, 'utf8').then(filesByName);
      build.onLoad({ filter: /[\\/]widgets[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        return { loader: 'ts', contents: importByParts(source, await files) };
      });
    },
  };
}

function filesByName(source: string): Map<string, string> {
  const exports = [...source.matchAll(/^export \{([^}]*)\} from '([^']+)'/gm)];
  return new Map(exports.flatMap(([, names, file]) => namesIn(names!).map((name) => [name, file!] as const)));
}

function importByParts(source: string, files: ReadonlyMap<string, string>): string {
  return source.replace(/^import \{([^}]*)\} from '@homecoming\/sdk';/gm, (_, names: string) =>
    namesIn(names)
      .filter((name) => !name.startsWith('type '))
      .map((name) => `import { ${name} } from ${JSON.stringify(pathOf(name, files))};`)
      .join(' '),
  );
}

function pathOf(name: string, files: ReadonlyMap<string, string>): string {
  const file = files.get(name);
  if (file === undefined) throw new Error(`The SDK's index exports no ${name}.`);
  return fileURLToPath(new URL(`../../sdk/src/${file}.ts`, import.meta.url));
}

function namesIn(list: string): string[] {
  return list.split(',').flatMap((name) => name.trim() || []);
}

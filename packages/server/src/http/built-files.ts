import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What the build has made of a package of ours, wherever it is installed. */
export function builtFolder(name: 'server' | 'widgets'): string {
  return join(dirname(createRequire(import.meta.url).resolve(`@homecoming/${name}/package.json`)), 'dist');
}

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository around this file: the demo's pages and registers lie in its `examples` and `data`. */
export const checkout = findCheckout(dirname(fileURLToPath(import.meta.url)));

function findCheckout(folder: string): string {
  if (existsSync(join(folder, 'openapi', 'openapi.yaml'))) return folder;
  const parent = dirname(folder);
  if (parent === folder)
    throw new Error('The demo needs the repository around it. Start with HOMECOMING_DEMO=0.');
  return findCheckout(parent);
}

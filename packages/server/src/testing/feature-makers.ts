import { existsSync, readdirSync } from 'node:fs';
import type { Scope } from '../platform/scope';

/** Makes one thing in an institution. @returns its ID */
export type Make = (scope: Scope) => Promise<string>;

const features = new URL('../features/', import.meta.url);

/** What the features' own `testing/makers.ts` make, by the prefixes of the IDs. */
export async function featureMakers(): Promise<Readonly<Record<string, Make>>> {
  const files = readdirSync(features)
    .map((name) => new URL(`${name}/testing/makers.ts`, features))
    .filter((file) => existsSync(file));
  const modules = await Promise.all(
    files.map(
      async ({ href }) => (await import(/* @vite-ignore */ href)) as { makers: Record<string, Make> },
    ),
  );
  return Object.assign({}, ...modules.map(({ makers }) => makers)) as Record<string, Make>;
}

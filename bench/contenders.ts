import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import type { CacheCounts } from '../packages/server/src/platform/cache';
import type { MinimalAsks, ServerFacts, ServerOrder } from './directory-servers';

/** This checkout. */
export const here = fileURLToPath(new URL('..', import.meta.url));

export interface Contender extends ServerFacts {
  readonly pid: number;
  /** What the cache of a server with one was asked so far. */
  cacheCounts(): Promise<CacheCounts>;
  stop(): Promise<void>;
}

/**
 * Starts a server of `bench/directory-servers.ts` in a process of its own, of this checkout or of another one, built and with the
 * settings of V8 that its `npm start` has.
 */
export async function startServer(
  order: ServerOrder,
  { checkout = here, asks }: { checkout?: string; asks?: MinimalAsks } = {},
): Promise<Contender> {
  const { scripts } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const child = fork(await built(checkout), [JSON.stringify(order)], {
    execArgv: [
      ...(scripts.start.match(/--\S+/g) ?? []),
      ...(process.env.BENCH_NODE_OPTIONS?.split(' ') ?? []),
    ],
  });
  const facts = await new Promise<ServerFacts>((resolve, reject) => {
    child.once('message', (message) => resolve(message as ServerFacts));
    child.once('exit', (code) => reject(new Error(`The ${order.role} server ended with ${code}.`)));
  });
  if (asks) child.send(asks);
  return {
    ...facts,
    pid: child.pid!,
    cacheCounts: async () => {
      child.send('counts');
      return ((await once(child, 'message')) as [CacheCounts])[0];
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.disconnect();
      }),
  };
}

const builds = new Map<string, Promise<string>>();

/** Bundled as the service is: run from its sources, each function would be named as it is made, which counts under load. */
function built(checkout: string): Promise<string> {
  let file = builds.get(checkout);
  if (!file) builds.set(checkout, (file = bundle(checkout)));
  return file;
}

async function bundle(checkout: string): Promise<string> {
  const outDir = join(checkout, '.build', 'bench');
  await build({
    entry: { 'directory-servers': join(checkout, 'bench', 'directory-servers.ts') },
    ...{ outDir, config: false, silent: true, format: 'esm', target: 'node20', skipNodeModulesBundle: true },
  });
  writeFileSync(join(outDir, 'package.json'), '{ "type": "module" }');
  return join(outDir, 'directory-servers.js');
}

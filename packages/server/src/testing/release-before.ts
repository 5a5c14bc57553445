import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'tsup';
import { atEnd } from './at-end';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** The commit of the release before this one; set anew with each release. */
const commit = 'dd605f0';

/** Whether the clone's history has it. A shallow one does not. */
export const hasReleaseBefore: boolean = await execute('git', ['cat-file', '-e', `${commit}^{commit}`], {
  cwd: root,
}).then(
  () => true,
  () => {
    console.log(`The history has no commit ${commit} (a shallow clone?): the release before is not tested.`);
    return false;
  },
);

/** The release before, built from the history with the packages that are installed now. */
export interface ReleaseBefore {
  /** Runs a command to its end and gives what it printed. */
  run(...args: string[]): Promise<string>;
  /** Starts the service; resolves with its origin when it is ready. */
  start(): Promise<string>;
}

export async function openReleaseBefore(env: Readonly<Record<string, string>>): Promise<ReleaseBefore> {
  const cli = join(await builtOnce(), 'packages/server/dist/cli.js');
  const options = { cwd: root, env: { PATH: process.env.PATH, LOG_LEVEL: 'silent', ...env } };
  return {
    run: async (...args) => (await execute(process.execPath, [cli, ...args], options)).stdout.trim(),
    start: async () => {
      const child = spawn(process.execPath, [cli, 'start'], {
        ...options,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      atEnd(async () => {
        if (child.exitCode !== null) return;
        child.kill('SIGKILL');
        await once(child, 'exit');
      });
      let origin = '';
      for await (const line of createInterface(child.stdout)) {
        origin = /^ +API +(http\S+)$/.exec(line)?.[1] ?? origin;
        if (line.startsWith('Ready')) {
          child.stdout.resume();
          return origin;
        }
      }
      throw new Error('The release before did not start.');
    },
  };
}

/** Packages of that release that aren't installed any more. They are empty in it: a command that needs one can't be tested. */
async function removedPackages(server: string): Promise<RegExp[]> {
  const manifest = JSON.parse(await readFile(join(server, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const names = Object.keys(manifest.dependencies);
  const isThere = await Promise.all(
    names.map((name) => stat(join(root, 'node_modules', name)).catch(() => undefined)),
  );
  return names.filter((_, i) => !isThere[i]).map((name) => new RegExp(`^${name}(/|$)`));
}

/** Kept between runs: a commit never changes. */
async function builtOnce(): Promise<string> {
  const folder = join(root, '.build', `release-${commit}`);
  if (await stat(folder).catch(() => undefined)) return folder;
  const staging = `${folder}.new-${process.pid}`;
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  const archive = join(staging, 'source.tar');
  const paths = [
    'packages/server/src',
    'packages/server/package.json',
    'openapi/openapi.json',
    'tsconfig.json',
    'tsconfig.base.json',
  ];
  await execute('git', ['archive', '--output', archive, commit, ...paths], { cwd: root });
  await execute('tar', ['-xf', archive, '-C', staging]);
  const server = join(staging, 'packages/server');
  const removed = await removedPackages(server);
  await build({
    config: false,
    silent: true,
    entry: { cli: join(server, 'src/cli.ts') },
    outDir: join(server, 'dist'),
    tsconfig: join(staging, 'tsconfig.json'),
    format: 'esm',
    platform: 'node',
    target: 'node20',
    splitting: true,
    skipNodeModulesBundle: true,
    noExternal: removed,
    esbuildPlugins: removed.map((filter) => ({
      name: 'a removed package',
      setup: (esbuild) => {
        esbuild.onResolve({ filter }, ({ path }) => ({ path, namespace: 'removed' }));
        esbuild.onLoad({ filter, namespace: 'removed' }, () => ({ contents: 'module.exports = {}' }));
      },
    })),
  });
  await cp(join(server, 'src/migrations'), join(server, 'dist/migrations'), { recursive: true });
  await rename(staging, folder);
  return folder;
}

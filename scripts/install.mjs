import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { alone, isScript, main, Obstacle, root, run, since } from './project.mjs';

const lockFile = join(root, 'package-lock.json');
const stampFile = join(root, 'node_modules/.homecoming-installed');

/**
 * Brings `node_modules` to what the lock file says. Does nothing, quickly, when it is there already.
 * Packages' install scripts are not run: none is needed, and none is trusted.
 */
export async function install() {
  requireNode();
  if (await isInstalled()) return;
  await alone('install', async () => {
    if (await isInstalled()) return;
    const start = performance.now();
    console.log('Installing packages (only when they changed) …');
    const options = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
    const code = await runNpm(['ci', ...options]);
    if (code !== 0) {
      throw new Obstacle(
        'npm could not install the packages (see above). Is the package registry reachable from here?',
      );
    }
    await writeFile(stampFile, await lockHash());
    console.log(`Installed in ${since(start)}.`);
  });
}

/** Runs npm: the one that runs us, if one does. */
export function runNpm(args) {
  const npm = process.env.npm_execpath;
  if (npm?.endsWith('.js')) return run(process.execPath, [npm, ...args]);
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args).catch(() => {
    throw new Obstacle('npm was not found. It comes with Node: https://nodejs.org');
  });
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Obstacle(
    `Homecoming needs Node 20.19 or newer; this is ${process.version}. Get it at https://nodejs.org`,
  );
}

const lockHash = async () =>
  createHash('sha256')
    .update(await readFile(lockFile))
    .digest('hex');

async function isInstalled() {
  const hash = await lockHash();
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === hash) return true;
  if (!(await installedByHand())) return false;
  await writeFile(stampFile, hash);
  return true;
}

/** Whether a plain `npm install` has brought what the lock file says: npm keeps a list of what it has installed. */
async function installedByHand() {
  const list = await readFile(join(root, 'node_modules/.package-lock.json'), 'utf8').catch(() => undefined);
  if (!list) return false;
  const installed = JSON.parse(list).packages;
  const wanted = JSON.parse(await readFile(lockFile, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    const found = installed[path];
    return found ? found.version === version && found.link === link : optional;
  });
}

if (isScript(import.meta.url)) await main(install);

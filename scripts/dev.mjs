import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { main, root, runNode } from './project.mjs';

const watched = ['packages', 'openapi', 'docs', 'examples'];
const isSource = (file) =>
  /\.(ts|mjs|sql|ya?ml|md|html|css|json|csv)$/.test(file) &&
  !/(^|\/)(node_modules|dist|generated|\.\w[^/]*)(\/|$)|\.test\.|schema\.ts$|openapi\.json$/.test(file);
/** Editors save in several steps. */
const settleMs = 60;

/** `npm run dev`: the service on the demo's data, built and started again whenever a source changes. */
await main(async () => {
  await install();
  await build();
  let server = start();
  const changed = new Set();
  let work = Promise.resolve();
  let timer;
  for (const folder of watched)
    watch(join(root, folder), { recursive: true }, (_, file) => {
      if (!file || !isSource(file)) return;
      changed.add(join(folder, file));
      clearTimeout(timer);
      timer = setTimeout(() => (work = work.then(restart)), settleMs);
    });

  async function restart() {
    const files = [...changed];
    changed.clear();
    if (!files.length) return;
    console.log(`\n${files.length > 1 ? `${files[0]} and ${files.length - 1} more` : files[0]} changed.`);
    if (files.some((file) => file.startsWith('openapi/')) && (await runNode('scripts/generate.mjs', [])))
      return;
    try {
      if (!(await build()).length) return;
    } catch (error) {
      console.error(`${error.message}\nThe version before goes on.`);
      return;
    }
    await stop(server);
    server = start();
  }

  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void stop(server).then(() => process.exit(0)));
});

function start() {
  const child = spawn(process.execPath, [join(root, 'packages/server/bin/homecoming.mjs'), 'start'], {
    cwd: root,
    stdio: 'inherit',
  });
  // Not ended by us: it has said why. The next change starts it again.
  child.once(
    'exit',
    (code) => code && console.error('The service stopped. It starts again with the next change.'),
  );
  return child;
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.removeAllListeners('exit');
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

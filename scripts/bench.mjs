import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { install } from './install.mjs';
import { main, root } from './project.mjs';

// npm run bench -- NAME [options]: measures in bench/NAME.ts, whose head tells its options.
await main(async () => {
  await install();
  const [name, ...args] = process.argv.slice(2);
  const file = join(root, 'bench', `${name}.ts`);
  if (!name || !existsSync(file)) {
    const known = readdirSync(join(root, 'bench')).filter((each) =>
      /^ \*   npm run bench/m.test(readFileSync(join(root, 'bench', each), 'utf8')),
    );
    console.error(`Name a bench: ${known.map((each) => each.slice(0, -3)).join(', ')}.`);
    process.exit(2);
  }
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', file, ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exit(status ?? 1);
});

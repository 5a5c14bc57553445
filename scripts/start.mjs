import { build } from './build.mjs';
import { install } from './install.mjs';
import { main } from './project.mjs';

await main(async () => {
  await install();
  await build();
});

// npm stands between the terminal and us. Should it be ended without passing that on, we end as well.
if (process.env.npm_lifecycle_event) {
  const npm = process.ppid;
  setInterval(() => process.ppid === npm || process.kill(process.pid, 'SIGTERM'), 500).unref();
}

// In this very process, so that Ctrl-C and SIGTERM reach the server itself.
process.argv.splice(2, 0, 'start');
await import('../packages/server/bin/homecoming.mjs');

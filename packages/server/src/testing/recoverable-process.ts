import { listen } from '../http/listen';
import { Database } from '../platform/database';
import { createRecoverableApp } from './recoverable-app';

// recoverable-process DATABASE_URL OUTSIDE_ORIGIN CLOCK_AHEAD_MS: a process to be killed, which prints its port, and ends
// with its standard input.
const [url, outside, aheadMs] = process.argv.slice(2) as [string, string, string];
const app = createRecoverableApp({
  database: new Database({ url }),
  clock: () => new Date(Date.now() + Number(aheadMs)),
  tell: async (stage, reference) => {
    await fetch(`${outside}/${stage}/${reference}`, { method: 'POST' });
  },
});
const { port } = await listen(app.callback(), { port: 0, host: '127.0.0.1' });
process.stdin.on('end', () => process.exit()).resume();
process.stdout.write(`${port}\n`);

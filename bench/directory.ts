import { parseArgs } from 'node:util';
import { startServer } from './contenders';
import { type Case, casesOf } from './directory-cases';
import { type Figures, measure, oneByOne } from './measure';
import { machine, type Register, withRegister } from './register';

/**
 * What the directory costs, uncached, through HTTP with all checks on; beside it, in the same run, a Koa server that sends
 * the same SQL and does nothing else, and node:http answering a constant of the same size.
 *
 *   npm run bench -- directory [--profiles 50000,1000000] [--connections 32] [--seconds 5] [--calls 500]
 */
const { values: options } = parseArgs({
  args: process.argv.slice(2),
  options: {
    profiles: { type: 'string', default: '50000' },
    connections: { type: 'string', default: '32' },
    seconds: { type: 'string', default: '5' },
    calls: { type: 'string', default: '500' },
  },
});

const print = (line = '') => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  print(machine());
  for (const size of options.profiles.split(',').map(Number)) {
    await withRegister(size, async (register) =>
      compare(register, await casesOf(register, Number(options.calls))),
    );
  }
}

async function compare({ url, institution, secretKey }: Register, cases: readonly Case[]): Promise<void> {
  const headers = { 'Homecoming-Key': secretKey };
  const rows: string[][] = [];
  const homecoming = await startServer({ role: 'homecoming', url });
  for (const { name, paths } of cases) {
    await oneByOne(homecoming.origin, paths.slice(0, 50), headers); // warm: plans, pages, JIT
    const alone = await oneByOne(homecoming.origin, paths, headers, Number(options.calls));
    const busy = await measure(homecoming.origin, paths, headers, limits());
    rows.push([name, ...figures(alone, busy)]);
  }
  const filter = cases[0]!;
  const ours = await measure(homecoming.origin, filter.paths, headers, limits());
  await homecoming.stop();

  const minimal = await startServer(
    { role: 'minimal', url, institutionId: institution.id },
    { asks: { filter: filter.asks! } },
  );
  const paths = filter.asks!.map((_, i) => `/filter/${i}`);
  await oneByOne(minimal.origin, paths.slice(0, 50), {});
  const minimalAlone = await oneByOne(minimal.origin, paths, {});
  const theirs = await measure(minimal.origin, paths, {}, limits());
  await minimal.stop();
  rows.push([`${filter.name}, minimal Koa + pg`, ...figures(minimalAlone, theirs)]);

  const constant = await startServer({ role: 'constant', bytes: ours.bytes });
  const constantAlone = await oneByOne(constant.origin, ['/'], {}, 500);
  const most = await measure(constant.origin, ['/'], {}, limits());
  await constant.stop();
  rows.push([`constant of ${ours.bytes} bytes, node:http`, ...figures(constantAlone, most)]);

  table(['', 'p50 ms', 'p99 ms', `requests/s at ${options.connections}`, 'p50 ms', 'p99 ms'], rows);
  print(
    `\n${filter.name}: ${((100 * ours.perSecond) / theirs.perSecond).toFixed(0)} % of the minimal server's requests/s.`,
  );
}

const limits = () => ({ connections: Number(options.connections), seconds: Number(options.seconds) });

function figures(alone: Figures, busy: Figures): string[] {
  const ms = (value: number) => value.toFixed(2);
  return [ms(alone.p50), ms(alone.p99), busy.perSecond.toFixed(0), ms(busy.p50), ms(busy.p99)];
}

function table(head: string[], rows: string[][]): void {
  const line = (cells: string[]) => print(`| ${cells.join(' | ')} |`);
  line(head);
  line(head.map((_, i) => (i ? '--:' : '---')));
  rows.forEach(line);
}

// A failure leaves servers behind, which end when this process does.
main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

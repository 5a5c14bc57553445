import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Contender, startServer } from './contenders';
import { measure } from './measure';
import { machine, type Register, withRegister } from './register';
import { type RequestCase, requestCases } from './request-cases';

/**
 * The path that every call takes, beside a minimal Koa server that sends the same SQL and does nothing else: in one run, in turns of
 * half a second each, so that a machine that does other work slows all of them alike. Ratios are the medians of the turns.
 *
 *   npm run bench -- requests [--profiles 50000] [--connections 32] [--seconds 0.5] [--turns 11] [--only by-id,filter]
 *                             [--against FOLDER,…]  other checkouts, such as the release before, with their packages installed
 */
const { values: options } = parseArgs({
  args: process.argv.slice(2),
  options: {
    profiles: { type: 'string', default: '50000' },
    connections: { type: 'string', default: '32' },
    seconds: { type: 'string', default: '0.5' },
    turns: { type: 'string', default: '11' },
    only: { type: 'string' },
    against: { type: 'string' },
  },
});
const limits = { connections: Number(options.connections), seconds: Number(options.seconds) };
const print = (line = '') => process.stdout.write(`${line}\n`);
const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

interface Entrant {
  readonly name: string;
  readonly server: Contender;
  readonly isMinimal?: boolean;
}

/** What was measured of one entrant, turn by turn. */
class Turns {
  readonly perSecond: number[] = [];
  readonly p99: number[] = [];
  /** Of the server's process, for each call, in microseconds. */
  readonly cpu: number[] = [];
}

/** Microseconds of CPU that a process has taken; as far as the system tells. */
function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10_000;
  } catch {
    return NaN;
  }
}

async function turn(entrant: Entrant, each: RequestCase, headers: Record<string, string>, seconds: number) {
  const asked = entrant.isMinimal ? each.minimal : each.ours;
  const { origin, pid } = entrant.server;
  const before = cpuOf(pid);
  const figures = await measure(origin, asked, entrant.isMinimal ? {} : headers, { ...limits, seconds });
  return { ...figures, cpu: (cpuOf(pid) - before) / (figures.perSecond * seconds) };
}

async function compare(register: Register): Promise<void> {
  const { cases, asks } = await requestCases(register, 500);
  const only = options.only?.split(',');
  const others = options.against?.split(',') ?? [];
  const order = { role: 'homecoming', url: register.url } as const;
  const entrants: Entrant[] = [
    { name: 'now', server: await startServer(order) },
    {
      name: 'minimal',
      isMinimal: true,
      server: await startServer(
        { role: 'minimal', url: register.url, institutionId: register.institution.id },
        { asks },
      ),
    },
  ];
  for (const checkout of others)
    entrants.push({ name: checkout, server: await startServer(order, { checkout }) });
  const headers = { 'Homecoming-Key': register.secretKey };
  const rows: string[][] = [];
  for (const each of cases.filter(({ name }) => !only || only.includes(name))) {
    const turns = new Map(entrants.map(({ name }) => [name, new Turns()]));
    for (const entrant of entrants) await turn(entrant, each, headers, 1); // warm: plans, pages, JIT
    for (let i = 0; i < Number(options.turns); i++) {
      // One way and the other: who comes after whom should not matter.
      for (const entrant of i % 2 ? entrants.toReversed() : entrants) {
        const { perSecond, p99, cpu } = await turn(entrant, each, headers, limits.seconds);
        const seen = turns.get(entrant.name)!;
        seen.perSecond.push(perSecond);
        seen.p99.push(p99);
        seen.cpu.push(cpu);
      }
    }
    const now = turns.get('now')!.perSecond;
    for (const [name, { perSecond, p99, cpu }] of turns) {
      const ratio = name === 'now' ? '' : median(now.map((ours, i) => ours / perSecond[i]!)).toFixed(2);
      rows.push([each.name, name, ...[perSecond, p99, cpu].map((all) => median(all).toFixed(0)), ratio]);
    }
  }
  for (const { server } of entrants) await server.stop();
  table(['', 'server', 'requests/s', 'p99 ms', 'CPU µs a call', 'now ÷ it'], rows);
}

function table(head: string[], rows: string[][]): void {
  const line = (cells: string[]) => print(`| ${cells.join(' | ')} |`);
  line(head);
  line(head.map((_, i) => (i > 1 ? '--:' : '---')));
  rows.forEach(line);
}

print(machine());
withRegister(Number(options.profiles), compare).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

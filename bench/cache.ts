import { parseArgs } from 'node:util';
import { formatId } from '../packages/server/src/platform/ids';
import { startServer } from './contenders';
import { samplePeople, search } from './directory-cases';
import { measure } from './measure';
import { inScope, machine, type Register, withRegister } from './register';

/**
 * What kept answers are worth: a page that is kept beside the same Koa answering a constant of its size, in turns; and how many answers are
 * kept ones while visitors browse, read profiles and batches, some pages far oftener than others (Zipf), and somebody
 * changes a profile each second.
 *
 *   npm run bench -- cache [--profiles 50000] [--connections 32] [--seconds 0.5] [--turns 11] [--mix 20]
 */
const { values: options } = parseArgs({
  args: process.argv.slice(2),
  options: {
    profiles: { type: 'string', default: '50000' },
    connections: { type: 'string', default: '32' },
    seconds: { type: 'string', default: '0.5' },
    turns: { type: 'string', default: '11' },
    mix: { type: 'string', default: '20' },
  },
});
const limits = { connections: Number(options.connections), seconds: Number(options.seconds) };
const print = (line = '') => process.stdout.write(`${line}\n`);
const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

async function compare(register: Register): Promise<void> {
  const cached = await startServer({ role: 'cached', url: register.url });
  const headers = { 'Homecoming-Key': register.publishableKey };
  const page = [search({ batchYear: '1999' })];
  const { bytes } = await measure(cached.origin, page, headers, { connections: 4, seconds: 1 });
  const constant = await startServer({ role: 'koa constant', bytes });
  const turns = { kept: [] as number[], constant: [] as number[] };
  for (let i = 0; i <= Number(options.turns); i++) {
    const kept = await measure(cached.origin, page, headers, limits);
    const most = await measure(constant.origin, ['/'], {}, limits);
    if (!i) continue; // warm
    turns.kept.push(kept.perSecond);
    turns.constant.push(most.perSecond);
  }
  const ratio = median(turns.kept.map((perSecond, i) => perSecond / turns.constant[i]!));
  print(
    `A kept page of ${bytes} bytes: ${median(turns.kept).toFixed(0)} requests/s, ${ratio.toFixed(2)} of the constant's.`,
  );
  await constant.stop();

  const { paths, people } = await zipfPages(register);
  const before = await cached.cacheCounts();
  const changing = changeEachSecond(cached.origin, register.secretKey, people, Number(options.mix));
  const mixed = await measure(cached.origin, paths, headers, { ...limits, seconds: Number(options.mix) });
  await changing;
  const after = await cached.cacheCounts();
  const hits = after.hits - before.hits;
  const share = (100 * hits) / (hits + after.misses - before.misses);
  print(
    `Visitors, with a change a second: ${mixed.perSecond.toFixed(0)} requests/s, p99 ${mixed.p99.toFixed(0)} ms, ${share.toFixed(1)} % kept.`,
  );
  await cached.stop();
}

/** 20,000 calls: pages of batches, the list of batches and profiles, the nth of them a nth as often as the first. */
async function zipfPages({ url, institution }: Register): Promise<{ paths: string[]; people: string[] }> {
  const sample = await inScope(url, institution, (scope) => samplePeople(scope, 400));
  const people = sample.map(({ profile_id }) => formatId('profile', profile_id));
  const years = [...new Set(sample.map(({ batch_year }) => batch_year).filter(Boolean))].slice(0, 40);
  const pages = ['/v1/batches', search({})];
  people.forEach((id, i) => {
    if (years[i]) pages.push(search({ batchYear: String(years[i]) }));
    pages.push(`/v1/profiles/${id}`);
  });
  const weights = pages.map((_, i) => 1 / (i + 1));
  const sum = weights.reduce((a, b) => a + b);
  const paths = pages.flatMap((path, i) =>
    Array<string>(Math.max(1, Math.round((20_000 * weights[i]!) / sum))).fill(path),
  );
  // In no order, and the same one each time.
  let seed = 1;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  return {
    paths: paths
      .map((path) => ({ path, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ path }) => path),
    people,
  };
}

async function changeEachSecond(origin: string, key: string, people: readonly string[], seconds: number) {
  for (let i = 0; i < seconds; i++) {
    const answer = await fetch(`${origin}/v1/profiles/${people[i % people.length]!}`, {
      method: 'PATCH',
      headers: { 'Homecoming-Key': key, 'Content-Type': 'application/json' },
      body: JSON.stringify({ headline: `Changed ${i} at ${Date.now()}` }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

print(machine());
withRegister(Number(options.profiles), compare).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

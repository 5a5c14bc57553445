import fc from 'fast-check';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBus } from '../../platform/bus';
import { Database } from '../../platform/database';
import { newId, parseId } from '../../platform/ids';
import { startRelay } from '../../platform/relay';
import { silent, startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { createProfile } from '../directory/profiles';
import { type LogPosition, readChanges } from '.';

// With HOMECOMING_LONG set: all the changes, several times, each time otherwise.
const long = process.env.HOMECOMING_LONG !== undefined;
const total = long ? 20_000 : 3_000;
const runs = long ? { numRuns: 8 } : { numRuns: 1, seed: 20_261_121 };
const writers = 10;

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});

/** A change as this test knows it: which subject, at which version. */
type Fact = `${string} ${number}`;

const plan = fc.record({
  subjects: fc.integer({ min: 3, max: 60 }),
  /** Changes of one transaction. */
  most: fc.integer({ min: 1, max: 12 }),
  limits: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 3, maxLength: 3 }),
  /** One in so many transactions is given up. */
  givenUp: fc.integer({ min: 3, max: 30 }),
  seed: fc.integer(),
});

describe('ten writers, one of them with its transaction open, and three readers meanwhile', () => {
  it(
    'each reader sees each change once, all in one order, those of a subject in the order of its versions',
    async () => {
      await fc.assert(
        fc.asyncProperty(plan, async ({ subjects, most, limits, givenUp, seed }) => {
          const school = await service.createInstitution();
          const { scope } = school;
          const ids = await Promise.all(
            Array.from({ length: subjects }, (_, i) => createProfile(scope, { familyName: `N${i}` })),
          ).then((all) => all.map(({ id }) => id).sort());
          const expected: Fact[] = ids.map((id): Fact => `${id} 1`);
          // A second relay, as another process has one.
          const elsewhere = new Database({ url: service.ownerUrl, poolSize: 1 });
          const relay = startRelay({
            database: elsewhere,
            bus: openBus({ log: silent }),
            log: silent,
            pollMs: 5,
          });
          const held = await hold(school);
          try {
            const random = numbersOf(seed);
            const readers = [
              readDirectly(school, limits[0]!),
              readByHttp(service, school, limits[1]!),
              readAsConsumer(service, school, limits[2]!),
            ];
            const write = async () => {
              while (expected.length < total) {
                const count = 1 + (random() % most);
                const touched = [
                  ...new Set(Array.from({ length: count }, () => ids[random() % ids.length]!)),
                ].sort();
                const isGivenUp = random() % givenUp === 0;
                const facts = await writeAll(school, touched, isGivenUp);
                expected.push(...facts);
              }
            };
            await Promise.all(Array.from({ length: writers }, write));
            // What the others have done is read by all before the open one is done: it holds up nobody.
            const seen = await Promise.all(readers.map((reader) => reader.until(expected.length)));
            await held.commit();
            expected.push(held.fact);
            const last = await Promise.all(readers.map((reader) => reader.until(expected.length)));
            expect(last.map((facts, i) => facts.slice(0, seen[i]!.length))).toEqual(seen);
            const [first, ...others] = last;
            for (const other of others) expect(other).toEqual(first);
            expect([...first!].sort()).toEqual([...expected].sort());
            expect(first!.at(-1)).toBe(held.fact);
            expectInOrder(first!);
          } finally {
            await held.end();
            await relay.stop();
            await elsewhere.close();
          }
        }),
        runs,
      );
    },
    long ? 900_000 : 60_000,
  );
});

/** One transaction: each subject's version grows, and is said. */
async function writeAll(
  { scope }: TestInstitution,
  ids: readonly string[],
  isGivenUp: boolean,
): Promise<Fact[]> {
  try {
    return await scope.transaction(async (tx) => {
      const facts: Fact[] = [];
      // In the order of their ids, so that nobody waits in a circle.
      for (const id of ids) {
        const [row] = await tx.db.query<{ version: number }>(
          {
            name: 'gate-touch',
            text: `update profiles set version = version + 1
                   where institution_id = current_institution() and id = $1 returning version`,
          },
          [id],
        );
        const { version } = row!;
        tx.changes.add({ type: 'profile.updated', subjectId: id, version, audience: 'public' });
        facts.push(`${id} ${version}`);
      }
      if (isGivenUp) throw new GivenUp();
      return facts;
    });
  } catch (error) {
    if (error instanceof GivenUp) return [];
    throw error;
  }
}

class GivenUp extends Error {}

/** A transaction that has left its change in the outbox, and is not committed. */
async function hold({ institution }: TestInstitution) {
  const client = new pg.Client({ connectionString: service.ownerUrl });
  await client.connect();
  const subjectId = newId();
  await client.query('begin');
  await client.query('insert into outbox (institution_id, change) values ($1, $2)', [
    institution.id,
    {
      id: newId(),
      type: 'profile.updated',
      subjectId,
      version: 1,
      audience: 'public',
      occurredAt: new Date(),
    },
  ]);
  return {
    fact: `${subjectId} 1` as Fact,
    commit: () => client.query('commit'),
    end: () => client.end(),
  };
}

interface GateReader {
  /** All that has been read, when it is so much. */
  until(count: number): Promise<Fact[]>;
}

/** Reads all the time, block by block; `next` gives what follows. */
function readerOf(next: () => Promise<readonly Fact[]>): GateReader {
  const seen: Fact[] = [];
  return {
    until: async (count) => {
      while (seen.length < count) seen.push(...(await next()));
      return [...seen];
    },
  };
}

function readDirectly({ scope }: TestInstitution, limit: number): GateReader {
  let after: LogPosition | undefined;
  return readerOf(async () => {
    const block = await readChanges(scope, { after, limit });
    after = block.position;
    return block.changes.map(({ subjectId, version }): Fact => `${subjectId} ${version}`);
  });
}

interface Block {
  readonly data: readonly { readonly subject: { readonly id: string }; readonly version: number }[];
  readonly position: string;
}

/** In the public ids' own terms: brought back to the internal ones. */
const factsOf = ({ data }: Block): Fact[] =>
  data.map(({ subject, version }): Fact => `${parseId('profile', subject.id)!} ${version}`);

function readByHttp({ origin }: TestService, school: TestInstitution, limit: number): GateReader {
  const key = school.createKey();
  let after = '';
  return readerOf(async () => {
    const block = await getJson<Block>(`${origin}/v1/changes?wait=5&limit=${limit}${after}`, await key);
    after = `&after=${block.position}`;
    return factsOf(block);
  });
}

function readAsConsumer({ origin }: TestService, school: TestInstitution, limit: number): GateReader {
  const key = school.createKey();
  const address = `${origin}/v1/changes/consumers/gate`;
  const made = key.then((text) => getJson(address, text, { method: 'PUT', body: '{"from":"start"}' }));
  return readerOf(async () => {
    await made;
    const text = await key;
    const ask = () => getJson<Block>(`${origin}/v1/changes?consumer=gate&wait=5&limit=${limit}`, text);
    const block = await ask();
    // Not acknowledged yet: the same begins it again.
    const again = await ask();
    const facts = factsOf(block);
    expect(factsOf(again).slice(0, facts.length)).toEqual(facts);
    const body = JSON.stringify({ position: block.position });
    await getJson(`${address}/acknowledge`, await key, { method: 'POST', body });
    return facts;
  });
}

async function getJson<T>(url: string, key: string, init: RequestInit = {}): Promise<T> {
  const headers = { 'Homecoming-Key': key, 'Content-Type': 'application/json' };
  const response = await fetch(url, { ...init, headers });
  const answer = (await response.json()) as T;
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

function expectInOrder(facts: readonly Fact[]): void {
  const versions = new Map<string, number>();
  for (const fact of facts) {
    const [id, version] = fact.split(' ') as [string, string];
    expect(Number(version), fact).toBe((versions.get(id) ?? 0) + 1);
    versions.set(id, Number(version));
  }
}

/** The same numbers for the same seed. */
function numbersOf(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}

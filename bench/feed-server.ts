import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { createApp } from '../packages/server/src/app';
import { createInstitution } from '../packages/server/src/features/institutions';
import { createKey, scopes } from '../packages/server/src/features/keys';
import { formatId, newId } from '../packages/server/src/platform/ids';
import { openBenchServices } from './services';

/* feed-server DATABASE_URL: the service as one process, with writers that are told by messages what to write. */

export interface FeedOrder {
  readonly kind: 'write';
  readonly writers: number;
  readonly seconds: number;
  /** Whether each transaction also leaves a change and a task. */
  readonly says: boolean;
  /** Whether to answer when each was committed. */
  readonly told?: boolean;
  /** Whether another transaction stays open meanwhile. */
  readonly holding?: boolean;
  /** Of all writers together; undefined: as fast as they can. */
  readonly perSecond?: number | undefined;
}

export interface FeedFacts {
  readonly origin: string;
  readonly key: string;
}

export interface FeedAnswer {
  readonly perSecond: number;
  /** When each was committed, by its subject's public id, in milliseconds of wall clock. */
  readonly commits?: Readonly<Record<string, number>>;
}

const url = process.argv[2]!;
const services = await openBenchServices(url, { relays: true });
const { auditKey, clock } = services;
const institution = (await createInstitution(
  { ownerUrl: url, auditKey, clock },
  { slug: 'bench', name: 'Bench', mode: 'test', audienceDefaults: {}, publicCountThreshold: 1 },
))!;
const scope = services.systemScope(institution);

const insert = {
  name: 'bench-insert',
  text: `insert into batches (institution_id, id, year, programme, code) values (current_institution(), $1, 2026, $2, $2)`,
};

async function write({ writers, seconds, says, told, holding, perSecond }: FeedOrder): Promise<FeedAnswer> {
  const held = holding ? new pg.Client({ connectionString: url }) : undefined;
  await held?.connect();
  await held?.query('begin');
  await held?.query('select pg_current_xact_id()');
  const commits: Record<string, number> = {};
  const began = performance.now();
  const until = began + seconds * 1_000;
  let count = 0;
  const writer = async () => {
    while (performance.now() < until) {
      if (perSecond !== undefined) {
        const dueAt = began + (count / perSecond) * 1_000;
        const earlyMs = dueAt - performance.now();
        count++;
        if (earlyMs > 0) await new Promise((resolve) => setTimeout(resolve, earlyMs));
      } else count++;
      const id = newId();
      await scope.transaction(async (tx) => {
        await tx.db.query(insert, [id, id]);
        if (!says) return;
        tx.changes.add({ type: 'profile.created', subjectId: id, version: 1, audience: 'public' });
        tx.tasks.add({ task: 'bench.nothing', payload: { batchId: id } });
      });
      if (told) commits[formatId('profile', id)] = performance.timeOrigin + performance.now();
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  const tookMs = performance.now() - began;
  await held?.query('rollback');
  await held?.end();
  return { perSecond: (count / tookMs) * 1_000, ...(told && { commits }) };
}

const server = createServer(createApp(services).callback() as never);
// The bench may be cut off: what it started ends with it.
process.on('disconnect', () => process.exit());
process.on('message', (order: FeedOrder) => {
  void write(order).then((answer) => process.send!(answer));
});
server.listen(0, '127.0.0.1', () => {
  void createKey(scope, { kind: 'secret', name: 'bench', scopes }).then(({ text: key }) => {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.send!({ origin, key } satisfies FeedFacts);
  });
});

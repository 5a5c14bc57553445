import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClientOn } from '../../sdk/src/client';
import type { Fetch } from '../../sdk/src/transport/options';
import { realRuntime } from '../../sdk/src/transport/runtime';
import { Random } from './demo/northbridge/random';
import { newId } from './platform/ids';
import { buildProgram, type Program } from './testing/child-process';
import { startTestService, type TestInstitution, type TestService } from './testing/service';

/*
 * The service is killed as `kill -9` does at random instants, while clients call it through the SDK, which sends again what
 * got no answer. Whenever it has been started again: every call has exactly one effect, and every effect its change and its
 * task. HOMECOMING_LONG has it killed 200 times, HOMECOMING_SEED sets the instants.
 */

const long = process.env.HOMECOMING_LONG !== undefined;
const runs = long ? 200 : 8;
const seed = Number(process.env.HOMECOMING_SEED ?? 2026);
const clients = 6;
const peoplePerClient = 4;
/** About as long as the calls of one run take. */
const longestLifeMs = 400;
/** Beyond any lease: a killed process's keys are free for the next one. */
const clockStepMs = 41_000;

let service: TestService;
let school: TestInstitution;
let owner: pg.Client;
let secretKey: string;
let outside: Server;
let program: Program;
/** What the outside was asked: profile → references. */
const agreed = new Map<string, Set<string>>();

beforeAll(async () => {
  program = await buildProgram('crash-process');
  // Only the processes that are killed hand on what was committed.
  service = await startTestService({ relays: false });
  school = await service.createInstitution();
  secretKey = await school.createKey();
  owner = new pg.Client({ connectionString: service.ownerUrl });
  await owner.connect();
  outside = createServer((request, response) => {
    const [, profile, reference] = request.url!.split('/') as [string, string, string];
    agreed.set(profile, (agreed.get(profile) ?? new Set()).add(reference));
    response.end();
  });
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await program.remove();
  await owner.end();
  outside.closeAllConnections();
  await new Promise((resolve) => outside.close(resolve));
});

const portOf = (server: Server) => (server.address() as AddressInfo).port;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A process of the service that has loaded, and listens when it is sent a line. */
const prepare = (port: number, nth: number) =>
  program.start(
    service.ownerUrl,
    String(port),
    `http://127.0.0.1:${portOf(outside)}`,
    String(nth * clockStepMs),
  );

/** What the kills came to: calls that were cut off, and calls that had their effect but not yet their answer. */
const seen = { cutOff: 0, replayed: 0 };

const watchedFetch: Fetch = async (url, init) => {
  const response = await fetch(url, init).catch((error: unknown) => {
    seen.cutOff++;
    throw error;
  });
  if (response.headers.has('idempotent-replayed')) seen.replayed++;
  return response;
};

/** Creates people and has each agreed upon, one after another. */
async function work(port: number, name: string): Promise<string[]> {
  const { profiles } = createClientOn(
    // Waits are a tenth of what they are in the field.
    { ...realRuntime, random: () => Math.random() / 10 },
    {
      baseUrl: `http://127.0.0.1:${port}`,
      key: secretKey,
      fetch: watchedFetch,
      maxRetries: 500,
      deadlineMs: 60_000,
    },
  );
  const ids: string[] = [];
  for (let nth = 0; nth < peoplePerClient; nth++) {
    const { id } = await profiles.create({ familyName: `${name} ${nth}` });
    expect(await profiles.undelete(id)).toMatchObject({ headline: '1' });
    ids.push(id);
  }
  return ids;
}

const rowsOf = async <R extends pg.QueryResultRow>(text: string) => (await owner.query<R>(text)).rows;

/** Until the relay has taken everything and every task is done. */
async function quiet(): Promise<void> {
  for (const began = performance.now(); ; await delay(20)) {
    const [row] = await rowsOf<{ waiting: number; tasks: number }>(
      'select (select count(*)::int from outbox) as waiting, (select count(*)::int from graphile_worker._private_jobs) as tasks',
    );
    if (!row!.waiting && !row!.tasks) return;
    if (performance.now() - began > 60_000)
      throw new Error(`Stuck for a minute: ${row!.waiting} in the outbox, ${row!.tasks} tasks.`);
  }
}

/** Everything that is not as it must be, in the whole database. */
const faults = `
  with said as (
    select p.id, wanted.type, count(c.id) as times
      from profiles p cross join unnest('{claim.created, claim.approved, claim.rejected}'::text[]) as wanted(type)
      left join changes c on c.institution_id = p.institution_id and c.subject_id = p.id and c.type = wanted.type
     group by p.id, wanted.type
  )
  select 'a profile has the change ' || type || ' ' || times || ' times: ' || id as fault from said where times <> 1
  union all
  select 'a profile was agreed upon ' || coalesce(headline, 'no') || ' times: ' || id from profiles where headline is distinct from '1'
  union all
  select 'the task of a profile was done ' || coalesce(title, 'no') || ' times: ' || id from profiles where title is distinct from '1'
  union all
  select 'a change has no profile: ' || c.subject_id from changes c where not exists (select from profiles p where p.id = c.subject_id)
  union all
  select 'two profiles were made for one call: ' || family_name from profiles group by family_name having count(*) > 1
  union all
  select 'a call has neither its answer nor its end: ' || key from idempotency_keys where status is null
  union all
  select 'positions have gaps' from changes having max(position) <> count(*)`;

it(
  `a service killed ${runs} times loses nothing and does nothing twice`,
  async () => {
    const random = new Random(seed);
    const port = await freePort();
    let answered = 0;
    let [life, next] = await Promise.all([prepare(port, 0), prepare(port, 1)]);
    try {
      life.stdin.write('\n');
      for (let run = 1; run <= runs; run++) {
        const calls = Promise.all(
          Array.from({ length: clients }, (_, client) => work(port, `${newId()} ${client}`)),
        );
        await delay(random.next() * longestLifeMs);
        await life.kill();
        life = next;
        life.stdin.write('\n');
        const preparing = prepare(port, run + 1);
        const [, prepared] = await Promise.all([calls, preparing]);
        next = prepared;
        answered += (await calls).flat().length;
        await quiet();
        expect(await rowsOf(faults), `run ${run} of seed ${seed}`).toEqual([]);
        const [made] = await rowsOf<{ profiles: number }>('select count(*)::int as profiles from profiles');
        expect(made!.profiles, `run ${run} of seed ${seed}`).toBe(answered);
      }
      for (const id of (await rowsOf<{ id: string }>('select id from profiles')).map((row) => row.id)) {
        expect(agreed.get(id)?.size, 'agreed upon under one reference').toBe(1);
      }
      // Else nothing was proven.
      expect(seen.cutOff).toBeGreaterThan(runs / 2);
      if (long) expect(seen.replayed).toBeGreaterThan(0);
    } finally {
      await Promise.all([life.kill(), next.kill()]);
    }
  },
  runs * 20_000,
);

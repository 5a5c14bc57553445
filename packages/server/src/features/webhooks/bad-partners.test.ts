import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { Database } from '../../platform/database';
import { formatId, newId } from '../../platform/ids';
import { Outbound } from '../../platform/outbound';
import { asOwner } from '../../platform/owner';
import type { PresentSubjects } from '../../platform/present-subjects';
import { atEnd } from '../../testing/at-end';
import { startTestDispatcher } from '../../testing/partner';
import { startTestService, type TestInstitution } from '../../testing/service';
import type { Dispatcher } from './dispatcher';
import { createEndpoint } from './endpoints';
import { pausesMs } from './schedule';
import { Secrets } from './secrets';

const isLong = process.env.HOMECOMING_LONG === '1';
const changes = isLong ? 10_000 : 400;
const changesPerSecond = 50;
const limits = { all: 120, perInstitution: 60, perEndpoint: 8, perSlowEndpoint: 2 };

// Time stands still but for what the test moves: what is due, and when, is the schedule's alone.
let nowMs = Date.parse('2026-11-21T09:30:00Z');
const clock = () => new Date(nowMs);

/** Mulberry32: the same numbers in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a partner has had of each message: how often, and how often it has accepted it. */
class Partner {
  readonly tries = new Map<string, number>();
  readonly accepted = new Map<string, number>();
  /** Calls that are over, whoever ended them. */
  ended = 0;
  readonly #server: Server;

  constructor(answer: (partner: Partner, id: string, response: ServerResponse) => void) {
    this.#server = createServer((request, response) => {
      const id = request.headers['webhook-id'] as string;
      this.tries.set(id, (this.tries.get(id) ?? 0) + 1);
      response.on('close', () => this.ended++);
      request.resume().on('end', () => answer(this, id, response));
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  accept(id: string, response: ServerResponse): void {
    this.accepted.set(id, (this.accepted.get(id) ?? 0) + 1);
    response.end();
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

/** Of its answers three in ten fail; but no message is refused so often that the schedule ends. */
function flaky(seed: number): Partner {
  const random = seeded(seed);
  return new Partner((partner, id, response) => {
    if (random() < 0.3 && partner.tries.get(id)! < 9) response.writeHead(random() < 0.5 ? 500 : 429).end();
    else partner.accept(id, response);
  });
}

const tarpit = () => new Partner(() => undefined);

const flooding = () =>
  new Partner((partner, id, response) => {
    partner.accepted.set(id, (partner.accepted.get(id) ?? 0) + 1);
    const pour = () => {
      while (!response.destroyed && response.write(flood));
    };
    response.on('drain', pour);
    pour();
  });
const flood = Buffer.alloc(64 * 1024, 'a');

const presentProfiles: PresentSubjects = (_scope, ids) =>
  Promise.resolve(
    new Map(ids.map((id) => [id, { id: formatId('profile', id), displayName: 'Marie Curie', otherNames: [], degrees: [], skills: [], links: [] }])),
  ); // prettier-ignore

const service = await startTestService({ clock });
const outboundWithin = (timeoutMs: number) =>
  new Outbound({ allowedHosts: [{ host: '127.0.0.1', port: undefined }], timeoutMs });
const random = seeded(7);
// A pool of its own: on a busy machine its transactions may take long, which is no fault here.
const database = new Database({ url: service.ownerUrl });
atEnd(() => database.close());
const startDispatcher = (outbound: Outbound, graceMs: number) =>
  startTestDispatcher(
    { ...service, database },
    {
      ...{ outbound, random, limits, graceMs },
      presenters: { profile: presentProfiles },
    },
  );
/** Longer than the test: who waits for a tarpit waits for ever. */
const patient = outboundWithin(3_600_000);
const brisk = outboundWithin(3_000);

async function subscribe(school: TestInstitution, url: string): Promise<string> {
  const tools = { secrets: Secrets.of(service.secret), outbound: brisk };
  const { endpoint } = await createEndpoint(school.scope, tools, { url, types: ['profile.*'] });
  return endpoint.id;
}

interface Run {
  /** Of the messages, in order. */
  readonly ids: readonly string[];
  readonly mostUnderWay: number;
  readonly grownBytes: number;
}

/** Commits all changes at a steady pace, whatever becomes of them. */
async function commitChanges(school: TestInstitution, dispatcher: Dispatcher): Promise<Run> {
  const heapBefore = process.memoryUsage().heapUsed;
  let mostUnderWay = 0;
  let heapMost = 0;
  const began = performance.now();
  const committing: Promise<void>[] = [];
  for (let i = 0; i < changes; i++) {
    await delay(Math.max(0, began + (i * 1_000) / changesPerSecond - performance.now()));
    const change = { type: 'profile.updated', subjectId: newId(), version: 1, audience: 'public' } as const;
    committing.push(school.scope.transaction((tx) => Promise.resolve(tx.changes.add(change))));
    mostUnderWay = Math.max(mostUnderWay, dispatcher.underWay);
    if (i % 50 === 0) heapMost = Math.max(heapMost, process.memoryUsage().heapUsed);
  }
  await Promise.all(committing);
  const logged = () =>
    school.scope.db.query<{ id: string }>({
      text: 'select id from changes where institution_id = current_institution()',
    });
  await expect.poll(async () => (await logged()).length, { timeout: 20_000 }).toBe(changes);
  const rows = await logged();
  return {
    ids: rows.map(({ id }) => formatId('change', id)).sort(),
    mostUnderWay,
    grownBytes: heapMost - heapBefore,
  };
}

const countOf = async ({ institution }: TestInstitution, condition: string) => {
  const [row] = await asOwner(service.ownerUrl, (owner) =>
    owner.query<{ count: number }>(
      {
        text: `select count(*)::int as count from webhook_deliveries d where institution_id = $1 and ${condition}`,
      },
      [institution.id],
    ),
  );
  return row!.count;
};

/** How many tries ended without an answer. */
async function lateAnswersOf({ institution }: TestInstitution, endpointId: string): Promise<number> {
  const [row] = await asOwner(service.ownerUrl, (owner) =>
    owner.query<{ count: number }>(
      {
        text: `select count(*)::int as count from webhook_attempts a
                 join webhook_deliveries d on (d.institution_id, d.id) = (a.institution_id, a.delivery_id)
               where a.institution_id = $1 and d.endpoint_id = $2 and a.status is null`,
      },
      [institution.id, endpointId],
    ),
  );
  return row!.count;
}

/** Resolves when every partner in good health has been tried with everything. */
const allTried = (partners: readonly Partner[]) =>
  expect
    .poll(() => partners.map(({ tries }) => tries.size), { interval: 20, timeout: 120_000 })
    .toEqual(partners.map(() => changes));

describe('bad partners', () => {
  const partners: Partner[] = [];
  afterAll(() => Promise.all(partners.map((partner) => partner.close())));

  it('lose nothing, double nothing and delay nobody else', { timeout: 600_000 }, async () => {
    const school = await service.createInstitution();
    const good = [4, 5, 6].map(flaky);
    const [slow, flooder, dead] = [tarpit(), flooding(), tarpit()];
    partners.push(...good, slow, flooder);
    const endpointOf = new Map<Partner, string>();
    for (const partner of [...good, slow, flooder])
      endpointOf.set(partner, await subscribe(school, await partner.listen()));
    const deadId = await subscribe(school, await dead.listen());
    await dead.close();
    let dispatcher = startDispatcher(patient, 0);
    const run = await commitChanges(school, dispatcher);
    await allTried(good);
    // Everything has reached the good ones while the tarpit's calls lasted all the while: nothing waited for them.
    expect(slow.tries.size).toBeGreaterThan(0);
    expect(slow.ended).toBe(0);
    await allTried([flooder]);
    expect(slow.ended).toBe(0);
    expect(run.mostUnderWay).toBeLessThanOrEqual(limits.perInstitution);
    expect(run.grownBytes).toBeLessThan(150_000_000);

    // Through the schedule: in each step everything that has failed becomes due once more.
    const unsettled =
      () => `state = 'pending' and (claim_id is not null or (due_at <= '${clock().toISOString()}' and exists (
        select from webhook_endpoints e where e.id = d.endpoint_id and e.failures < 10)))`;
    for (const pauseMs of pausesMs) {
      // Nothing is under way while the clock moves: its lease would end.
      await dispatcher.stop();
      nowMs += pauseMs * 1.1 + 60_000;
      // What is under way when it stops is waited for.
      dispatcher = startDispatcher(brisk, 10_000);
      await expect
        .poll(
          async () => {
            dispatcher.wake();
            return countOf(school, unsettled());
          },
          { interval: 50, timeout: 120_000 },
        )
        .toBe(0);
    }
    expect(run.ids).toHaveLength(changes);
    for (const partner of [...good, flooder]) {
      expect([...partner.accepted.keys()].sort()).toEqual(run.ids);
      // Nobody is sent again what arrived, unless the answer came too late on a busy machine.
      const doubled = [...partner.accepted.values()].reduce((sum, times) => sum + times - 1, 0);
      expect(doubled).toBeLessThanOrEqual(await lateAnswersOf(school, endpointOf.get(partner)!));
    }
    // Nothing is lost to those who were not there, either: it stands in the log, still to be sent or given up.
    expect(await countOf(school, `endpoint_id = '${deadId}' and state in ('pending', 'failed')`)).toBe(
      changes,
    );
    expect(await countOf(school, `attempts > 10`)).toBe(0);
    expect([...slow.tries.values()].every((times) => times <= 10)).toBe(true);
    const tooEarly = await asOwner(service.ownerUrl, (owner) =>
      owner.query(
        {
          text: `select a.number, b.at - a.at as pause from webhook_attempts a
                   join webhook_attempts b on (b.institution_id, b.delivery_id, b.number) = (a.institution_id, a.delivery_id, a.number + 1)
                   where a.institution_id = $1 and b.at - a.at < 0.9 * (($2::bigint[])[a.number] * interval '1 millisecond')`,
        },
        [school.institution.id, pausesMs],
      ),
    );
    expect(tooEarly).toEqual([]);
  });
});

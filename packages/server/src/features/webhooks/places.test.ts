import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids';
import { Outbound } from '../../platform/outbound';
import type { PresentSubjects } from '../../platform/present-subjects';
import { type Partner, startPartner, startTestDispatcher } from '../../testing/partner';
import { startTestService, type TestInstitution } from '../../testing/service';
import type { Dispatcher } from './dispatcher';
import { createEndpoint } from './endpoints';
import { Secrets } from './secrets';

const service = await startTestService();
const outbound = new Outbound({
  allowedHosts: [{ host: '127.0.0.1', port: undefined }],
  timeoutMs: 3_600_000,
});
const presentProfiles: PresentSubjects = (_scope, ids) =>
  Promise.resolve(new Map(ids.map((id) => [id, { id } as never])));

let dispatcher: Dispatcher;
afterEach(async () => {
  // Tarpits are given up at once.
  await dispatcher.stop();
});

const start = () =>
  (dispatcher = startTestDispatcher(service, { outbound, presenters: { profile: presentProfiles } }));

async function subscribe(school: TestInstitution, { url }: Partner): Promise<void> {
  const tools = { secrets: Secrets.of(service.secret), outbound };
  await createEndpoint(school.scope, tools, { url, types: ['profile.*'] });
}

/** Calls to tarpits that are over: none, as long as the dispatcher runs. */
let givenUp = 0;

/** Takes calls and never answers them. */
async function tarpit(): Promise<Partner> {
  const partner = await startPartner();
  partner.answer = (response) => void response.on('close', () => givenUp++);
  return partner;
}

const change = (school: TestInstitution, times: number) =>
  school.scope.transaction((tx) => {
    for (let i = 0; i < times; i++)
      tx.changes.add({ type: 'profile.updated', subjectId: newId(), version: 1, audience: 'public' });
    return Promise.resolve();
  });

describe('a partner that answers late', () => {
  it('gets fewer places until it is quick again', async () => {
    start();
    const school = await service.createInstitution();
    const partner = await startPartner();
    const waiting: ServerResponse[] = [];
    partner.answer = (response) => void waiting.push(response);
    await subscribe(school, partner);
    await change(school, 20);
    await partner.has(8);
    await expect.poll(() => waiting.length, { timeout: 10_000 }).toBe(8);
    const firstEight = waiting.splice(0);
    // Two seconds after it was called, an answer is late.
    await expect
      .poll(() => performance.now() - partner.received[7]!.at, { timeout: 30_000 })
      .toBeGreaterThan(2_100);
    for (const response of firstEight) response.end();
    await partner.has(10);
    await expect.poll(() => dispatcher.underWay, { timeout: 10_000 }).toBe(2);
    expect(waiting).toHaveLength(2);
    partner.answer = (response) => void response.end();
    for (const response of waiting) response.end();
    await partner.has(20);
  });

  it('with the body of a 2xx is not waited for: the status decides', async () => {
    start();
    const school = await service.createInstitution();
    const partner = await startPartner();
    partner.answer = (response) => void response.writeHead(200).write('a body without an end');
    await subscribe(school, partner);
    await change(school, 1);
    await partner.has(1);
    await expect.poll(() => dispatcher.underWay, { timeout: 30_000 }).toBe(0);
  });
});

describe('a delivery under way', () => {
  it('has a short lease, which is renewed: a killed process delays it for seconds only', async () => {
    start();
    const school = await service.createInstitution();
    const partner = await tarpit();
    await subscribe(school, partner);
    await change(school, 1);
    await partner.has(1);
    const dueAt = async () => {
      const [row] = await service.database
        .of(school.institution.id)
        .query<{ dueAt: Date }>({ text: 'select due_at as "dueAt" from webhook_deliveries' });
      return row!.dueAt.getTime();
    };
    const first = await dueAt();
    expect(first - Date.now()).toBeLessThanOrEqual(10_000);
    await expect.poll(dueAt, { timeout: 30_000 }).toBeGreaterThan(first);
    expect(partner.received, 'nobody else has taken it').toHaveLength(1);
  });
});

describe('partners that never answer', () => {
  it(
    'leave places to those that do, in their own institution and in others',
    { timeout: 60_000 },
    async () => {
      start();
      const schools = await Promise.all(Array.from({ length: 6 }, () => service.createInstitution()));
      const tarpits: Partner[] = [];
      for (const school of schools) {
        for (let i = 0; i < 8; i++) {
          const partner = await tarpit();
          tarpits.push(partner);
          await subscribe(school, partner);
        }
      }
      await Promise.all(schools.map((school) => change(school, 20)));
      // Each has some under way: they hold what they can get.
      await Promise.all(tarpits.map((partner) => partner.has(1)));
      await expect.poll(() => settled()).toBe(true);
      expect(dispatcher.underWay).toBeLessThan(300);

      const neighbour = await startPartner();
      const stranger = await startPartner();
      const other = await service.createInstitution();
      await subscribe(schools[0]!, neighbour);
      await subscribe(other, stranger);
      givenUp = 0;
      await Promise.all([change(schools[0]!, 10), change(other, 10)]);
      await Promise.all([neighbour.has(10), stranger.has(10)]);
      // Before, they waited until tarpits' calls were given up: an hour here.
      expect(givenUp).toBe(0);
      expect(dispatcher.underWay, 'the tarpits hold their places all the while').toBeGreaterThan(100);
    },
  );

  /** Whether nothing more is taken: the same number is under way as a moment ago. */
  let before = -1;
  function settled(): boolean {
    const now = dispatcher.underWay;
    const same = now === before;
    before = now;
    return same;
  }
});

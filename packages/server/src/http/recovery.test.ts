import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Problem } from '../contract/problems';
import { newId } from '../platform/ids';
import { asOwner } from '../platform/owner';
import { buildProgram, type Child, type Program } from '../testing/child-process';
import { createRecoverableApp, type Stage } from '../testing/recoverable-app';
import { startTestService, type TestService } from '../testing/service';
import { callRaw, type WireAnswer } from '../testing/wire';
import { beginAttempt, claimKey, finishAttempt } from './idempotency-store';
import { listen, type Listening } from './listen';

let service: TestService;
let secretKey: string;
beforeAll(async () => {
  service = await startTestService();
  secretKey = await (await service.createInstitution()).createKey();
});

const codeOf = (answer: WireAnswer) => (JSON.parse(answer.text) as { code?: string }).code;
const replayed = (answer: WireAnswer) => answer.headers['idempotent-replayed'] === 'true';
const headlineOf = (answer: WireAnswer) => (JSON.parse(answer.text) as { headline?: string }).headline;

interface Sent {
  readonly key?: string;
  readonly familyName: string;
}

const sendTo = (origin: string, { key, familyName }: Sent) =>
  callRaw(origin, {
    method: 'POST',
    path: '/v1/profiles',
    headers: {
      'Homecoming-Key': secretKey,
      'Content-Type': 'application/json',
      ...(key !== undefined && { 'Idempotency-Key': key }),
    },
    body: JSON.stringify({ familyName }),
  });

const newCall = () => ({ key: newId(), familyName: `Recovered ${newId()}` });

async function countOf({ familyName }: Sent): Promise<number> {
  const rows = await asOwner(service.ownerUrl, (owner) =>
    owner.query({ text: 'select from profiles where family_name = $1' }, [familyName]),
  );
  return rows.length;
}

const keptOf = ({ key }: Sent) =>
  asOwner(service.ownerUrl, (owner) =>
    owner.query<{ status: number | null; recovery_point: unknown }>(
      { text: 'select status, recovery_point from idempotency_keys where key = $1' },
      [key],
    ),
  );

/** Something to await that somebody else brings about. */
function gate() {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

describe('a command that calls outside', () => {
  let server: Listening;
  let aheadMs: number;
  let told: [Stage, string][];
  let outside: (stage: Stage) => Promise<void> | void;
  const send = (call: Sent) => sendTo(`http://127.0.0.1:${server.port}`, call);

  beforeAll(async () => {
    const app = createRecoverableApp({
      database: service.database,
      clock: () => new Date(Date.now() + aheadMs),
      tell: async (stage, reference) => {
        told.push([stage, reference]);
        await outside(stage);
      },
    });
    server = await listen(app.callback(), { port: 0, host: '127.0.0.1' });
  });
  afterAll(() => server.close(0));
  beforeEach(() => {
    aheadMs = 0;
    told = [];
    outside = () => undefined;
  });

  /** Sends a call that gets as far as a stage, and stays there until it is let go. */
  async function stuckAt(stuck: Stage, call: Sent) {
    const reached = gate();
    const release = gate();
    outside = async (stage) => {
      if (stage !== stuck) return;
      outside = () => undefined;
      reached.open();
      await release.opened;
    };
    const answer = send(call);
    await reached.opened;
    return { answer, letGo: release.open };
  }

  it('is done once, and answered again byte by byte', async () => {
    const call = newCall();
    const first = await send(call);
    expect([first.status, replayed(first)]).toEqual([201, false]);
    const second = await send(call);
    expect([second.status, second.text, replayed(second)]).toEqual([201, first.text, true]);
    expect(told.map(([stage]) => stage)).toEqual(['begun', 'saved', 'finishing']);
    expect(await countOf(call)).toBe(1);
    expect(await keptOf(call)).toEqual([{ status: 201, recovery_point: null }]);
  });

  it('holds no connection while it calls, and has its key for itself', async () => {
    const call = newCall();
    const { answer, letGo } = await stuckAt('saved', call);
    expect(service.database.pool.totalCount - service.database.pool.idleCount).toBe(0);
    const busy = await send(call);
    expect([busy.status, codeOf(busy), busy.headers['retry-after']]).toEqual([
      409,
      'idempotency_in_flight',
      '1',
    ]);
    expect((await send({ ...call, familyName: 'Another' })).status).toBe(422);
    letGo();
    expect((await answer).status).toBe(201);
    expect((await send(call)).text).toBe((await answer).text);
    expect(await countOf(call)).toBe(1);
  });

  it('is done once when fifty are sent at once', async () => {
    const call = newCall();
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(call)));
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].every((status) => status === 201 || status === 409)).toBe(true);
    const again = await Promise.all(answers.map(() => send(call)));
    expect(new Set(again.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(told.filter(([stage]) => stage === 'saved')).toHaveLength(1);
    expect(await countOf(call)).toBe(1);
  });

  it('leaves its key free when it is refused before its first point', async () => {
    const call = newCall();
    outside = (stage) => {
      if (stage === 'begun') throw new Problem('conflict', 'Not now.');
    };
    expect((await send(call)).status).toBe(409);
    expect(await keptOf(call)).toEqual([]);
    outside = () => undefined;
    expect((await send({ ...call, familyName: 'Another' })).status).toBe(201);
  });

  it('goes on at once from its point when it was refused after it', async () => {
    const call = newCall();
    outside = (stage) => {
      if (stage === 'saved') throw new Problem('unavailable', 'Not now.');
    };
    expect((await send(call)).status).toBe(503);
    outside = () => undefined;
    const done = await send(call);
    expect([done.status, replayed(done)]).toEqual([201, false]);
    const references = new Set(told.map(([, reference]) => reference));
    expect([...references]).toEqual([headlineOf(done)]);
    expect(await countOf(call)).toBe(1);
  });

  it('has no second effect when it comes back after another try has taken over', async () => {
    for (const stage of ['begun', 'saved', 'finishing'] as const) {
      const call = newCall();
      const late = await stuckAt(stage, call);
      aheadMs += 39_000;
      expect((await send(call)).status).toBe(409);
      aheadMs += 2_000;
      const successor = await stuckAt('saved', call);
      late.letGo();
      const refused = await late.answer;
      expect([stage, refused.status, codeOf(refused)]).toEqual([stage, 409, 'idempotency_in_flight']);
      successor.letGo();
      const done = await successor.answer;
      expect([stage, done.status, replayed(done)]).toEqual([stage, 201, false]);
      expect((await send(call)).text).toBe(done.text);
      expect(await countOf(call)).toBe(1);
    }
  });

  it('is not taken over when it ends in the moment in which its lease does', async () => {
    const { scope } = await service.createInstitution();
    const fingerprint = Buffer.alloc(32);
    const call = { principalId: newId(), operationId: 'createProfile', key: 'key', fingerprint };
    const now = scope.clock();
    const tomorrow = new Date(now.getTime() + 24 * 60 * 60 * 1_000);
    const [first, second] = [now, tomorrow].map((leasedUntil) => ({ id: newId(), leasedUntil }));
    expect(await scope.transaction((tx) => beginAttempt(tx, call, first!, tomorrow))).toEqual({
      point: undefined,
    });
    await scope.transaction(async (tx) => {
      expect(await claimKey(tx, call, 1n)).toMatchObject({ isOurs: true, kept: { answer: undefined } });
      const answer = { status: 201, json: '"first"' };
      await scope.transaction((other) => finishAttempt(other, call, first!.id, answer, tomorrow));
      expect(await beginAttempt(tx, call, second!, tomorrow)).toBeUndefined();
      expect(await claimKey(tx, call, 1n)).toMatchObject({ kept: { answer } });
    });
  });

  it('begins anew a day later, its point forgotten', async () => {
    const call = newCall();
    outside = (stage) => {
      if (stage === 'saved') throw new Problem('unavailable', 'Not now.');
    };
    await send(call);
    outside = () => undefined;
    aheadMs = 24 * 60 * 60 * 1_000 + 1_000;
    expect((await send(call)).status).toBe(201);
    expect(new Set(told.map(([, reference]) => reference)).size).toBe(2);
  });

  it('needs no key', async () => {
    const call = { familyName: `Keyless ${newId()}` };
    expect([(await send(call)).status, (await send(call)).status]).toEqual([201, 201]);
    expect(await countOf(call)).toBe(2);
  });
});

describe('a process killed in the middle of such a command', () => {
  let program: Program;
  let outside: Server;
  let outsideOrigin: string;
  let references: string[];
  /** At this stage the outside does not answer. */
  let silentAt: Stage | undefined;
  let reached: ReturnType<typeof gate>;

  beforeAll(async () => {
    program = await buildProgram('recoverable-process');
    outside = createServer((request, response) => {
      const [, stage, reference] = request.url!.split('/');
      if (stage === 'saved') references.push(reference!);
      if (stage === silentAt) reached.open();
      else response.end();
    });
    await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
    outsideOrigin = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await program.remove();
    outside.closeAllConnections();
    await new Promise((resolve) => outside.close(resolve));
  });

  async function startProcess(aheadMs: number): Promise<{ child: Child; origin: string }> {
    const child = await program.start(service.ownerUrl, outsideOrigin, String(aheadMs));
    onTestFinished(() => child.kill());
    return { child, origin: `http://127.0.0.1:${child.line}` };
  }

  it.each([
    ['before its first point', 'begun', 1],
    ['while it calls', 'saved', 2],
    ['before its last commit', 'finishing', 2],
  ] as const)('leaves its key to the next try within a minute: killed %s', async (_, stage, calls) => {
    references = [];
    reached = gate();
    silentAt = stage;
    const call = newCall();
    const killed = await startProcess(0);
    const lost = sendTo(killed.origin, call).catch((error: unknown) => error);
    await reached.opened;
    await killed.child.kill();
    expect(await lost).toBeInstanceOf(Error);
    expect(await countOf(call)).toBe(0);

    silentAt = undefined;
    const early = await startProcess(15_000);
    const refused = await sendTo(early.origin, call);
    expect([refused.status, codeOf(refused)]).toEqual([409, 'idempotency_in_flight']);
    const late = await startProcess(60_000);
    const done = await sendTo(late.origin, call);
    expect([done.status, replayed(done)]).toEqual([201, false]);
    // However often it was called, it was under one name.
    expect(references).toEqual(Array<unknown>(calls).fill(headlineOf(done)));
    expect((await sendTo(early.origin, call)).text).toBe(done.text);
    expect(await countOf(call)).toBe(1);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { formatId } from '../../platform/ids';
import { TaskRefused } from '../../platform/tasks';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { backgroundOf, until } from '../../testing/tasks';
import { callRaw } from '../../testing/wire';
import { rerunDeadTasks } from './dead-tasks';

let service: TestService;
let background: ReturnType<typeof backgroundOf>;
beforeAll(async () => {
  service = await startTestService();
  background = backgroundOf(service);
});

const secret = { code: 'never shown' };
const addDead = async ({ scope }: TestInstitution, count = 1) => {
  await scope.transaction((tx) =>
    Promise.resolve(
      tx.tasks.add(...Array.from({ length: count }, () => ({ task: 'hopeless', payload: secret }))),
    ),
  );
  await background.relay();
  await background.owner(
    `select graphile_worker.permanently_fail_jobs(array_agg(id), 'no use') from graphile_worker._private_jobs
      where payload ->> 'institutionId' = $1`,
    [scope.institution.id],
  );
};

interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown> & {
    data: { id: string; state: string }[];
    nextCursor: string | null;
  };
  readonly text: string;
}

async function open() {
  const school = await service.createInstitution();
  const key = await school.createKey();
  const call = async (method: string, path: string): Promise<Answered> => {
    const { status, text } = await callRaw(service.origin, {
      method,
      path,
      headers: { 'Homecoming-Key': key },
    });
    return { status, text, body: (text ? JSON.parse(text) : {}) as Answered['body'] };
  };
  return { ...school, call };
}

describe('tasks by API', () => {
  it('are shown with why they failed, and never with what they hold', async () => {
    const school = await open();
    await addDead(school);
    const { body, text } = await school.call('GET', '/v1/tasks?state=dead');
    expect(body.data).toEqual([
      {
        id: expect.stringMatching(/^task_/) as string,
        name: 'hopeless',
        state: 'dead',
        attempts: 12,
        maxAttempts: 12,
        lastError: 'no use',
        createdAt: expect.any(String) as string,
        runAt: expect.any(String) as string,
      },
    ]);
    expect(text).not.toContain('never shown');
    expect(text).not.toContain(school.institution.id);
  });

  it('are listed by state, newest first, in pages without gap or double', async () => {
    const school = await open();
    await addDead(school, 5);
    await school.scope.transaction((tx) => Promise.resolve(tx.tasks.add({ task: 'waits' })));
    await background.relay();
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const path = `/v1/tasks?state=dead&limit=2${cursor ? `&cursor=${cursor}` : ''}`;
      const { body } = await school.call('GET', path);
      ids.push(...body.data.map(({ id }) => id));
      cursor = body.nextCursor;
    } while (cursor);
    expect(new Set(ids).size).toBe(5);
    expect(ids).toEqual([...ids].sort().reverse());
    expect((await school.call('GET', '/v1/tasks?state=waiting')).body.data).toHaveLength(1);
    expect((await school.call('GET', '/v1/tasks')).body.data).toHaveLength(6);
    expect((await school.call('GET', '/v1/tasks?state=done')).status).toBe(400);
  });

  it('run again when somebody says so, with all their tries and a count of it', async () => {
    const school = await open();
    await addDead(school);
    const { id } = (await school.call('GET', '/v1/tasks')).body.data[0]!;
    const again = await school.call('POST', `/v1/tasks/${id}/rerun`);
    expect(again).toMatchObject({ status: 200, body: { id, state: 'waiting', attempts: 0 } });
    const runs: unknown[] = [];
    await background.start({
      handlers: {
        hopeless: async (_scope, payload, _signal, run) => {
          runs.push([payload, run]);
          if (run.reruns < 2) throw new TaskRefused('still');
        },
      },
    });
    await until(async () => (await school.call('GET', '/v1/tasks?state=dead')).body.data.length === 1);
    expect((await school.call('POST', `/v1/tasks/${id}/rerun`)).status).toBe(200);
    await until(async () => (await school.call('GET', '/v1/tasks')).body.data.length === 0);
    expect(runs).toHaveLength(2);
    expect(runs[1]).toMatchObject([secret, { attempt: 1, reruns: 2 }]);
    expect((await school.call('POST', `/v1/tasks/${id}/rerun`)).body.code).toBe('not_found');
  });

  it('that wait or run are left alone', async () => {
    const school = await open();
    await school.scope.transaction((tx) => Promise.resolve(tx.tasks.add({ task: 'slow' })));
    await background.relay();
    const { id } = (await school.call('GET', '/v1/tasks')).body.data[0]!;
    const refused = async (state: string) => {
      for (const [method, path] of [
        ['POST', `/v1/tasks/${id}/rerun`],
        ['DELETE', `/v1/tasks/${id}`],
      ] as const) {
        const { status, body } = await school.call(method, path);
        expect([status, body.code, body.detail]).toEqual([409, 'task_not_dead', `The task is ${state}.`]);
      }
    };
    await refused('waiting');
    let started = false;
    const released = new AbortController();
    await background.start({
      handlers: {
        slow: () =>
          new Promise((resolve) => {
            started = true;
            released.signal.addEventListener('abort', () => resolve());
          }),
      },
    });
    await until(() => started);
    await refused('running');
    released.abort();
  });

  it('can be forgotten once they are dead', async () => {
    const school = await open();
    await addDead(school, 2);
    const [first] = (await school.call('GET', '/v1/tasks')).body.data;
    expect((await school.call('DELETE', `/v1/tasks/${first!.id}`)).status).toBe(204);
    expect((await school.call('DELETE', `/v1/tasks/${first!.id}`)).status).toBe(404);
    expect((await school.call('GET', '/v1/tasks')).body.data).toHaveLength(1);
  });

  it('of others are neither seen nor touched', async () => {
    const [ours, theirs] = [await open(), await open()];
    await addDead(theirs);
    const [job] = (await background.jobs()).slice(-1);
    const id = formatId('task', job!.taskId);
    expect((await ours.call('GET', '/v1/tasks')).body.data).toEqual([]);
    expect((await ours.call('POST', `/v1/tasks/${id}/rerun`)).status).toBe(404);
    expect((await ours.call('DELETE', `/v1/tasks/${id}`)).status).toBe(404);
    expect(await rerunDeadTasks(ours.scope)).toBe(0);
    expect((await theirs.call('GET', '/v1/tasks')).body.data).toMatchObject([{ id, state: 'dead' }]);
  });

  it('of the runner itself are nobody’s', async () => {
    const school = await open();
    await background.owner(`select graphile_worker.add_job('cron', '{"task": "mail.clean"}')`);
    expect((await school.call('GET', '/v1/tasks')).body.data).toEqual([]);
  });
});

it('all dead tasks of an institution run again at once, those that die meanwhile not', async () => {
  const school = await open();
  await addDead(school, 230);
  expect(await rerunDeadTasks(school.scope)).toBe(230);
  expect((await school.call('GET', '/v1/tasks?state=dead')).body.data).toEqual([]);
});

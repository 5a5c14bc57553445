import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { startTestService } from '../testing/service';
import { backgroundOf, until } from '../testing/tasks';

const program = fileURLToPath(new URL('../testing/task-process.ts', import.meta.url));

it('what a killed process was at runs again within seconds, its queue included', async () => {
  const service = await startTestService();
  const { scope } = await service.createInstitution();
  const background = backgroundOf(service);
  const child = spawn(process.execPath, ['--import', 'tsx', program, service.ownerUrl], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const started: string[] = [];
  createInterface(child.stdout).on('line', (line) => started.push(line));
  await scope.transaction((tx) =>
    Promise.resolve(
      tx.tasks.add({ task: 'stuck' }, { task: 'stuck', queue: 'q' }, { task: 'stuck', queue: 'q' }),
    ),
  );
  await background.relay();
  await until(() => started.length === 2);

  const done: { taskId: string; attempt: number }[] = [];
  await background.start({
    handlers: { stuck: async (_scope, _payload, _signal, run) => void done.push(run) },
  });
  await background.relay();
  expect(done).toEqual([]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const killedAt = performance.now();
  await until(() => done.length === 3);
  expect(performance.now() - killedAt).toBeLessThan(5_000);
  for (const taskId of started) expect(done).toContainEqual({ taskId, attempt: 2, reruns: 0 });
  await until(async () => (await background.jobs()).length === 0);
}, 30_000);

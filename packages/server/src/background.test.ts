import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { startBackground } from './background';
import { cron, taskHandlersOf } from './features';
import { cronItems } from './platform/cron';
import { mail, MailFolder, parseSender } from './platform/mail';
import { startTestService, type TestService } from './testing/service';
import { until } from './testing/tasks';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});

it('what a command asks for in its transaction is done at once, by relay and runner as the service has them', async () => {
  const { institution, scope } = await service.createInstitution();
  const folder = new MailFolder(join(await mkdtemp(join(tmpdir(), 'mail-')), 'mail'));
  const sender = parseSender('office@school.example');
  const background = await startBackground(
    { ...service, mail: { transport: folder, sender, folder } },
    {
      config: { taskConcurrency: 10, databaseUrl: undefined },
      directUrl: service.ownerUrl,
      tell: () => undefined,
    },
  );
  await scope.transaction((tx) => mail(tx, { to: 'ada@example.org', subject: 'Hello', text: 'Ada' }));
  await until(async () => (await folder.list(1)).length === 1);
  await background.stop();
  expect(await folder.list(2)).toMatchObject([{ subject: 'Hello', from: { name: institution.name } }]);
});

it('every cron entry has a handler and a pattern', () => {
  expect(cronItems(cron)).toHaveLength(cron.length);
  for (const { task } of cron) expect(Object.keys(taskHandlersOf(service))).toContain(task);
});

import { expect, it } from 'vitest';
import { createBackground } from './background';
import { cronItems } from './platform/cron';
import { mail, MailFolder, parseSender } from './platform/mail';
import { startRelay } from './platform/relay';
import { openBus } from './platform/bus';
import { openScope } from './platform/scope';
import { startTaskRunner } from './platform/task-runner';
import { testAuditKey } from './testing/secret';
import { silent, startTestService } from './testing/service';
import { until } from './testing/tasks';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noPhotos } from './testing/no-photos';

it('what a command asks for in its transaction is done at once, by relay and runner as the service has them', async () => {
  const service = await startTestService();
  const { institution } = await service.createInstitution();
  const { database } = service;
  const clock = () => new Date();
  const folder = new MailFolder(join(await mkdtemp(join(tmpdir(), 'mail-')), 'mail'));
  const relay = startRelay({ database, bus: openBus({ log: silent }), log: silent, pollMs: 60_000 });
  const onOutgoing = () => relay.wake();
  const background = createBackground({
    database,
    log: silent,
    auditKey: testAuditKey,
    clock,
    transport: folder,
    sender: parseSender('office@school.example'),
    files: noPhotos.storage,
    changesRetentionDays: 30,
    onOutgoing,
  });
  const runner = await startTaskRunner({ url: service.ownerUrl, log: silent, ...background });
  const scope = openScope({
    database,
    institution,
    principal: { kind: 'system' },
    clock,
    log: silent,
    auditKey: testAuditKey,
    onOutgoing,
  });
  await scope.transaction((tx) => mail(tx, { to: 'ada@example.org', subject: 'Hello', text: 'Ada' }));
  await until(async () => (await folder.list(1)).length === 1);
  await runner.stop();
  await relay.stop();
  expect(await folder.list(2)).toMatchObject([{ subject: 'Hello', from: { name: institution.name } }]);
});

it('every cron entry has a handler and a pattern', async () => {
  const { handlers, cron } = createBackground({
    database: undefined as never,
    log: silent,
    auditKey: testAuditKey,
    clock: () => new Date(),
    transport: new MailFolder('/nowhere'),
    sender: parseSender('office@school.example'),
    files: noPhotos.storage,
    changesRetentionDays: 30,
  });
  expect(cronItems(cron)).toHaveLength(cron.length);
  for (const { task } of cron) expect(Object.keys(handlers)).toContain(task);
});

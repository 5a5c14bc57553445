import { findInstitutionById } from '../features/institutions';
import { Database } from '../platform/database';
import { openScope } from '../platform/scope';
import { startTaskRunner } from '../platform/task-runner';
import { silent } from './quiet';
import { testAuditKey } from './secret';

// task-process DATABASE_URL: a runner to be killed, whose tasks `stuck` never end and are told of on its standard output.
const [url] = process.argv.slice(2) as [string];
const database = new Database({ url });
const told = (line: string) => void process.stdout.write(`${line}\n`);
await startTaskRunner({
  url,
  log: silent,
  openScope: async (id) =>
    openScope({
      database,
      institution: (await findInstitutionById(database, id))!,
      principal: { kind: 'system' },
      clock: () => new Date(),
      auditKey: testAuditKey,
      log: silent,
    }),
  handlers: {
    stuck: async (_scope, _payload, _signal, { taskId }) => {
      told(taskId);
      await new Promise(() => undefined);
    },
  },
});
process.stdin.on('end', () => process.exit()).resume();

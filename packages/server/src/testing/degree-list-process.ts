import { verifyTask } from '../features/degree-lists/lists';
import { degreeListTasks } from '../features/degree-lists/tasks';
import { Database } from '../platform/database';
import { type Institution, openScope, type Scope } from '../platform/scope';
import { silent } from './quiet';
import { testAuditKey } from './secret';

/*
 * degree-list-process DATABASE_URL INSTITUTION LIST_ID MOST: compares a list. In its MOST-th transaction, when all of it is written but
 * not committed, it prints a line and goes no further: to be killed there. It prints one too when it has come to its end before.
 */

const [url, institution, listId, most] = process.argv.slice(2) as [string, string, string, string];
const scope = openScope({
  database: new Database({ url }),
  institution: JSON.parse(institution) as Institution,
  principal: { kind: 'system' },
  clock: () => new Date(),
  log: silent,
  auditKey: testAuditKey,
});
let begun = 0;

const stopping: Scope = {
  ...scope,
  transaction: (work) =>
    scope.transaction(async (tx) => {
      const result = await work(tx);
      if (++begun === Number(most)) {
        console.log('written');
        await new Promise(() => undefined);
      }
      return result;
    }),
};

const run = { taskId: listId, attempt: 1, reruns: 0 };
process.stdin.on('end', () => process.exit()).resume();
await degreeListTasks[verifyTask.name]!(stopping, { listId }, new AbortController().signal, run);
console.log('done');

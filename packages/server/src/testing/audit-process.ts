import { Database } from '../platform/database';
import { newId } from '../platform/ids';
import { type Institution, openScope } from '../platform/scope';
import { silent } from './quiet';
import { testAuditKey } from './secret';

/*
 * node audit-process.ts DATABASE_URL INSTITUTION_JSON: acts without end, four transactions at once, to be killed. Of each
 * transaction that it was told to be committed it prints the profile that it has made and audited.
 */

const [url, institution] = process.argv.slice(2) as [string, string];
const database = new Database({ url });
const scope = openScope({
  database,
  institution: JSON.parse(institution) as Institution,
  principal: { kind: 'system' },
  clock: () => new Date(),
  log: silent,
  auditKey: testAuditKey,
});

const insert = {
  text: `insert into profiles (institution_id, id, family_name, created_at, updated_at)
         values (current_institution(), $1, 'Curie', now(), now())`,
};

async function actWithoutEnd(): Promise<never> {
  for (;;) {
    const id = newId();
    await scope.transaction(async (tx) => {
      await tx.db.query(insert, [id]);
      tx.audit.add({ action: 'test.done', subject: { kind: 'profile', id } });
    });
    process.stdout.write(`${id}\n`);
  }
}

process.stdin.on('end', () => process.exit()).resume();
await Promise.all([1, 2, 3, 4].map(actWithoutEnd));

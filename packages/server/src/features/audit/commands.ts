import { parseArgs } from 'node:util';
import { bad, institutionOption, type CommandContext, type Commands } from '../../cli/command';
import { jsonOption, printRows, type Print } from '../../cli/output';
import { Problem } from '../../contract/problems';
import { asOwner } from '../../platform/owner';
import type { Scope } from '../../platform/scope';
import { presentEntry } from './present';
import { listEntries, listEntriesBetween } from './store';
import { verifyAudit, type Anchor } from './verify';

type Context = CommandContext<unknown>;

const entriesAtOnce = 1_000;

/** `homecoming audit`: the newest entries of an institution's log as a table, or the whole log as newline-delimited JSON. */
async function showAudit(args: string[], { within, print }: Context): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      ...institutionOption,
      ...jsonOption,
      action: { type: 'string' },
      limit: { type: 'string', default: '50' },
    },
  });
  const { action, json } = values;
  const limit = /^[1-9]\d{0,3}$/.test(values.limit) ? Number(values.limit) : undefined;
  if (!limit) throw bad('--limit takes a whole number from 1 to 9999.');
  await within(values.institution, async (scope) => {
    if (json) return printWholeLog(scope, print, action);
    const entries = await listEntries(scope, { action, before: undefined, limit });
    const rows = entries.map(presentEntry).map(({ number, at, action, actor, onBehalfOf, subject }) => ({
      number,
      at: new Date(at),
      action,
      actor: actor.id ?? actor.kind,
      onBehalfOf: onBehalfOf?.id,
      subject,
    }));
    printRows(print, rows, { json, none: 'No matching entries.' });
  });
}

/** An audit log as newline-delimited JSON, oldest first. */
export async function printWholeLog(scope: Scope, print: Print, action?: string): Promise<void> {
  for (let after = 0; ;) {
    const page = { action, after, last: Number.MAX_SAFE_INTEGER, limit: entriesAtOnce };
    const entries = await listEntriesBetween(scope, page);
    for (const entry of entries) print(JSON.stringify(presentEntry(entry)));
    if (entries.length < entriesAtOnce) return;
    after = entries.at(-1)!.number;
  }
}

async function verifyLogs(args: string[], { owner, print }: Context): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { institution: { type: 'string' }, expect: { type: 'string' } },
  });
  const { institution: slug } = values;
  const anchor = values.expect === undefined ? undefined : anchorOf(values.expect);
  if (anchor && !slug)
    throw new Problem('invalid_request', 'Name the institution that --expect is of: --institution SLUG.');
  const { ownerUrl, auditKey, oldAuditKeys } = await owner();
  const keys = [...oldAuditKeys, auditKey];
  let logs = 0;
  await asOwner(ownerUrl, async (queryable) => {
    for await (const verdict of verifyAudit(queryable, { keys, slug, anchor })) {
      logs++;
      const { entries, head, faults, faultCount } = verdict;
      if (verdict.hasOtherSecret)
        print(`${verdict.slug}: this log was written with a different secret. ${otherSecretHint}`);
      const end = head ? ` Head ${head.number}:${head.hash}` : '';
      print(
        `${verdict.slug}: ${entries} ${entries === 1 ? 'entry' : 'entries'}, ${faultCount ? `${faultCount} problem${faultCount === 1 ? '' : 's'} found.` : 'verified.'}${end}`,
      );
      for (const fault of faults) print(`  ${fault}`);
      if (faultCount > faults.length) print(`  … and ${faultCount - faults.length} more`);
      if (faultCount) process.exitCode = 1;
    }
  });
  if (slug && !logs) throw new Problem('not_found', `No institution has the slug ${slug}.`);
}

const otherSecretHint =
  'Run the command with the service’s HOMECOMING_SECRET, and list earlier secrets in HOMECOMING_OLD_SECRETS. Without them, every entry below looks altered.';

function anchorOf(text: string): Anchor {
  const [, number, hash] = /^([1-9]\d{0,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!hash)
    throw new Problem('invalid_request', '--expect must be a head that verify-audit printed: NUMBER:HASH.');
  return { number: Number(number), hash };
}

export const auditCommands: Commands<unknown> = {
  audit: {
    synopsis: '--institution SLUG [--action ACTION] [--limit NUMBER] [--json]',
    help: 'show the newest entries of the audit log; --json: the whole log, oldest first',
    run: showAudit,
  },
  'verify-audit': {
    synopsis: '[--institution SLUG [--expect NUMBER:HASH]]',
    help: 'verify the audit logs and print their heads; --expect: check against a head printed earlier',
    run: verifyLogs,
  },
};

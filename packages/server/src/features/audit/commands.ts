import { Option } from '@commander-js/extra-typings';
import type { Commands, DeclareCommand } from '../../cli/command';
import { institutionOption, wholeNumber, wrongUse } from '../../cli/options';
import { type Print, printRows } from '../../cli/output';
import { Problem } from '../../contract/problems';
import { asOwner } from '../../platform/owner';
import type { Scope } from '../../platform/scope';
import { presentEntry } from './present';
import { listEntries, listEntriesBetween } from './store';
import { type Anchor, verifyAudit } from './verify';

const entriesAtOnce = 1_000;

const showAudit: DeclareCommand<unknown> = (add, { within, print }) =>
  add('audit', "Show the newest entries of an institution's audit log.")
    .addOption(institutionOption)
    .option('--action <action>', 'only entries with this action, such as key.created')
    .addOption(
      new Option('--limit <number>', 'how many entries to show, up to 9999')
        .argParser(wholeNumber(1, 9999))
        .default(50),
    )
    .option('--json', 'print the whole log, oldest entry first, as a line of JSON for each')
    .action(async ({ institution, action, limit, json }) =>
      within(institution, async (scope) => {
        if (json) return printWholeLog(scope, print, action);
        const entries = await listEntries(scope, { action, before: undefined, limit });
        const rows = entries.map(presentEntry).map((entry) => ({
          number: entry.number,
          at: new Date(entry.at),
          action: entry.action,
          actor: entry.actor.id ?? entry.actor.kind,
          onBehalfOf: entry.onBehalfOf?.id,
          subject: entry.subject,
        }));
        printRows(print, rows, { json, none: 'No matching entries.' });
      }),
    );

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

const verifyLogs: DeclareCommand<unknown> = (add, { owner, print }) =>
  add(
    'verify-audit',
    'Verify the audit logs and print their heads. The exit code is 1 if a problem is found.',
    {
      examples: ['verify-audit', 'verify-audit --institution northbridge --expect 1284:9a41…c07e'],
    },
  )
    .option('--institution <slug>', 'only the log of this institution')
    .addOption(
      new Option(
        '--expect <number:hash>',
        'check the log against a head printed earlier; needs --institution',
      ).argParser(anchorOf),
    )
    .action(async ({ institution: slug, expect: anchor }) => {
      if (anchor && !slug) throw wrongUse('--expect can only be used with --institution.');
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
    });

const otherSecretHint =
  'Run the command with the service’s HOMECOMING_SECRET, and list earlier secrets in HOMECOMING_OLD_SECRETS. Without them, every entry below looks altered.';

function anchorOf(text: string): Anchor {
  const [, number, hash] = /^([1-9]\d{0,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!hash) throw wrongUse('Use a head that verify-audit printed: NUMBER:HASH.');
  return { number: Number(number), hash };
}

export const auditCommands: Commands<unknown> = [showAudit, verifyLogs];

import { parseArgs } from 'node:util';
import { bad, institutionOption, type Within } from './cli-commands';
import { jsonOption, printRows, type Print } from './cli-output';
import { listEntries, listEntriesBetween, presentEntry } from './features/audit';
import type { Scope } from './platform/scope';

const entriesAtOnce = 1_000;

/** `homecoming audit`: the newest entries of an institution's log as a table, or the whole log as newline-delimited JSON. */
export async function showAudit(args: string[], within: Within, print: Print): Promise<void> {
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
    printRows(print, rows, { json, none: 'The audit log has no such entries.' });
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

import { parseArgs } from 'node:util';
import { institutionOption, type CommandContext, type Commands } from '../../cli/command';
import { Problem } from '../../contract/problems';
import { oneLine } from '../../platform/one-line';
import { loadProfiles, type LoadReport } from '../directory';
import { mappableFields, parseColumnMap } from './column-map';
import { parseDelimiter } from './delimiter';
import type { Fault } from './fault';
import { readCsvRegister, type Register } from './register';

/** The result of loading a register (docs/register.md). */
interface Outcome {
  readonly register: Register;
  /** Undefined where nothing is mapped, so that only the columns are shown. */
  readonly counts: Pick<LoadReport, 'created' | 'updated' | 'unchanged'> | undefined;
  readonly notLoaded: readonly Fault[];
  readonly dryRun: boolean;
}

/** Loads a register. The exit code is 1 where a row wasn't loaded, 2 where none was. */
export async function load(args: string[], { within, print }: CommandContext<unknown>): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...institutionOption,
      map: { type: 'string', multiple: true, default: [] },
      'id-from': { type: 'string', multiple: true, default: [] },
      'generate-ids': { type: 'boolean', default: false },
      delimiter: { type: 'string' },
      encoding: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const { encoding, 'dry-run': dryRun } = values;
  const [file, ...more] = positionals;
  if (!file || more.length) throw new Problem('invalid_request', 'Give one file: homecoming load FILE.csv …');
  const map = parseColumnMap(values.map);
  if (!map.length && !dryRun)
    throw new Problem(
      'invalid_request',
      "Map the columns: add --map 'Header=field' for each. To see the file’s columns first, use --dry-run.",
    );
  const register = await readCsvRegister(file, map, {
    idFrom: values['id-from'],
    generateIds: values['generate-ids'],
    ...(values.delimiter !== undefined && { delimiter: parseDelimiter(values.delimiter) }),
    ...(encoding !== undefined && { encoding }),
  });
  const tell = (outcome: Outcome) => {
    process.exitCode = exitCodeOf(outcome);
    if (values.json) print(JSON.stringify(presentOutcome(outcome), undefined, 2));
    else for (const line of report(outcome)) print(oneLine(line));
  };
  if (!map.length) return tell({ register, counts: undefined, notLoaded: [], dryRun });
  await within(values.institution, async (scope) => {
    const { refused, ...counts } = await loadProfiles(scope, register.drafts, { dryRun });
    const refusals = refused.map(({ draft, reason }) => ({
      line: register.lineOf.get(draft.externalId!)!,
      reason,
    }));
    const notLoaded = [...register.notLoaded, ...refusals].sort((a, b) => a.line - b.line);
    tell({ register, counts, notLoaded, dryRun });
  });
}

const peopleIn = ({ counts }: Outcome) => (counts ? counts.created + counts.updated + counts.unchanged : 0);

function exitCodeOf(outcome: Outcome): number {
  if (!outcome.counts) return 0;
  if (peopleIn(outcome) === 0) return 2;
  return outcome.notLoaded.length ? 1 : 0;
}

function presentOutcome(outcome: Outcome) {
  const { register, counts, notLoaded, dryRun } = outcome;
  const { rows, columns, delimiter, encoding, leftOut } = register;
  return {
    dryRun,
    encoding,
    delimiter,
    columns,
    rows,
    people: peopleIn(outcome),
    ...counts,
    notLoaded,
    leftOut,
  };
}

const mostShown = 100;

/** The report for people, line by line. */
function* report(outcome: Outcome): Generator<string> {
  const { register, counts, notLoaded, dryRun } = outcome;
  const { rows, leftOut, encoding } = register;
  if (dryRun) yield* columnsOf(register);
  if (counts) {
    const { created, updated, unchanged } = counts;
    const people = `${rows} ${rows === 1 ? 'row' : 'rows'}, ${peopleIn(outcome)} people:`;
    yield dryRun
      ? `${people} ${created} would be created, ${updated} updated, ${unchanged} unchanged. Nothing was saved.`
      : `${people} ${created} created, ${updated} updated, ${unchanged} unchanged.`;
  }
  yield* faults(notLoaded, 'row', dryRun ? 'would not be loaded' : 'not loaded');
  yield* faults(leftOut, 'value', dryRun ? 'would be left out' : 'left out');
  if (register.hasLostCharacters)
    yield `Some characters aren’t valid ${encoding}. If the file was saved by Excel on Windows, add --encoding windows-1252.`;
}

function* columnsOf({ columns, rows, delimiter, encoding }: Register): Generator<string> {
  yield `Encoding: ${encoding}. Delimiter: ${delimiter === '\t' ? 'tab' : delimiter}. Columns:`;
  for (const { name, fields, filled, example } of columns) {
    const mapped = fields.length ? `→ ${fields.join(', ')}` : '(not mapped)';
    yield `  ${name || '(no name)'} ${mapped}: filled in ${filled} of ${rows} rows${example === undefined ? '' : `, such as ${shortened(example)}`}`;
  }
}

function* faults(all: readonly Fault[], what: string, fate: string): Generator<string> {
  if (!all.length) return;
  yield `${all.length} ${what}${all.length === 1 ? '' : 's'} ${fate}:`;
  for (const { line, column, reason } of all.slice(0, mostShown))
    yield `  line ${line}${column === undefined ? '' : `, ${column}`}: ${reason}`;
  if (all.length > mostShown) yield `  … and ${all.length - mostShown} more; --json lists them all`;
}

const shortened = (text: string) => (text.length > 60 ? `${[...text].slice(0, 60).join('')}…` : text);

export const loadCommands: Commands<unknown> = {
  load: {
    synopsis: `FILE.csv --institution SLUG --map 'Header=field' [--map …]
[--id-from HEADER …] [--generate-ids] [--dry-run] [--json] [--delimiter CHARACTER] [--encoding NAME]`,
    help: `import alumni from a CSV file (docs/register.md); you can run it again
fields: ${mappableFields.join(', ')}
--id-from, --generate-ids: build IDs from columns, or from whole rows, if no column is mapped to externalId
--dry-run: show the columns and what would change, and save nothing; --json: print the report as JSON
--delimiter, --encoding: set these if they aren't detected correctly
exit code 1: some rows weren't loaded; 2: none were`,
    run: load,
    refusedCode: 2,
  },
};

import { Option } from '@commander-js/extra-typings';
import type { Commands, DeclareCommand } from '../../cli/command';
import { asTyped, repeatable, wrongUse } from '../../cli/options';
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
const load: DeclareCommand<unknown> = (add, { within, print }) =>
  add('load', 'Import alumni from a CSV file. You can run it again at any time.', {
    examples: [
      'load register.csv --institution northbridge --dry-run',
      "load register.csv --institution northbridge --map 'Id=externalId' --map 'Name=fullName'",
    ],
    refusedCode: 2,
  })
    .argument('<file>', 'the CSV file (docs/register.md describes it)')
    .option('--institution <slug>', 'the institution whose directory is loaded; needed with --map')
    .addOption(
      repeatable(
        '--map <header=field>',
        `which column feeds which field, one of ${mappableFields.join(', ')}`,
        asTyped,
      ),
    )
    .option('--dry-run', 'show the columns and what would change, and save nothing')
    .addOption(repeatable('--id-from <header>', 'build IDs from this column, for files without IDs', asTyped))
    .option('--generate-ids', 'build IDs from all mapped columns')
    .addOption(
      new Option(
        '--delimiter <character>',
        "what separates cells, if it isn't detected correctly: one character, or tab",
      ).argParser(parseDelimiter),
    )
    .option('--encoding <name>', "such as windows-1252, for files that aren't UTF-8 or UTF-16")
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      "\nExit code: 0 if every row was loaded, 1 if some rows weren't, 2 if none were or the file can't be used.",
    )
    .action(async (file, options) => {
      const { institution, delimiter, encoding, generateIds = false, dryRun = false, json } = options;
      const map = parseColumnMap(options.map ?? []);
      if (!map.length && !dryRun)
        throw wrongUse(
          "Map the columns: add --map 'Header=field' for each. To see the file’s columns first, use --dry-run.",
        );
      const register = await readCsvRegister(file, map, {
        ...{ idFrom: options.idFrom ?? [], generateIds },
        ...(delimiter !== undefined && { delimiter }),
        ...(encoding !== undefined && { encoding }),
      });
      const tell = (outcome: Outcome) => {
        process.exitCode = exitCodeOf(outcome);
        if (json) print(JSON.stringify(presentOutcome(outcome), undefined, 2));
        else for (const line of report(outcome)) print(oneLine(line));
      };
      if (!map.length) return tell({ register, counts: undefined, notLoaded: [], dryRun });
      if (institution === undefined) throw wrongUse('Specify the institution: --institution <slug>.');
      await within(institution, async (scope) => {
        const { refused, ...counts } = await loadProfiles(scope, register.drafts, { dryRun });
        const refusals = refused.map(({ draft, reason }) => ({
          line: register.lineOf.get(draft.externalId!)!,
          reason,
        }));
        const notLoaded = [...register.notLoaded, ...refusals].sort((a, b) => a.line - b.line);
        tell({ register, counts, notLoaded, dryRun });
      });
    });

export const loadCommands: Commands<unknown> = [load];

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

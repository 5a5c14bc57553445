import { oneLine } from '../platform/one-line';

export type Print = (line: string) => void;

/** A value of a row: dates are shown to the minute in UTC, what is undefined is left empty. */
export type Cell = string | number | boolean | Date | readonly string[] | undefined;
export type Row = Readonly<Record<string, Cell>>;

/**
 * Prints rows as a table for people, or, with `--json`, each as one line of JSON (newline-delimited), without what is undefined.
 * @param none what to say for people where there are no rows
 */
export function printRows(
  print: Print,
  rows: readonly Row[],
  { json, none }: { json: boolean | undefined; none: string },
): void {
  if (json) {
    for (const row of rows) print(JSON.stringify(row));
    return;
  }
  const [first] = rows;
  if (!first) return print(none);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [names.map(titleOf), ...rows.map((row) => names.map((name) => textOf(row[name])))];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => [...line[column]!].length)));
  for (const line of lines)
    print(
      line
        .map((text, column) => padded(text, widths[column]!))
        .join('  ')
        .trimEnd(),
    );
}

const titleOf = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter}`).toUpperCase();

function textOf(cell: Cell): string {
  if (cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 16).replace('T', ' ');
  return oneLine(typeof cell === 'object' ? cell.join(' ') : String(cell));
}

const padded = (text: string, width: number) => text + ' '.repeat(width - [...text].length);

/** All pages of a list, one after the other. */
export async function allOf<T>(
  page: (last: T | undefined, limit: number) => Promise<readonly T[]>,
): Promise<T[]> {
  const all: T[] = [];
  for (;;) {
    const next = await page(all.at(-1), rowsAtOnce);
    all.push(...next);
    if (next.length < rowsAtOnce) return all;
  }
}

const rowsAtOnce = 100;

import { readFile, stat } from 'node:fs/promises';
import type { ProfileCreate } from '../directory';
import { cellValue } from './cell';
import { type ColumnMap, layoutOf, unusable } from './column-map';
import { isFilled } from './csv';
import { findDelimiter, readHeader } from './delimiter';
import { decoded } from './encoding';
import type { Fault } from './fault';
import { identifierOf, type IdOptions } from './ids';
import { People } from './people';

export interface RegisterOptions extends IdOptions {
  /** One character; found out by default. */
  readonly delimiter?: string;
  /** A label of the Encoding Standard, for a file that shows none; UTF-8 by default. */
  readonly encoding?: string;
}

/** What is known of a column without having understood it. */
export interface Column {
  readonly name: string;
  /** What it is mapped to. */
  readonly fields: readonly string[];
  /** How many rows have something in it. */
  filled: number;
  /** The first of that. */
  example?: string;
}

export interface Register {
  /** One a person: rows of one external id are one person with a degree from each. */
  readonly drafts: readonly ProfileCreate[];
  /** On which line of the file each of them begins, by external id. */
  readonly lineOf: ReadonlyMap<string, number>;
  /** Rows with anything in them, without the header. */
  readonly rows: number;
  readonly notLoaded: readonly Fault[];
  /** Values that were left out of rows that are loaded. */
  readonly leftOut: readonly Fault[];
  readonly columns: readonly Column[];
  readonly delimiter: string;
  readonly encoding: string;
  /** There were bytes that the encoding doesn't have. */
  readonly hasLostCharacters: boolean;
}

// A text can't be longer than half a thousand million characters.
const largestFile = 400_000_000;

/**
 * Reads a register from a CSV file with a header (docs/register.md). Unusable rows and values are reported and don't affect other rows.
 * @throws {Problem} invalid_request where the file or the mapping as a whole can't be used
 */
export async function readCsvRegister(
  file: string,
  map: ColumnMap,
  options: RegisterOptions = {},
): Promise<Register> {
  return registerOf(await bytesOf(file), map, options);
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > largestFile)
      throw unusable(`${file} is larger than 400 MB. Split it into smaller files, each with the header.`);
    return await readFile(file);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOENT') throw unusable(`File not found: ${file}.`);
    if (code === 'EISDIR') throw unusable(`${file} is a folder. Enter the path of a file.`);
    if (code === 'EACCES' || code === 'EPERM') throw unusable(`You don’t have permission to read ${file}.`);
    throw error;
  }
}

/** @throws {Problem} invalid_request */
export function registerOf(bytes: Uint8Array, map: ColumnMap, options: RegisterOptions = {}): Register {
  const { text, encoding } = decoded(bytes, options.encoding);
  const { delimiter, reader } = findDelimiter(text, map, options.delimiter);
  const header = readHeader(reader);
  if (!header) throw unusable('The file is empty.');
  if (header.fault) throw unusable(`The header, on line ${header.line}, can’t be read: ${header.fault}.`);
  const layout = layoutOf(map, header.cells);
  const people = new People(layout, map.length ? identifierOf(layout, options) : undefined);
  const survey = new Survey(map, layout.header);
  const width = layout.header.length;
  for (let next = reader.next(width); next; next = reader.next(width)) {
    if (next.fault) people.addUnreadable(next.line, next.fault);
    else if (next.cells.some(isFilled)) {
      survey.add(next.cells);
      people.add(next.line, next.cells);
    }
  }
  const hasLostCharacters = text.includes('\ufffd');
  return { ...people.result(), columns: survey.columns, delimiter, encoding, hasLostCharacters };
}

/** Looks at what the columns have in them. */
class Survey {
  readonly columns: readonly Column[];

  constructor(map: ColumnMap, header: readonly string[]) {
    this.columns = header.map((name) => {
      const fields = map.filter(({ column }) => column === name).map(({ field }) => field);
      return { name, fields, filled: 0 };
    });
  }

  add(cells: readonly string[]): void {
    this.columns.forEach((column, i) => {
      const cell = cells[i];
      if (cell === undefined || !isFilled(cell)) return;
      column.filled++;
      column.example ??= cellValue(cell);
    });
  }
}

import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { TextDecoderStream } from 'node:stream/web';
import { isDeepStrictEqual } from 'node:util';
import { parse, type Info } from 'csv-parse';
import { decodeHTML } from 'entities';
import type { Schema } from '../../contract/document';
import { bodyChecker } from '../../contract/validation';
import { Problem } from '../../contract/problems';
import type { ProfileCreate } from '../directory';

const textFields = [
  'externalId', 'givenName', 'familyName', 'displayName', 'company', 'title', 'industry', 'city', 'country', 'headline',
  'bio', 'photoUrl', 'email', 'birthDate',
] as const; // prettier-ignore
const listFields = ['otherNames', 'skills'] as const;
const degreeFields = ['batchYear', 'programme', 'department', 'degreeKind'] as const;

/** What a column can be mapped to. Of a list field the values stand in one cell, separated by semicolons. */
export const mappableFields = [...textFields, ...listFields, ...degreeFields] as const;
export type MappableField = (typeof mappableFields)[number];

/** Which column feeds which field, by the column's header. */
export type ColumnMap = ReadonlyMap<string, MappableField>;

/** A row that was not taken, and why. */
export interface BadRow {
  /** The line of the file on which the row begins, the header being line 1. */
  readonly line: number;
  readonly reason: string;
}

export interface CsvRegister {
  /** One a person: rows of one external id are one person with a degree from each. */
  readonly drafts: readonly ProfileCreate[];
  readonly rows: number;
  readonly badRows: readonly BadRow[];
}

const checkDraft = bodyChecker({ $ref: '#/components/schemas/ProfileCreate' } satisfies Schema);

/**
 * Reads a register from a CSV file (RFC 4180, UTF-8, a header first).
 * @throws {Problem} invalid_request where the file or the mapping as a whole cannot be used
 */
export async function readCsvRegister(file: string, map: ColumnMap): Promise<CsvRegister> {
  if (![...map.values()].includes('externalId')) {
    throw unusable(
      'Map a column to externalId: without it, loading the file again would make everybody twice.',
    );
  }
  const register = new RegisterBuilder(map);
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true });
  const text = new TextDecoderStream('utf-8', { fatal: true });
  try {
    await pipeline(
      createReadStream(file),
      text as never,
      parser,
      async (records: AsyncIterable<ParsedRecord>) => {
        for await (const { record, info } of records) register.add(record, info.lines);
      },
    );
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code?.startsWith('CSV_')) throw unusable(`The file is not CSV: ${message}.`);
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw unusable('The file is not UTF-8. Save it as “CSV UTF-8” and load it again.');
    if (code === 'ENOENT') throw unusable(`There is no file ${file}.`);
    if (code === 'EISDIR' || code === 'EACCES') throw unusable(`${file} cannot be read.`);
    throw error;
  }
  return register.result();
}

type ParsedRecord = { readonly record: string[]; readonly info: Info };

/** Takes the rows one by one and makes people of them. */
class RegisterBuilder {
  readonly #people = new Map<string, ProfileCreate>();
  readonly #badRows: BadRow[] = [];
  #header: string[] | undefined;
  #rows = 0;
  /** On which the next row begins. */
  #line = 1;

  constructor(private readonly map: ColumnMap) {}

  add(cells: string[], lastLine: number): void {
    const line = this.#line;
    this.#line = lastLine + 1;
    if (!this.#header) {
      this.#header = this.#checkedHeader(cells);
      return;
    }
    this.#rows++;
    try {
      this.#addPerson(this.#header, cells);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#badRows.push({ line, reason: error.message });
    }
  }

  result(): CsvRegister {
    if (!this.#header) throw unusable('The file is empty.');
    return { drafts: [...this.#people.values()], rows: this.#rows, badRows: this.#badRows };
  }

  #checkedHeader(cells: string[]): string[] {
    const header = cells.map((cell) => cell.trim());
    const missing = [...this.map.keys()].filter((column) => !header.includes(column));
    if (missing.length) {
      throw unusable(
        `The file has no column ${missing.map((name) => `“${name}”`).join(', ')}. It has: ${header.join(', ')}.`,
      );
    }
    return header;
  }

  #addPerson(header: readonly string[], cells: readonly string[]): void {
    if (cells.length !== header.length)
      throw unusable(`It has ${cells.length} cells, the header ${header.length}.`);
    const draft = this.#draftOf(header, cells);
    const { externalId } = draft;
    if (externalId === undefined) throw unusable('It has no external id.');
    if (!draft.givenName && !draft.familyName && !draft.displayName) throw unusable('It has no name.');
    checkDraft(draft);
    const known = this.#people.get(externalId);
    const whole = known ? merged(known, draft) : draft;
    if (known) checkDraft(whole);
    this.#people.set(externalId, whole);
  }

  #draftOf(header: readonly string[], cells: readonly string[]): ProfileCreate {
    const values = new Map<MappableField, string>();
    header.forEach((column, i) => {
      const field = this.map.get(column);
      const value = cellValue(cells[i]!);
      if (field && value !== undefined && !values.has(field)) values.set(field, value);
    });
    const draft: Record<string, unknown> = {};
    for (const field of textFields) if (values.has(field)) draft[field] = values.get(field);
    for (const field of listFields) {
      const items = values
        .get(field)
        ?.split(';')
        .map((item) => item.trim())
        .filter(Boolean);
      if (items?.length) draft[field] = items;
    }
    if (degreeFields.some((field) => values.has(field))) draft.degrees = [degreeOf(values)];
    return draft;
  }
}

function degreeOf(values: ReadonlyMap<MappableField, string>): unknown {
  const year = values.get('batchYear');
  if (year === undefined) throw unusable('It has a degree without a batch year.');
  return {
    // What is no number stays text, for the contract to refuse it by name.
    batchYear: /^\d+$/.test(year) ? Number(year) : year,
    ...(values.has('programme') && { programme: values.get('programme') }),
    ...(values.has('department') && { department: values.get('department') }),
    ...(values.has('degreeKind') && { kind: values.get('degreeKind') }),
  };
}

/** What a cell says: entities of HTML decoded, spaces collapsed; undefined where it is empty or an empty date. */
function cellValue(cell: string): string | undefined {
  const value = decodeHTML(cell)
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
  return value === '' || value === '0000-00-00' ? undefined : value;
}

/** Another row of the same person: what the rows before did not say, and one more degree. */
function merged(known: ProfileCreate, row: ProfileCreate): ProfileCreate {
  const degrees = [...(known.degrees ?? [])];
  for (const degree of row.degrees ?? []) {
    if (!degrees.some((each) => isDeepStrictEqual(each, degree))) degrees.push(degree);
  }
  return { ...row, ...known, ...(degrees.length && { degrees }) };
}

function unusable(detail: string): Problem {
  return new Problem('invalid_request', detail);
}

/**
 * A mapping as it is written on a command line: `Header=field`.
 * @throws {Problem} invalid_request
 */
export function parseColumnMap(texts: readonly string[]): ColumnMap {
  const map = new Map<string, MappableField>();
  for (const text of texts) {
    const at = text.lastIndexOf('=');
    const [column, field] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    if (at < 1 || !mappableFields.includes(field as MappableField)) {
      throw unusable(
        `“${text}” is no mapping. Write 'Header=field', the field one of: ${mappableFields.join(', ')}.`,
      );
    }
    if (map.has(column)) throw unusable(`The column “${column}” is mapped twice.`);
    map.set(column, field as MappableField);
  }
  return map;
}

import { type ColumnMap, columnName, unusable } from './column-map';
import { CsvReader, type CsvRecord, isFilled } from './csv';

const likely = [',', ';', '\t', '|'];

/**
 * What separates the cells of a file: as named, as a first line `sep=;` says, or the one by which the header has most of the mapped
 * columns (most columns, if nothing is mapped). And where the header begins.
 */
export function findDelimiter(
  text: string,
  map: ColumnMap,
  named?: string,
): { delimiter: string; reader: CsvReader } {
  const [said = '', ofFile] = /^"?sep=([^\r\n])"?[^\S\r\n]*(?:\r\n|\r|\n|$)/i.exec(text) ?? [];
  const begin = { at: said.length, line: said ? 2 : 1 };
  const candidates = [named ?? ofFile ?? likely].flat();
  const tried = candidates.map((delimiter) => {
    const header = readHeader(new CsvReader(text, delimiter, begin));
    const names = new Set(header?.cells.map(columnName));
    return { delimiter, found: map.filter(({ column }) => names.has(column)).length, names: names.size };
  });
  const [best] = tried.sort((a, b) => b.found - a.found || b.names - a.names);
  return { delimiter: best!.delimiter, reader: new CsvReader(text, best!.delimiter, begin) };
}

/** The first record that has anything in it. */
export function readHeader(reader: CsvReader): CsvRecord | undefined {
  for (let next = reader.next(); next; next = reader.next())
    if (next.fault || next.cells.some(isFilled)) return next;
  return undefined;
}

/** A delimiter as it is named on a command line. @throws {Problem} invalid_request */
export function parseDelimiter(text: string): string {
  const delimiter = text === 'tab' || text === '\\t' ? '\t' : text;
  if (/^[^"\r\n\s\w]$|^\t$/.test(delimiter)) return delimiter;
  throw unusable(
    `“${text}” can’t be used as a delimiter. Use a single character, such as , or ; or |, or the word tab.`,
  );
}

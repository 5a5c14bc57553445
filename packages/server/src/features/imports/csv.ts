import { visibleText } from '../directory';

/**
 * A CSV file, one record at a time (RFC 4180, any line ends, any delimiter). Reading never fails: a record that can't be read is
 * given with its fault, and the next line is a record again, whatever stood on this one.
 */
export interface CsvRecord {
  /** The line on which the record begins, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Why there are no cells. */
  readonly fault?: string;
}

// Longer than any cell of a spreadsheet (32,767 characters): so far is looked for the end of a quoted cell.
const longestQuoted = 40_000;

const unclosed = 'a quotation mark is never closed';

const lineEnds = /\r\n|\r|\n/g;

/** Whether there is anything to be seen in a cell. */
export const isFilled = (cell: string): boolean => visibleText(cell) !== '';

export class CsvReader {
  #at: number;
  #line: number;

  constructor(
    private readonly text: string,
    private readonly delimiter: string,
    begin: { readonly at: number; readonly line: number } = { at: 0, line: 1 },
  ) {
    this.#at = begin.at;
    this.#line = begin.line;
  }

  /**
   * @param width how many cells a record has, as far as known. Quotes can make one cell of several lines; if that doesn't lead to a
   * whole record, the quote on the first line was a mistake, and the other lines are records of their own.
   */
  next(width?: number): CsvRecord | undefined {
    if (this.#at >= this.text.length) return undefined;
    const [start, line] = [this.#at, this.#line];
    const end = this.#lineEndFrom(start);
    const first = this.text.slice(start, end);
    if (!first.includes('"')) {
      this.#goTo(end, 0);
      return { line, cells: first.split(this.delimiter) };
    }
    const record = this.#quotedRecord(start);
    if (!record) {
      this.#goTo(end, 0);
      return { line, cells: [], fault: unclosed };
    }
    const lines = this.text.slice(start, record.end).match(lineEnds)?.length ?? 0;
    if (lines > 0 && width !== undefined && !this.#isWhole(record.cells, width, start, record.end)) {
      this.#goTo(end, 0);
      return { line, cells: [], fault: unclosed };
    }
    this.#goTo(record.end, lines);
    return { line, cells: record.cells };
  }

  /** Of a record over several lines: whether it has as many cells as it should, and none of its lines is a record by itself. */
  #isWhole(cells: readonly string[], width: number, start: number, end: number): boolean {
    const filled = cells.findLastIndex(isFilled) + 1;
    if (filled > width) return false;
    if (cells.length >= width) return true;
    const inner = this.text.slice(start, end).split(lineEnds).slice(1);
    return !inner.some((line) => line.split(this.delimiter).length >= width);
  }

  #quotedRecord(start: number): { cells: string[]; end: number } | undefined {
    const { text, delimiter } = this;
    const cells: string[] = [];
    let at = start;
    for (;;) {
      const open = this.#skipSpaces(at);
      let end: number;
      if (text[open] === '"') {
        const close = this.#closingQuote(open);
        const lineEnd = this.#lineEndFrom(open);
        if (close !== undefined) {
          cells.push(text.slice(open + 1, close).replaceAll('""', '"'));
          end = this.#skipSpaces(close + 1);
        } else {
          // Quotes that begin and end on one line but not with a cell are part of the text.
          const last = this.#cellEnd(open, lineEnd);
          if (!text.slice(open + 1, last).includes('"')) return undefined;
          cells.push(withoutOuterQuotes(text.slice(open, last)));
          end = last;
        }
      } else {
        end = this.#cellEnd(at, this.#lineEndFrom(at));
        cells.push(text.slice(at, end));
      }
      if (text[end] !== delimiter) return { cells, end };
      at = end + 1;
    }
  }

  /** The quote that ends the cell: followed by a delimiter or a line end, while `""` is a quote of the text. */
  #closingQuote(open: number): number | undefined {
    const { text, delimiter } = this;
    for (let from = open + 1; ;) {
      const quote = text.indexOf('"', from);
      if (quote < 0 || quote - open > longestQuoted) return undefined;
      if (text[quote + 1] === '"') {
        from = quote + 2;
        continue;
      }
      const after = text[this.#skipSpaces(quote + 1)];
      const ends = after === undefined || after === delimiter || after === '\n' || after === '\r';
      return ends ? quote : undefined;
    }
  }

  #cellEnd(from: number, lineEnd: number): number {
    const length = this.text.slice(from, lineEnd).indexOf(this.delimiter);
    return length < 0 ? lineEnd : from + length;
  }

  #skipSpaces(at: number): number {
    let next = at;
    while (this.text[next] === ' ') next++;
    return next;
  }

  #lineEndFrom(at: number): number {
    lineEnds.lastIndex = at;
    return lineEnds.exec(this.text)?.index ?? this.text.length;
  }

  /** Past the line end at `end`, which follows so many others of the same record. */
  #goTo(end: number, lines: number): void {
    this.#at = this.text.startsWith('\r\n', end) ? end + 2 : end + 1;
    this.#line += lines + 1;
  }
}

function withoutOuterQuotes(cell: string): string {
  const text = cell.trimEnd();
  return text.length > 1 && text.endsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}

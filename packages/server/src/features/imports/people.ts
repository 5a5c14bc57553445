import { isDeepStrictEqual } from 'node:util';
import { displayNameOf, type ProfileCreate, sharesName } from '../directory';
import { type Layout, listFields } from './column-map';
import { isFilled } from './csv';
import { draftOf, itemWords, type LeaveOut } from './draft';
import { type Fault, UnusableRow } from './fault';
import type { Identifier } from './ids';
import { mostItems, quoted } from './values';

type Person = { readonly draft: ProfileCreate; readonly line: number };

/** The people of a register, as its rows make them. */
export class People {
  readonly #people = new Map<string, Person>();
  readonly #notLoaded: Fault[] = [];
  readonly #leftOut: Fault[] = [];
  #rows = 0;

  constructor(
    private readonly layout: Layout,
    private readonly identifier: Identifier | undefined,
  ) {}

  /** An unusable row doesn't affect the others. */
  add(line: number, cells: readonly string[]): void {
    this.#rows++;
    if (!this.identifier) return;
    const leftOut: Fault[] = [];
    const leaveOut = (column: string, reason: string) => leftOut.push({ line, column, reason });
    try {
      this.#checkWidth(cells);
      const externalId = this.identifier.idOf(cells);
      const draft = { externalId, ...draftOf(this.layout, cells, leaveOut) };
      const known = this.#people.get(externalId);
      const whole = known
        ? { draft: this.#merged(known, draft, this.identifier, leaveOut), line: known.line }
        : { draft, line };
      this.#people.set(externalId, whole);
    } catch (error) {
      if (!(error instanceof UnusableRow)) throw error;
      return this.#refuse(line, error);
    }
    this.#leftOut.push(...leftOut);
  }

  /** A row that couldn't even be read. */
  addUnreadable(line: number, reason: string): void {
    this.#rows++;
    this.#refuse(line, { reason });
  }

  #refuse(line: number, { column, reason }: Pick<UnusableRow, 'reason' | 'column'>): void {
    this.#notLoaded.push({ line, ...(column !== undefined && { column }), reason });
  }

  /** Missing cells at the end are empty; others than those of the header can't be told whose they are. */
  #checkWidth(cells: readonly string[]): void {
    const width = this.layout.header.length;
    const last = cells.findLastIndex(isFilled) + 1;
    if (last > width)
      throw new UnusableRow(
        `the row has ${last} cells, but the header has ${width}; put cells that contain the delimiter in quotation marks`,
      );
  }

  /** Another row of the same person: what the rows before didn't say, and one more degree. */
  #merged(
    { draft: known, line }: Person,
    row: ProfileCreate,
    { columns, isMade }: Identifier,
    leaveOut: LeaveOut,
  ): ProfileCreate {
    const id = quoted(known.externalId!);
    if (!sharesName(known, row))
      throw new UnusableRow(
        `${id} is also the ID of ${quoted(displayNameOf(known))} on line ${line}, who has a different name`,
        columns,
      );
    const differs =
      isMade &&
      (['birthDate', 'email'] as const).find(
        (field) => known[field] && row[field] && known[field] !== row[field],
      );
    if (differs)
      throw new UnusableRow(
        `line ${line} gets the same ID, ${id}, but has a different ${differs === 'email' ? 'email address' : 'birth date'}; build IDs from more columns`,
        columns,
      );
    const lists = Object.fromEntries(
      (['degrees', ...listFields] as const).flatMap((field) => {
        const items = distinct([...(known[field] ?? []), ...(row[field] ?? [])]);
        const most = mostItems(field);
        if (items.length > most)
          leaveOut(
            columns,
            `${id} has more than ${most} ${itemWords[field][1]}; only the first ${most} are kept`,
          );
        return items.length ? [[field, items.slice(0, most)]] : [];
      }),
    );
    return { ...row, ...known, ...lists };
  }

  result() {
    const people = [...this.#people.values()];
    return {
      drafts: people.map(({ draft }) => draft),
      lineOf: new Map(people.map(({ draft, line }) => [draft.externalId!, line])),
      rows: this.#rows,
      notLoaded: this.#notLoaded,
      leftOut: this.#leftOut,
    };
  }
}

const distinct = (items: readonly unknown[]): unknown[] =>
  items.filter((item, i) => items.findIndex((other) => isDeepStrictEqual(other, item)) === i);

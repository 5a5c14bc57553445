import { createHash } from 'node:crypto';
import { cellValue, isRoundedNumber } from './cell';
import { columnName, type Layout, placeOf, unusable } from './column-map';
import { UnusableRow } from './fault';
import { findFault, quoted } from './values';

/** Where the external ids of a register come from, if no column has them. */
export interface IdOptions {
  /** The columns that the id is made from. */
  readonly idFrom?: readonly string[];
  /** The id is made from all mapped columns. */
  readonly generateIds?: boolean;
}

/** Gives rows their external ids. */
export interface Identifier {
  /** @throws {UnusableRow} */
  readonly idOf: (cells: readonly string[]) => string;
  /** Where the ids stand, or what they are made from. */
  readonly columns: string;
  /** Made here, so that two people may come to the same. */
  readonly isMade: boolean;
}

const longestId = 200;

/** @throws {Problem} invalid_request unless there is exactly one source of ids */
export function identifierOf(layout: Layout, { idFrom = [], generateIds = false }: IdOptions): Identifier {
  const place = layout.single.get('externalId');
  if (Number(place !== undefined) + Number(idFrom.length > 0) + Number(generateIds) !== 1)
    throw unusable(
      'Choose where each person’s ID comes from: map a column to externalId, build IDs from columns that identify people (--id-from Name --id-from Born), or build them from whole rows (--generate-ids).',
    );
  if (place)
    return { idOf: (cells) => idIn(cells[place.at], place.column), columns: place.column, isMade: false };
  if (generateIds) {
    const idOf = (cells: readonly string[]) => `row-${digest(mappedValues(layout, cells)).slice(0, 32)}`;
    return { idOf, columns: 'all mapped columns', isMade: true };
  }
  const columns = idFrom.map(columnName);
  const places = columns.map((column) => placeOf(layout.header, column));
  const idOf = (cells: readonly string[]) =>
    idFromValues(
      places.map(({ at }) => cells[at]),
      columns.join(', '),
    );
  return { idOf, columns: columns.join(', '), isMade: true };
}

/** In small letters, so that it stays the same when somebody only changes these. */
function idFromValues(cells: readonly (string | undefined)[], columns: string): string {
  const values = cells.map((cell = '') => cellValue(cell)?.toLowerCase());
  const found = values.filter((value) => value !== undefined);
  if (!found.length) throw new UnusableRow('empty, but the ID is built from it', columns);
  const id = found.join(' · ');
  return id.length > longestId ? digest(found) : id;
}

function idIn(cell: string | undefined, column: string): string {
  const id = cellValue(cell ?? '');
  if (id === undefined) throw new UnusableRow('empty, but every row needs an ID', column);
  if (isRoundedNumber(id))
    throw new UnusableRow(
      `${quoted(id)} is a number that a spreadsheet rounded; export the column as text`,
      column,
    );
  const fault = findFault.externalId(id, 'the ID');
  if (fault) throw new UnusableRow(fault, column);
  return id;
}

function mappedValues({ single, lists }: Layout, cells: readonly string[]): (string | null)[] {
  const places = [...single.values(), ...[...lists.values()].flat()];
  const at = [...new Set(places.map((place) => place.at))].sort((a, b) => a - b);
  return at.map((place) => cellValue(cells[place] ?? '') ?? null);
}

const digest = (values: readonly (string | null)[]) =>
  createHash('sha256').update(JSON.stringify(values)).digest('hex');

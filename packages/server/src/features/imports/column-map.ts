import { Problem } from '../../contract/problems';
import { visibleText } from '../directory';

export const textFields = [
  'externalId', 'givenName', 'familyName', 'displayName', 'company', 'title', 'industry', 'city', 'country', 'headline',
  'bio', 'photoUrl', 'email', 'birthDate',
] as const; // prettier-ignore
export const listFields = ['otherNames', 'skills', 'links'] as const;
export const degreeFields = ['batchYear', 'programme', 'department', 'degreeKind'] as const;

/**
 * What a column can be mapped to. Of a list field several columns are collected, and several values of one cell; `fullName` is a whole
 * name, split into given and family name.
 */
export const mappableFields = [...textFields, 'fullName', ...listFields, ...degreeFields] as const;
export type MappableField = (typeof mappableFields)[number];
export type ListField = (typeof listFields)[number];
export type SingleField = Exclude<MappableField, ListField>;

export const isListField = (field: MappableField): field is ListField =>
  listFields.includes(field as ListField);

/** One column feeds one field; a column may feed several. */
export interface Mapping {
  readonly column: string;
  readonly field: MappableField;
}
export type ColumnMap = readonly Mapping[];

/** A mapping that has been found in a file's header. */
interface Place {
  readonly column: string;
  readonly at: number;
}

/** Where in a row each field stands. */
export interface Layout {
  readonly header: readonly string[];
  readonly single: ReadonlyMap<SingleField, Place>;
  readonly lists: ReadonlyMap<ListField, readonly Place[]>;
}

/** A header's cell, or a column as it is named on a command line: compared as it is seen. */
export const columnName = (text: string): string => visibleText(text.replace(/\s+/g, ' '));

/**
 * A mapping as it is written on a command line: `Header=field`.
 * @throws {Problem} invalid_request
 */
export function parseColumnMap(texts: readonly string[]): ColumnMap {
  const map = texts.map(parseMapping);
  for (const [i, { column, field }] of map.entries()) {
    const earlier = map.slice(0, i).find((each) => each.field === field);
    if (!earlier) continue;
    if (earlier.column === column) throw unusable(`The column “${column}” is mapped to ${field} twice.`);
    if (!isListField(field))
      throw unusable(
        `The columns “${earlier.column}” and “${column}” are both mapped to ${field}, which holds a single value. Map only one of them.`,
      );
  }
  const whole = map.find(({ field }) => field === 'fullName');
  const part = map.find(({ field }) => field === 'givenName' || field === 'familyName');
  if (whole && part)
    throw unusable(
      `The column “${whole.column}” is mapped to fullName, which sets givenName and familyName, and “${part.column}” to ${part.field}. Map only one of them.`,
    );
  const ofDegree = map.find(({ field }) => degreeFields.includes(field as 'programme'));
  if (ofDegree && !map.some(({ field }) => field === 'batchYear'))
    throw unusable(
      `The column “${ofDegree.column}” is mapped to ${ofDegree.field}, which needs a graduation year. Map a column to batchYear too.`,
    );
  return map;
}

function parseMapping(text: string): Mapping {
  const at = text.lastIndexOf('=');
  const [column, field] = [columnName(text.slice(0, Math.max(at, 0))), text.slice(at + 1).trim()];
  if (!column || !mappableFields.includes(field as MappableField)) {
    throw unusable(
      `“${text}” isn’t a mapping. Use 'Header=field', where field is one of: ${mappableFields.join(', ')}.`,
    );
  }
  return { column, field: field as MappableField };
}

/**
 * @param cells the header
 * @throws {Problem} invalid_request where a mapped column is missing, or occurs twice
 */
export function layoutOf(map: ColumnMap, cells: readonly string[]): Layout {
  const header = cells.map(columnName);
  const single = new Map<SingleField, Place>();
  const lists = new Map<ListField, Place[]>();
  for (const { column, field } of map) {
    const place = placeOf(header, column);
    if (isListField(field)) lists.set(field, [...(lists.get(field) ?? []), place]);
    else single.set(field, place);
  }
  return { header, single, lists };
}

/** @throws {Problem} invalid_request */
export function placeOf(header: readonly string[], column: string): Place {
  const at = header.indexOf(column);
  if (at < 0)
    throw unusable(
      `The file has no column “${column}”. Its columns are: ${header.filter(Boolean).join(', ')}.`,
    );
  if (header.includes(column, at + 1))
    throw unusable(`The file has two columns named “${column}”. Rename the one that you don’t need.`);
  return { column, at };
}

export const unusable = (detail: string) => new Problem('invalid_request', detail);

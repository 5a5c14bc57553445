import type { ErrorObject } from 'ajv';
import { contract, type Schema } from '../../contract/document';
import { validatorOf } from '../../contract/validation';
import { isEmptyMark, isPlaceholder, isSpreadsheetError } from './cell';
import { degreeFields, type ListField, listFields, textFields } from './column-map';

type CheckedField = (typeof textFields)[number] | (typeof degreeFields)[number] | ListField;

/**
 * Says what is wrong with a value, or an item of a list; undefined where nothing is.
 * @param what how to call it
 */
type FindFault = (value: string | number, what?: string) => string | undefined;

// Where in the contract a field stands that isn't a text of ProfileCreate.
const places: Partial<Record<CheckedField, string>> = {
  otherNames: 'ProfileCreate/properties/otherNames/items',
  skills: 'ProfileCreate/properties/skills/items',
  links: 'Link/properties/url',
  batchYear: 'BatchYear',
  programme: 'DegreeWrite/properties/programme',
  department: 'DegreeWrite/properties/department',
  degreeKind: 'DegreeWrite/properties/kind',
};

const names: readonly CheckedField[] = ['givenName', 'familyName', 'displayName', 'otherNames'];

/** Of each field a finder of faults; what a value must be is the contract's to say. */
export const findFault = Object.fromEntries(
  [...textFields, ...degreeFields, ...listFields].map((field) => [field, faultFinder(field)]),
) as Readonly<Record<CheckedField, FindFault>>;

const { properties } = contract.components.schemas.ProfileCreate as Schema;

/** How many items a list may have, by the contract. */
export const mostItems = (field: ListField | 'degrees'): number => Number(properties![field]!.maxItems);

function faultFinder(field: CheckedField): FindFault {
  const place = places[field] ?? `ProfileCreate/properties/${field}`;
  const validate = validatorOf({ $ref: `#/components/schemas/${place}` });
  const isName = names.includes(field);
  return (value, what = 'the value') => {
    if (typeof value === 'string') {
      if (value.includes('\ufffd')) return `${what} has unreadable characters; check the file’s encoding`;
      if (isSpreadsheetError(value)) return `${quoted(value)} is an error from a spreadsheet formula`;
      if (isEmptyMark(value) || (!isName && isPlaceholder(value))) return `${quoted(value)} isn’t a value`;
    }
    return validate(value) ? undefined : reasonOf(field, validate.errors![0]!, value, what);
  };
}

function reasonOf(
  field: CheckedField,
  { keyword, params }: ErrorObject,
  value: string | number,
  what: string,
): string {
  if (keyword === 'maxLength') return `${what} is longer than ${params.limit} characters`;
  if (field === 'email') return `${quoted(value)} isn’t an email address`;
  if (field === 'birthDate') return `${quoted(value)} isn’t a date in the form 1867-11-07`;
  if (field === 'photoUrl' || field === 'links')
    return `${quoted(value)} isn’t a web address that starts with https://`;
  return `${quoted(value)} isn’t valid`;
}

const mostQuoted = 40;

export function quoted(value: string | number): string {
  const characters = [...String(value)];
  return `“${characters.length > mostQuoted ? `${characters.slice(0, mostQuoted).join('')}…` : value}”`;
}

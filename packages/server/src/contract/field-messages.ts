import type { ErrorObject } from 'ajv/dist/2020.js';

const kinds: Readonly<Record<string, string>> = {
  array: 'an array',
  boolean: 'true or false',
  integer: 'an integer',
  null: 'null',
  number: 'a number',
  object: 'an object',
  string: 'a string',
};

const formats: Readonly<Record<string, string>> = {
  date: 'a date (YYYY-MM-DD)',
  'date-time': 'a time, such as 2026-11-21T09:30:00Z',
  'idn-email': 'an email address',
  'web-address': 'an http or https URL',
};

export const isIdError = (error: ErrorObject): boolean =>
  error.keyword === 'pattern' && String(error.params.pattern).includes('_[0-7]');

const count = (limit: number, one: string, many: string) => `${limit} ${limit === 1 ? one : many}`;

/** What is wrong with a field, worded to follow its path: “/degrees/0/batchYear must be an integer”. */
export function messageOf(error: ErrorObject): string {
  const { keyword } = error;
  const params = error.params as Record<string, unknown>;
  const limit = Number(params.limit);
  switch (keyword) {
    case 'additionalProperties':
      return 'is unknown';
    case 'required':
      return 'is required';
    case 'enum':
      return `must be one of ${(params.allowedValues as unknown[]).map((value) => JSON.stringify(value)).join(', ')}`;
    case 'pattern':
      return isIdError(error) ? 'must be an ID of the right kind' : `must match ${String(params.pattern)}`;
    case 'type':
      return `must be ${[params.type]
        .flat()
        .map((type) => kinds[String(type)])
        .join(' or ')}`;
    case 'format':
      return `must be ${formats[String(params.format)] ?? `a valid ${String(params.format)}`}`;
    case 'minimum':
      return `must be at least ${limit}`;
    case 'maximum':
      return `must be at most ${limit}`;
    case 'minLength':
      return limit === 1 ? 'must not be empty' : `must have at least ${limit} characters`;
    case 'maxLength':
      return `must have at most ${count(limit, 'character', 'characters')}`;
    case 'minItems':
      return limit === 1 ? 'must not be empty' : `must have at least ${limit} items`;
    case 'maxItems':
      return `must have at most ${count(limit, 'item', 'items')}`;
    case 'uniqueItems':
      return 'must not have duplicate items';
    case 'minProperties':
      return `must have at least ${count(limit, 'property', 'properties')}`;
    case 'maxProperties':
      return `must have at most ${count(limit, 'property', 'properties')}`;
    default:
      return error.message ?? 'is invalid';
  }
}

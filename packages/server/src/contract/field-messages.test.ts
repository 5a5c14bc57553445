import { describe, expect, it } from 'vitest';
import type { Schema } from './document';
import { Problem } from './problems';
import { bodyChecker } from './validation';

function messageFor(schema: Schema, value: unknown): string | undefined {
  try {
    bodyChecker(schema)(value);
  } catch (error) {
    return (error as Problem).more.errors?.[0]?.message;
  }
  return undefined;
}

describe('a field error says in plain English what the field must be', () => {
  it.each<[Schema, unknown, string]>([
    [{ type: 'integer' }, 'a', 'must be an integer'],
    [{ type: ['string', 'null'] }, 1, 'must be a string or null'],
    [{ type: 'string', maxLength: 2 }, 'abc', 'must have at most 2 characters'],
    [{ type: 'string', minLength: 1 }, '', 'must not be empty'],
    [{ type: 'array', minItems: 1 }, [], 'must not be empty'],
    [{ type: 'array', maxItems: 1 }, [1, 2], 'must have at most 1 item'],
    [{ type: 'array', uniqueItems: true }, [1, 1], 'must not have duplicate items'],
    [{ type: 'integer', maximum: 100 }, 101, 'must be at most 100'],
    [{ type: 'integer', minimum: 1 }, 0, 'must be at least 1'],
    [{ type: 'string', format: 'web-address' }, 'x', 'must be an http or https URL'],
    [{ type: 'string', format: 'uri' }, 'x', 'must be a valid uri'],
    [{ type: 'object', minProperties: 1 }, {}, 'must have at least 1 property'],
    [{ type: 'object', required: ['a'] }, {}, 'is required'],
    [{ type: 'object', additionalProperties: false }, { a: 1 }, 'is unknown'],
    [{ enum: ['a', 'b'] }, 'c', 'must be one of "a", "b"'],
  ])('%j given %j: %s', (schema, value, message) => {
    expect(messageFor(schema, value)).toBe(message);
  });
});

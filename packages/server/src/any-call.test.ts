import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Operation, operations, resolve, type Schema } from './contract/document';
import { expectSound } from './testing/contract-walk/answers';
import { callOf } from './testing/contract-walk/calls';
import { makers } from './testing/contract-walk/makers';
import { openSchools, ours, send, theirs } from './testing/contract-walk/school';

beforeAll(openSchools);

describe('whatever is sent', () => {
  it('is answered as the contract says', { timeout: 600_000 }, async () => {
    const subject = await makers.prof!(ours);
    const keys = [ours.secretKey, ours.publishableKey, theirs.secretKey, 'sk_test_nothing'];
    const call = fc.constantFrom(...operations).chain((operation) =>
      fc.record({
        operation: fc.constant(operation),
        key: fc.oneof({ weight: 6, arbitrary: fc.constant(keys[0]!) }, fc.constantFrom(...keys)),
        path: fc.record(
          Object.fromEntries(
            operation.parameters
              .filter((each) => each.in === 'path')
              .map(({ name }) => [
                name,
                fc.oneof({ weight: 3, arbitrary: fc.constant(subject) }, anyText.map(escaped), rawText),
              ]),
          ),
        ),
        query: fc.array(anyQuery(operation), { maxLength: 4 }),
        body: operation.body ? near(Object.values(operation.body)[0]!.schema) : fc.constant(undefined),
      }),
    );
    await fc.assert(
      fc.asyncProperty(call, async ({ operation, key, path, query, body }) => {
        const asked = callOf(
          operation,
          { path, query, body: JSON.stringify(body ?? {}) },
          { 'Homecoming-Key': key },
        );
        const answer = await send(asked);
        // An empty or dotted id leads to another operation, or to none.
        const other =
          operation.parameters.some((each) => each.in === 'path') &&
          Object.values(path).some((id) => /^[./?#]|^$|^%2e/i.test(id));
        if (other) expect(answer.status).toBeLessThan(500);
        else expectSound(operation, answer, `${asked.method} ${asked.path} ${String(asked.body)}`);
      }),
      {
        seed: 2026,
        numRuns: process.env.HOMECOMING_LONG ? 20_000 : 400,
        endOnFailure: Boolean(process.env.HOMECOMING_LONG),
      },
    );
  });
});

/** Half a surrogate pair has no UTF-8: it is sent as a browser would send it. */
const escaped = (text: string) => encodeURIComponent(Buffer.from(text).toString());

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        'ﷺ',
        'İ',
        'ß',
        '㌀',
        "'",
        '\\',
        '"',
        ':*',
        '!',
        '&',
        '|',
        '<->',
        '%',
        '_',
        '½',
        'ﬃ',
        '東',
        'ア',
        '한',
        '\u0301',
        '\u200d',
        '𝅘𝅥𝅮',
        'a',
        'o’',
        ' ',
      ),
      { maxLength: 20 },
    )
    .map((all) => all.join('')),
);
const rawText = fc.constantFrom('%00', '%ED%A0%80', '%FF', '%', '%2e%2e', '%2F', '1e400', '-1', '0', '');

function anyQuery(operation: Operation): fc.Arbitrary<readonly [string, string]> {
  const known = operation.parameters.filter((each) => each.in === 'query');
  const unknown = fc.tuple(anyText.map(escaped), rawText);
  if (!known.length) return unknown;
  const one = fc
    .constantFrom(...known)
    .chain(({ name, schema }) =>
      fc.tuple(
        fc.constant(name),
        fc.oneof({ weight: 6, arbitrary: near(schema).map((value) => escaped(String(value))) }, rawText),
      ),
    );
  return fc.oneof({ weight: 20, arbitrary: one }, unknown);
}

/** Mostly what a schema accepts, so that much gets past the checks; now and then anything. */
function near(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 30, arbitrary: fitting(resolve<Schema>(schema)) },
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom<unknown>('\0', '\ud800', null, -1, 1e308, ''),
  );
}

function fitting(schema: Schema): fc.Arbitrary<unknown> {
  const types = [schema.type].flat();
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  if (schema.properties) {
    const required = (schema.required ?? []) as string[];
    return fc.record(
      Object.fromEntries(Object.entries(schema.properties).map(([name, each]) => [name, near(each)])),
      { requiredKeys: required },
    );
  }
  if (types.includes('array')) return fc.array(near(schema.items!), { maxLength: 4 });
  if (schema.format === 'idn-email') return fc.emailAddress();
  if (schema.format === 'web-address') return fc.webUrl();
  if (types.includes('integer') && !types.includes('string')) {
    return fc.integer({ min: Number(schema.minimum ?? 0), max: Number(schema.maximum ?? 3000) });
  }
  if (types.includes('integer')) return fc.integer({ min: 1900, max: 2030 });
  if (types.includes('boolean')) return fc.boolean();
  return anyText;
}

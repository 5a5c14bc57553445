import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Operation, resolve, type Schema } from '../../contract/document';
import { largestJson } from '../../http/body';
import { expectRefusal, expectSound } from './answers';
import { acceptedParts, callOf, exampleBytes, named, type Parts, takesJson } from './calls';
import { ours, send } from './school';

/** Refuses whatever is no body that the contract describes. */
export function walkBodies(operations: readonly Operation[]): void {
  const withBody = operations.filter(({ body }) => body);
  const withJson = withBody.filter(takesJson);
  const withBytes = withBody.filter((operation) => !takesJson(operation));
  describe.each(named(withJson))('%s', (_, operation) => {
    const schema = Object.values(operation.body!)[0]!.schema;
    let parts: Parts;
    beforeAll(async () => {
      parts = await acceptedParts(operation, ours);
    });
    const withText = (body: string) => callOf(operation, { ...parts, body });

    it('withstands malformed values at every place of its body', async () => {
      for (const { steps, schema: at } of placesOf(schema)) {
        const types = [at.type].flat().map(String);
        for (const [what, text, accepts] of malformedJson) {
          const answer = await send(withText(bodyWith(parts.body, steps, text)));
          const where = `/${steps.join('/')}: ${what}`;
          expectSound(operation, answer, where);
          const accepted = accepts.some((type) => types.includes(type));
          if (!accepted) expect([400, 413], `${where}: ${answer.text}`).toContain(answer.status);
        }
      }
    });

    it('refuses properties that it does not know, at every depth', async () => {
      const objects = [
        { steps: [] as (string | number)[], schema: resolve<Schema>(schema) },
        ...placesOf(schema),
      ].filter((each) => each.schema.properties);
      for (const { steps } of objects) {
        for (const name of ['__proto__', 'constructor', 'id', 'institutionId', 'a\0b', '\ud800', '']) {
          const unique = 'unknown-property';
          const body = bodyWith(parts.body, [...steps, unique], '{"polluted":true}').replace(
            JSON.stringify(unique),
            JSON.stringify(name),
          );
          await expectRefusal(
            operation,
            withText(body),
            `${steps.join('/')}/${name}`,
            400,
            'invalid_request',
          );
        }
      }
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    });

    it('refuses bodies that are no JSON object', async () => {
      const texts: (readonly [string, number, string])[] = [
      ['{', 400, 'malformed_json'], ['{"a":1}}', 400, 'malformed_json'], ["{'a':1}", 400, 'malformed_json'], ['nothing', 400, 'malformed_json'],
      ['{"a":NaN}', 400, 'malformed_json'], ['\ufeff{}', 400, 'malformed_json'], ['\0', 400, 'malformed_json'], [' ', 400, 'malformed_json'],
      ['null', 400, 'invalid_request'], ['[]', 400, 'invalid_request'], ['"a"', 400, 'invalid_request'], ['1e400', 400, 'invalid_request'],
      ['', 400, 'malformed_json'],
      [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400, 'invalid_request'],
      ['['.repeat(200_000), 400, 'malformed_json'],
      [`{"a":"${'a'.repeat(operation.largestBody ?? largestJson)}"}`, 413, 'body_too_large'],
    ]; // prettier-ignore
      for (const [text, status, code] of texts) {
        // A byte order mark may be read over (RFC 8259, 8.1), and what is left is then judged.
        if (text.startsWith('\ufeff'))
          expectSound(operation, await send(withText(text)), 'a byte order mark');
        else await expectRefusal(operation, withText(text), text.slice(0, 20), status, code);
      }
      for (const bytes of [
        [0xff, 0xfe],
        [0x22, 0xed, 0xa0, 0x80, 0x22],
        [0x22, 0xc0, 0x80, 0x22],
        [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22],
      ]) {
        await expectRefusal(
          operation,
          { ...withText(''), body: Uint8Array.from(bytes) },
          'no UTF-8',
          400,
          'malformed_json',
        );
      }
    });

    it('refuses very many faults as soon as one', async () => {
      const lists = [...placesOf(schema)].filter((each) => each.schema.items);
      const many = [
        ...lists.map(({ steps }) => bodyWith(parts.body, steps, `[${'{},'.repeat(80_000)}{}]`)),
        `{${'"a":1,'.repeat(30_000)}"b":1}`,
      ];
      many.push(`{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":1`).join()}}`);
      for (const body of many) {
        const started = performance.now();
        await expectRefusal(operation, withText(body), 'very many faults', 400, 'invalid_request');
        expect(performance.now() - started).toBeLessThan(1_000);
      }
    });
  });

  describe.each(named(withBytes))('%s', (_, operation) => {
    it('withstands what is not of the kind that it takes, cut off, longer, or turned around', async () => {
      const parts = await acceptedParts(operation, ours);
      const example = exampleBytes(operation);
      const wrong: [string, Buffer][] = [
        ['nothing', Buffer.alloc(0)],
        ['zeros', Buffer.alloc(1_000)],
        ['noise', randomBytes(1_000)],
        ['JSON', Buffer.from('{}')],
        ['the first byte', example.subarray(0, 1)],
        ['the first half', example.subarray(0, example.length / 2)],
        ['turned around', Buffer.from(example).reverse()],
      ];
      for (const [what, body] of wrong) {
        const answer = await send({ ...callOf(operation, parts), body });
        expectSound(operation, answer, what);
        expect(answer.status, `${what}: ${answer.text}`).toBe(400);
      }
      for (let at = 0; at < example.length; at++) {
        const body = Buffer.from(example);
        body[at]! ^= 0xff;
        expectSound(operation, await send({ ...callOf(operation, parts), body }), `byte ${at} turned`);
      }
    });
  });

  describe.each(named(withBody))('%s', (_, operation) => {
    const schema = Object.values(operation.body!)[0]!.schema;

    it('refuses other media types, and compressed bodies', async () => {
      const parts = await acceptedParts(operation, ours);
      const whole = callOf(operation, parts);
      const types = [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=a',
        'application/xml',
        'application/json-seq',
        'json',
        '*/*',
        '',
      ];
      for (const type of types) {
        await expectRefusal(
          operation,
          { ...whole, headers: { ...whole.headers, 'Content-Type': type } },
          type,
          415,
          'unsupported_media_type',
        );
      }
      for (const encoding of ['gzip', 'br', 'identity, gzip', 'nonsense']) {
        const body = encoding === 'gzip' ? gzipSync(whole.body!) : whole.body!;
        await expectRefusal(
          operation,
          { ...whole, headers: { ...whole.headers, 'Content-Encoding': encoding }, body },
          encoding,
          415,
          'unsupported_media_type',
        );
      }
      const { 'Content-Type': __, ...headers } = whole.headers as Record<string, string>;
      await expectRefusal(operation, { ...whole, headers }, 'no media type', 415, 'unsupported_media_type');
    });

    it('refuses a body over the limit before it has come whole, whether its length is told or not', async () => {
      const whole = callOf(operation, await acceptedParts(operation, ours));
      const length =
        Number(resolve<Schema>(schema).maxLength ?? operation.largestBody ?? largestJson) + 40_000;
      for (const [name, value] of [
        ['Content-Length', String(length)],
        ['Transfer-Encoding', 'chunked'],
      ] as const) {
        const call = {
          ...whole,
          headers: { ...whole.headers, [name]: value },
          body: Buffer.alloc(length, ' '),
        };
        await expectRefusal(operation, call, name, 413, 'body_too_large');
      }
    });
  });
}

/** JSON texts that no property takes, whatever its type; `accepts` names the types that do. */
const malformedJson: readonly (readonly [what: string, text: string, accepts: readonly string[]])[] = [
  ['NUL', '"a\\u0000b"', []],
  ['a lone high surrogate', '"\\ud800"', []],
  ['a lone low surrogate', '"a\\udc00b"', []],
  ['a huge float', '1e400', []],
  ['a huge integer', '99999999999999999999', []],
  ['negative', '-1', []],
  ['a fraction', '1.5', []],
  ['an empty text', '""', []],
  ['too long', JSON.stringify('a'.repeat(20_000)), []],
  ['too long in letters of four bytes', JSON.stringify('𝔸'.repeat(6_000)), []],
  ['an array of anything', '[1,null,{}]', []],
  ['too many items', JSON.stringify(Array(500).fill('a')), []],
  ['an array in an array', '[[["a"]]]', []],
  ['an object', '{"a":1}', []],
  ['a prototype', '{"__proto__":{"a":1}}', []],
  ['a constructor', '{"constructor":{"prototype":{}}}', []],
  ['true', 'true', ['boolean']],
  ['null', 'null', ['null']],
  ['a text', '"a"', ['string']],
  ['deeply nested', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, []],
  ['objects deeply nested', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, []],
];

/** Each place in a body, with the schema that stands there. */
function* placesOf(
  schema: Schema,
  steps: readonly (string | number)[] = [],
): Generator<{ steps: readonly (string | number)[]; schema: Schema }> {
  const found = resolve<Schema>(schema);
  if (steps.length) yield { steps, schema: found };
  if (found.items) yield* placesOf(found.items, [...steps, 0]);
  for (const [name, each] of Object.entries(found.properties ?? {})) yield* placesOf(each, [...steps, name]);
}

/** The JSON of a body with a text put at a place; what leads there is made where it is missing. */
function bodyWith(body: unknown, steps: readonly (string | number)[], text: string): string {
  const marker = '\u2063place\u2063';
  const changed = JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
  let node = changed as Record<string | number, unknown>;
  steps.forEach((step, i) => {
    if (i === steps.length - 1) node[step] = marker;
    else
      node = (node[step] ??= typeof steps[i + 1] === 'number' ? [] : {}) as Record<string | number, unknown>;
  });
  return JSON.stringify(changed).replace(JSON.stringify(marker), text);
}

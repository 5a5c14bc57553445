import { describe, expect, it } from 'vitest';
import { type Operation, type Parameter, resolve, type Schema } from '../../contract/document';
import { encodeUuid, newId } from '../../platform/ids';
import type { WireCall } from '../wire';
import { expectSound } from './answers';
import { acceptedParts, callOf, credentialOf, named, type Parts } from './calls';
import { ours, send } from './school';

/** Accepts what the contract shows, and withstands whatever its parameters are not. */
export function walkParameters(operations: readonly Operation[]): void {
  describe.each(named(operations))('%s', (_, operation) => {
    it('accepts what the contract shows', async () => {
      const answer = await send(callOf(operation, await acceptedParts(operation, ours)));
      expectSound(operation, answer, 'the example');
      expect(answer.status, answer.text).toBeLessThan(400);
    });

    it('withstands malformed parameters', async () => {
      const parts = await acceptedParts(operation, ours);
      const calls: { what: string; call: WireCall; refused: boolean }[] = [];
      for (const { name } of operation.parameters.filter((each) => each.in === 'header')) {
        for (const [what, value] of malformedHeaders) {
          const headers = { ...credentialOf(operation, ours), [name]: value };
          calls.push({ what: `${name}: ${what}`, call: callOf(operation, parts, headers), refused: true });
        }
      }
      for (const parameter of operation.parameters.filter((each) => each.in !== 'header')) {
        for (const [what, raw, always] of malformedTexts(parameter)) {
          const others = parts.query.filter(([name]) => name !== parameter.name);
          const changed: Parts =
            parameter.in === 'path'
              ? { ...parts, path: { ...parts.path, [parameter.name]: raw } }
              : {
                  ...parts,
                  query: [
                    ...others,
                    ...(Array.isArray(raw) ? raw : [raw]).map((each) => [parameter.name, each] as const),
                  ],
                };
          calls.push({
            what: `${parameter.name}: ${what}`,
            call: callOf(operation, changed),
            refused: always || (isNarrow(parameter) && !fits(parameter, raw)),
          });
        }
      }
      for (const name of [
        '__proto__',
        'constructor',
        'toString',
        'limit[]',
        'q%00',
        '%ED%A0%80',
        '%',
        '%zz',
        'ids[0]',
        '%20',
        '',
      ]) {
        calls.push({
          what: `unknown parameter ${name}`,
          call: callOf(operation, { ...parts, query: [...parts.query, [name, '1']] }),
          refused: !operation.ignoresUnknownQuery,
        });
      }
      for (const { what, call, refused } of calls) {
        const answer = await send(call);
        expectSound(operation, answer, what);
        if (refused)
          expect(answer.status, `${operation.operationId}, ${what}: ${answer.text}`).toBeGreaterThanOrEqual(
            400,
          );
      }
    });
  });
}

/** Values that no header of the contract takes. */
const malformedHeaders: readonly (readonly [what: string, value: string | readonly string[]])[] = [
  ['empty', ''],
  ['a space', 'a b'],
  ['a tab', 'a\tb'],
  ['not ASCII', 'é'],
  ['UTF-8', Buffer.from('東').toString('latin1')],
  ['too long', 'a'.repeat(256)],
  ['two', ['a', 'b']],
];

/** Whether nothing malformed is by chance accepted: integers, enumerations, ids. */
function isNarrow({ schema }: Parameter): boolean {
  const found = resolve<Schema>(schema);
  const one = found.items ? resolve<Schema>(found.items) : found;
  return one.type === 'integer' || Array.isArray(one.enum) || one.pattern !== undefined;
}

/** Whether a text happens to be as the parameter's pattern says. */
function fits({ schema }: Parameter, raw: string): boolean {
  const { pattern } = resolve<Schema>(schema);
  return typeof pattern === 'string' && new RegExp(pattern, 'u').test(raw);
}

/** Texts for a parameter, as they go into the address; the third of each says that no parameter takes it. */
function malformedTexts(parameter: Parameter): [what: string, raw: string, always: boolean][] {
  const texts: [string, string, boolean][] = [
    ['NUL', 'a%00b', true],
    ['a lone surrogate', '%ED%A0%80', false],
    ['invalid UTF-8', '%FF%FE', false],
    ['an overlong form', '%C0%80', false],
    ['a bad escape', '%zz', false],
    ['an escape cut off', '%', false],
    ['a huge float', '1e400', false],
    ['a huge integer', '99999999999999999999', false],
    ['just beyond 32 bits', '2147483648', false],
    ['negative', '-1', false],
    ['a fraction', '1.5', false],
    ['an exponent', '1e1', false],
    ['hexadecimal', '0x10', false],
    ['a sign', '%2B1', false],
    ['a space before', '%201', false],
    ['other digits', '%D9%A1', false],
    ['NaN', 'NaN', false],
    ['a word of the language', 'null', false],
    ['a quotation', "'%22%5C%3B--", false],
    ['tsquery syntax', '!%26(%7C%3C-%3E%3A*', false],
    ['LIKE syntax', '%25_%5C%25', false],
    ['an id of another kind', `inst_${encodeUuid(newId())}`, false],
    ['an id that overflows', 'prof_8zzzzzzzzzzzzzzzzzzzzzzzzz', false],
    ['an id with letters of no alphabet', `prof_${'u'.repeat(26)}`, false],
    ['an id in upper case', `PROF_${encodeUuid(newId()).toUpperCase()}`, false],
    ['a path out of here', '..%2F..%2Fetc%2Fpasswd', false],
    ['a line break', 'a%0D%0ASet-Cookie%3A%20a%3Db', false],
    ['very long', 'a'.repeat(10_000), true],
    ['JSON', '%7B%22%24gt%22%3A0%7D', false],
  ];
  if (parameter.in === 'query') {
    texts.push(['empty', '', false], ['only commas', ',,,', false]);
    const schema = resolve<Schema>(parameter.schema);
    // Several values where one is taken, and more than the most where several are.
    const most = Number(schema.maxItems ?? 1);
    texts.push([
      'too many times',
      [...Array<string>(most + 1)].map((_, i) => `a${i}`).join(`&${parameter.name}=`),
      schema.type !== 'array' || schema.maxItems !== undefined,
    ]);
  }
  return texts;
}

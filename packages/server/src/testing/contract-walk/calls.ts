import { type Operation, resolve, type Schema } from '../../contract/document';
import { pageAddress } from '../sign-in-browser';
import type { WireCall } from '../wire';
import { existing, makerOf, makers, needsOwnProfile } from './makers';
import { operator, ours, type School } from './school';

/** The parts of a call of one operation that the contract accepts. */
export interface Parts {
  readonly path: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [name: string, rawValue: string])[];
  readonly body: unknown;
}

/** A value that a schema accepts: its example, or one of its kind. Ids are of subjects made for it. */
export async function accepted(schema: Schema, school: School): Promise<unknown> {
  const found = resolve<Schema>(schema);
  const kind = found['x-typeid'];
  if (kind) {
    const make = makers[kind];
    if (!make) throw new Error(`The contract walk needs a maker of ${kind}_… subjects.`);
    return make(school);
  }
  const make = makerOf.get(found);
  if (make) return make(school, {});
  if (found.items && resolve<Schema>(found.items)['x-typeid']) return [await accepted(found.items, school)];
  if (found.example !== undefined) return found.example;
  if (Array.isArray(found.enum)) return (found.enum as unknown[])[0];
  if (found.type === 'integer') return found.minimum ?? 1;
  if (found.type === 'array') return [await accepted(found.items!, school)];
  return 'a';
}

export async function acceptedParts(operation: Operation, school: School): Promise<Parts> {
  if (!operation.callers.includes('secret') && operation.callers.includes('member'))
    school.caller = await school.page.signIn({ role: 'admin' });
  if (operation.callers.includes('operator')) school.operator = await operator.signIn();
  if (needsOwnProfile.has(operation.operationId)) await existing.ownProfile!(school, {});
  const path: Record<string, string> = {};
  const query: [string, string][] = [];
  for (const { name, in: place, required, schema } of operation.parameters) {
    if (!required) continue;
    const value = String(await accepted(schema, school));
    if (place === 'path') path[name] = value;
    if (place === 'query') query.push([name, encodeURIComponent(value)]);
  }
  const schema = operation.body && Object.values(operation.body)[0]!.schema;
  if (operation.body && !takesJson(operation)) return { path, query, body: exampleBytes(operation) };
  // External ids and the like are unique: without what is not needed a call can be repeated.
  const example =
    schema && (JSON.parse(JSON.stringify(resolve<Schema>(schema).example)) as Record<string, unknown>);
  if (example) delete example.externalId;
  for (const [property, each] of Object.entries(schema ? (resolve<Schema>(schema).properties ?? {}) : {})) {
    const make = makerOf.get(resolve<Schema>(each));
    if (example?.[property] !== undefined && make) example[property] = await make(school, example);
  }
  return { path, query, body: example };
}

/** What may call an operation: a secret key, else a page with somebody signed in, else a page. */
export function credentialOf({ callers }: Operation, school: School): Readonly<Record<string, string>> {
  if (callers.includes('secret')) return { 'Homecoming-Key': school.secretKey };
  if (callers.includes('operator')) return school.operator.headers;
  return callers.includes('member') ? school.caller.headers : { 'Homecoming-Key': school.publishableKey };
}

export const takesJson = ({ body = {} }: Operation) => 'application/json' in body;

/** The bytes that the contract shows of a body that is no JSON. */
export function exampleBytes({ body = {} }: Operation): Buffer {
  const example = resolve<Schema>(Object.values(body)[0]!.schema)['x-example-base64'];
  return Buffer.from(example as string, 'base64');
}

/** A media type that the operation takes, in place of a range such as `image/*`. */
export const typeOf = ({ body = {} }: Operation) => Object.keys(body).find((type) => !type.includes('*'))!;

export function callOf(
  operation: Operation,
  parts: Parts,
  headers: WireCall['headers'] = credentialOf(operation, ours),
): WireCall {
  const path = operation.path.replaceAll(/:(\w+)/g, (_, name: string) => parts.path[name]!);
  const query = parts.query.map(([name, value]) => `${name}=${value}`).join('&');
  return {
    method: operation.method.toUpperCase(),
    path: query ? `${path}?${query}` : path,
    headers: {
      ...headers,
      ...(operation.body && { 'Content-Type': typeOf(operation) }),
      // Browsers go there, from a page.
      ...(operation.redirects && { Referer: pageAddress }),
    },
    ...(operation.body && {
      body:
        typeof parts.body === 'string' || Buffer.isBuffer(parts.body)
          ? parts.body
          : JSON.stringify(parts.body),
    }),
  };
}

/** For tables of tests. */
export const named = (operations: readonly Operation[]) =>
  operations.map((operation) => [operation.operationId, operation] as const);

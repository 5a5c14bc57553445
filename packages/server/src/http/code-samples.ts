import { type Operation, type Parameter, resolve, type Schema } from '../contract/document';
import { sdkCalls } from '../contract/generated/sdk-calls';

export interface CodeSample {
  readonly lang: string;
  readonly label: string;
  readonly source: string;
}

/** How an operation is called, by curl and by the SDK, with the contract's own examples. */
export function codeSamples(operation: Operation): CodeSample[] {
  const values = exampleCall(operation);
  const sdk = sdkSample(operation, values);
  return [
    { lang: 'Shell', label: 'curl', source: curlSample(operation, values) },
    ...(sdk ? [{ lang: 'TypeScript', label: 'SDK', source: sdk }] : []),
  ];
}

interface ExampleCall {
  readonly path: readonly (readonly [string, unknown])[];
  readonly query: readonly (readonly [Parameter, unknown])[];
  /** Of a JSON body; undefined where there is none. */
  readonly body: unknown;
  readonly takesBytes: boolean;
}

/** What must be sent, and of what may be sent in the query the first that says something by itself. */
function exampleCall({ parameters, body }: Operation): ExampleCall {
  const of = (place: Parameter['in']) => parameters.filter((each) => each.in === place);
  const optional = of('query').find((each) => !each.required && each.name !== 'cursor' && 'example' in each);
  const json = body?.['application/json'];
  return {
    path: of('path').map((each) => [each.name, exampleOf(each)]),
    query: of('query')
      .filter((each) => each.required || each === optional)
      .map((each) => [each, exampleOf(each)]),
    body: json && exampleOfSchema(json.schema),
    takesBytes: body !== undefined && !json,
  };
}

function exampleOf(parameter: Parameter): unknown {
  return (parameter as { example?: unknown }).example ?? exampleOfSchema(parameter.schema);
}

function exampleOfSchema(schema: Schema): unknown {
  const { example, examples, enum: values, properties, items, type } = resolve<Schema>(schema);
  if (example !== undefined) return example;
  if (Array.isArray(examples)) return examples[0] as unknown;
  if (Array.isArray(values)) return values[0] as unknown;
  if (items) return [exampleOfSchema(items)];
  if (properties)
    return Object.fromEntries(
      Object.entries(properties).map(([name, each]) => [name, exampleOfSchema(each)]),
    );
  return type === 'integer' ? 1 : type === 'boolean' ? true : '…';
}

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

function curlSample({ method, path, callers }: Operation, { query, body, ...rest }: ExampleCall): string {
  const filled = rest.path.reduce((text, [name, value]) => text.replace(`:${name}`, String(value)), path);
  const url = `"$HOMECOMING_URL${filled}"`;
  const verb = query.length ? ' -G' : method === 'get' ? '' : ` -X ${method.toUpperCase()}`;
  const credentials: Readonly<Record<string, readonly string[]>> = {
    publishable: ['Homecoming-Key: $PUBLISHABLE_KEY'],
    secret: ['Homecoming-Key: $SECRET_KEY'],
    member: ['Homecoming-Key: $PUBLISHABLE_KEY', 'Authorization: Bearer $ACCESS_TOKEN'],
    operator: ['Authorization: Bearer $OPERATOR_TOKEN'],
  };
  const caller = ['publishable', 'secret', 'member', 'operator'].find((each) =>
    callers.some((kind) => kind === each),
  );
  const lines = (credentials[caller ?? ''] ?? []).map((header) => `-H "${header}"`);
  for (const [{ name, explode }, value] of query) {
    const texts = Array.isArray(value) && explode !== false ? value : [value];
    for (const text of texts) lines.push(`--data-urlencode ${quoted(`${name}=${String(text)}`)}`);
  }
  if (rest.takesBytes) lines.push("-H 'Content-Type: image/jpeg'", '--data-binary @portrait.jpg');
  if (body !== undefined)
    lines.push("-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body, null, 2))}`);
  return [`curl${verb} ${url}`, ...lines].join(' \\\n  ');
}

function sdkSample({ operationId, callers }: Operation, values: ExampleCall): string | undefined {
  const known = sdkCalls[operationId];
  if (!known) return undefined;
  const key = callers.includes('publishable') || !callers.includes('secret') ? 'pk_live_…' : undefined;
  const lines = [
    "import { createClient } from '@homecoming/sdk';",
    ...(values.takesBytes ? ["import { readFile } from 'node:fs/promises';"] : []),
    '',
    `const hc = createClient({ baseUrl: 'https://alumni.example.edu', key: ${key ? `'${key}'` : 'process.env.HOMECOMING_KEY!'} });`,
    '',
    ...(known.isListing ? ['// Awaited it is one page; `for await` goes through all of them.'] : []),
    sdkCall(known, values),
  ];
  return lines.join('\n');
}

/** The call itself: `const answer = await hc.keys.get('key_…');`. */
export function sdkCall(
  { call, parameters, isStream }: (typeof sdkCalls)[string],
  values: ExampleCall,
): string {
  const query = Object.fromEntries(values.query.map(([{ name }, value]) => [name, value]));
  const args = parameters.map((name, i) => {
    if (i < values.path.length) return values.path[i]![1];
    if (name === 'body' || name.startsWith('{')) return values.body;
    if (name === 'params' || name === 'query') return Object.keys(query).length ? query : undefined;
    if (name === 'bytes') return new Code("await readFile('portrait.jpg')");
    return query[name] ?? (values.body as Record<string, unknown> | undefined)?.[name];
  });
  const texts = args.flatMap((each) => (each === undefined ? [] : literal(each)));
  const sent = `hc.${call}(${texts.join(', ')})`;
  return isStream ? `for await (const item of ${sent}) console.log(item);` : `const answer = await ${sent};`;
}

class Code {
  constructor(readonly text: string) {}
}

/** A value as TypeScript is written. */
function literal(value: unknown): string {
  if (value instanceof Code) return value.text;
  const json = JSON.stringify(value, null, 2);
  return json
    .replaceAll(/^(\s*)"(\w+)":/gm, '$1$2:')
    .replaceAll(/"((?:[^"\\]|\\.)*)"/g, (whole, text: string) => (/['\\]/.test(text) ? whole : `'${text}'`));
}

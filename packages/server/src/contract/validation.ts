import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats, { type FormatsPlugin } from 'ajv-formats';
import { asciiAddress, longestAddress } from '../platform/mail/address';
import { contract, type Operation, operations, type Parameter, resolve, type Schema } from './document';
import { isIdError, messageOf } from './field-messages';
import { type FieldError, invalidField, Problem } from './problems';

function compiler(options: { readonly allErrors: boolean }): Ajv2020 {
  const ajv = new Ajv2020({
    ...options,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    useDefaults: true,
    schemas: [
      {
        $id: 'contract',
        components: contract.components,
        query: Object.fromEntries(
          operations.map((each) => [each.operationId, parametersSchema(each, 'query')]),
        ),
        path: Object.fromEntries(
          operations.map((each) => [each.operationId, parametersSchema(each, 'path')]),
        ),
        header: Object.fromEntries(
          operations.map((each) => [each.operationId, parametersSchema(each, 'header')]),
        ),
      },
    ],
    keywords: [
      'example',
      'components',
      'query',
      'path',
      'header',
      { keyword: 'x-typeid', schemaType: 'string' },
    ],
  });
  // A CommonJS module: its default export lies one level deeper here than its types say.
  (formats as unknown as { default: FormatsPlugin }).default(ajv);
  ajv.addFormat('web-address', isWebAddress);
  const email = ajv.formats.email as RegExp;
  ajv.addFormat('idn-email', (text: string) => {
    const address = asciiAddress(text);
    return address.length <= longestAddress && email.test(address);
  });
  return ajv;
}

const forFirstFault = compiler({ allErrors: false });
const forAllFaults = compiler({ allErrors: true });

function parametersSchema(operation: Operation, place: Parameter['in']): Schema {
  const parameters = operation.parameters.filter((parameter) => parameter.in === place);
  return {
    type: 'object',
    additionalProperties: false,
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
  };
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hostname } = new URL(text);
  return (
    /^https?:\/\/[^\s"<>\\^`{|}]+$/i.test(text) &&
    /^https?:$/.test(protocol) &&
    !username &&
    !password &&
    hostname !== ''
  );
}

function validator(pointer: string, ajv = forAllFaults): ValidateFunction {
  const validate = ajv.getSchema(`contract#${pointer}`);
  if (!validate) throw new Error(`The contract has no schema at ${pointer}.`);
  return validate;
}

/** The validator of a schema of the contract: of a component, else compiled as it stands. */
export function validatorOf(schema: Schema, ajv = forAllFaults): ValidateFunction {
  if (schema.$ref) return validator(schema.$ref.slice(1), ajv);
  return ajv.compile(
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"contract#/components')) as Schema,
  );
}

const mostErrors = 50;

// Collecting faults takes time with the square of their number: 80,000 of them, within one body, took 24 seconds.
const mostValuesCollectedFrom = 2_000;

/** Finds the faults of a value: all of them, but of a very large value the first only. */
interface Validators {
  readonly firstFault: ValidateFunction;
  readonly allFaults: ValidateFunction;
}

/** @throws {Problem} invalid_request, or invalid_id where an id alone is at fault */
function check(
  { firstFault, allFaults }: Validators,
  value: unknown,
  pathOf: (error: ErrorObject) => string,
): void {
  if (firstFault(value)) return keepsTexts(value) ? undefined : refuse(textErrors(value, ''), []);
  const first = firstFault.errors;
  const found = hasMoreValues(value, mostValuesCollectedFrom) || allFaults(value) ? first : allFaults.errors;
  const errors = (found ?? []).slice(0, mostErrors);
  refuse(fieldErrors(errors, pathOf), errors);
}

function refuse(errors: readonly FieldError[], causes: readonly ErrorObject[]): void {
  if (!errors.length) return;
  const [first] = errors;
  const onlyIds = causes.length > 0 && causes.every((error) => isIdError(error));
  throw new Problem(onlyIds ? 'invalid_id' : 'invalid_request', `${first!.path}: ${first!.message}.`, {
    errors: errors.slice(0, mostErrors),
  });
}

/** Looks at no more values than it has to: at 18,000 properties, listing them takes longer than refusing them. */
function hasMoreValues(value: unknown, than: number): boolean {
  const waiting = [value];
  for (let seen = 0; waiting.length;) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null) continue;
    for (const name in next) {
      if (++seen > than) return true;
      waiting.push((next as Record<string, unknown>)[name]);
    }
  }
  return false;
}

function fieldErrors(errors: readonly ErrorObject[], pathOf: (error: ErrorObject) => string): FieldError[] {
  return errors.map((error) => ({ path: pathOf(error), message: messageOf(error) }));
}

const unkept = /\0|\p{Surrogate}/u;

/** Whether there is nothing for `textErrors` to find: asked first, because it takes a fraction of the time. */
function keepsTexts(value: unknown): boolean {
  if (typeof value === 'string') return !unkept.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(keepsTexts);
}

/** What PostgreSQL cannot keep: NUL, and halves of surrogate pairs. */
function textErrors(value: unknown, path: string): FieldError[] {
  if (typeof value === 'string') {
    if (value.includes('\0')) return [{ path, message: 'must not contain null characters' }];
    return /\p{Surrogate}/u.test(value) ? [{ path, message: 'must be well-formed Unicode' }] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => textErrors(each, path ? `${path}/${name}` : name));
}

const missing = (error: ErrorObject) =>
  String(error.params.additionalProperty ?? error.params.missingProperty ?? '')
    .replaceAll('~', '~0')
    .replaceAll('/', '~1');

const pointerOf = (error: ErrorObject) => {
  const last = missing(error);
  return last ? `${error.instancePath}/${last}` : error.instancePath || '/';
};

/** A parameter's name, and the item's place where it is one of several. */
const parameterOf = (error: ErrorObject) => pointerOf(error).slice(1).replaceAll('/', '.');

function parameterValidators({ operationId }: Operation, place: Parameter['in']): Validators {
  const pointer = `/${place}/${operationId}`;
  return { firstFault: validator(pointer, forFirstFault), allFaults: validator(pointer) };
}

/** A checker of the parameters of an address, that gives its parameters by name, in their types, defaults filled in. */
export function queryParser(operation: Operation): (given: URLSearchParams) => Record<string, unknown> {
  const validators = parameterValidators(operation, 'query');
  const parameters = new Map(
    operation.parameters.filter((each) => each.in === 'query').map((each) => [each.name, each]),
  );
  return (given) => {
    const values: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const name of new Set(given.keys())) {
      if (name === 'key') continue; // the credential; the principal's middleware reads it
      const parameter = parameters.get(name);
      if (!parameter && operation.ignoresUnknownQuery) continue;
      values[name] = parameter ? parsed(parameter, given.getAll(name)) : given.get(name);
    }
    check(validators, values, parameterOf);
    return values;
  };
}

function parsed(parameter: Parameter, texts: string[]): unknown {
  const schema = resolve<Schema>(parameter.schema);
  if (schema.type === 'array')
    return parameter.explode === false ? texts.flatMap((text) => text.split(',')) : texts;
  if (texts.length > 1) {
    throw invalidField(parameter.name, 'can be sent only once');
  }
  const [text] = texts;
  // Only what is written as an integer is one: not 1e1, not 0x10, not an empty text.
  if (schema.type === 'integer' && /^-?(0|[1-9]\d{0,15})$/.test(text!)) return Number(text);
  return text;
}

export function pathChecker(operation: Operation): (params: Record<string, string>) => void {
  const validators = parameterValidators(operation, 'path');
  return (params) => check(validators, params, parameterOf);
}

/** A checker of the headers that the contract names, which gives these; others are none of its business. */
export function headerChecker(
  operation: Operation,
): (headers: Readonly<Record<string, unknown>>) => Record<string, string> {
  const names = operation.parameters.filter((each) => each.in === 'header').map(({ name }) => name);
  if (!names.length) return () => ({});
  const validators = parameterValidators(operation, 'header');
  return (headers) => {
    const given = names
      .map((name) => [name, headers[name.toLowerCase()]])
      .filter(([, value]) => value !== undefined);
    const values = Object.fromEntries(given) as Record<string, string>;
    check(validators, values, parameterOf);
    return values;
  };
}

/** A checker of a JSON body. */
export function bodyChecker(schema: Schema): (body: unknown) => void {
  const validators = { firstFault: validatorOf(schema, forFirstFault), allFaults: validatorOf(schema) };
  return (body) => check(validators, body, pointerOf);
}

/** For tests: throws where an answer is not what the contract says. */
export function answerChecker(operation: Operation): (status: number, body: unknown) => void {
  const validators = new Map<string, ValidateFunction>();
  for (const [status, { content }] of Object.entries(operation.responses)) {
    const schema = content && Object.values(content)[0]?.schema;
    if (schema) validators.set(status, validatorOf(schema));
  }
  return (status, body) => {
    if (!operation.responses[String(status)] && !operation.responses.default)
      throw new Error(`Undeclared status ${status}.`);
    const validate =
      validators.get(String(status)) ??
      (operation.responses[String(status)] ? undefined : validators.get('default'));
    if (validate && !validate(body)) {
      throw new Error(
        `${operation.operationId} answered against the contract: ${forAllFaults.errorsText(validate.errors)}`,
      );
    }
  };
}

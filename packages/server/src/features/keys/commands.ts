import { parseArgs } from 'node:util';
import { bad, institutionOption, oneId, type CommandContext, type Commands } from '../../cli/command';
import { allOf, jsonOption, printRows } from '../../cli/output';
import { resolve, type Schema } from '../../contract/document';
import { formatId } from '../../platform/ids';
import type { Scope } from '../../platform/scope';
import { managingScope, scopes, type KeyScope } from './policy';
import { createKey, revokeKey, rotateKey, updateKey } from './keys';
import { findKeyById, listKeys, type Key } from './store';

type Context = CommandContext<unknown>;

const create = async (args: string[], { within, print }: Context) => {
  const { values } = parseArgs({
    args,
    options: {
      ...institutionOption,
      kind: { type: 'string' },
      name: { type: 'string', default: 'Created on the command line' },
      origin: { type: 'string', multiple: true, default: [] },
      scope: { type: 'string', multiple: true, default: [] },
      expires: { type: 'string' },
    },
  });
  const { kind, name, origin: origins, scope: wanted, expires } = values;
  if (kind !== 'publishable' && kind !== 'secret') throw bad('--kind must be publishable or secret.');
  if (!name || name.length > longestName) throw bad(`--name must have 1 to ${longestName} characters.`);
  const unknown = wanted.find((each) => !scopes.includes(each as KeyScope));
  if (unknown) throw bad(`Unknown scope ${unknown}. Available scopes: ${scopes.join(', ')}.`);
  if (kind === 'secret' && !wanted.length)
    throw bad(`Specify at least one scope: --scope ${scopes.join(' --scope ')}.`);
  if (kind === 'publishable' && !origins.length)
    throw bad('Specify the origins that can use the key: --origin https://www.example.edu.');
  checkOrigins(origins);
  const draft = {
    kind,
    name,
    origins,
    scopes: wanted as KeyScope[],
    ...(expires !== undefined && { expiresAt: instantOf(expires) }),
  } as const;
  await within(values.institution, async (scope) => print((await createKey(scope, draft)).text));
  // Not into what a script takes the key from.
  for (const scope of wanted.filter((each) => Object.hasOwn(powerful, each)))
    console.error(`${scope} is a powerful scope: ${powerful[scope]!}`);
};

const powerful: Readonly<Record<string, string>> = {
  'keys:manage': 'this key can create keys with any scope that it has.',
  'members:write': 'this key can make anyone an admin.',
  'sign_in:manage':
    'this key decides which sign-in providers are trusted. Admins who sign in through a provider that it registers also need an emailed code.',
};

/** As the contract has it, for the command line too. */
const contracted = (name: string) => resolve<Schema>({ $ref: `#/components/schemas/${name}` });
const originPattern = new RegExp(String(contracted('Origin').pattern), 'u');
const longestName = Number(contracted('KeyName').maxLength);

function instantOf(text: string): Date {
  const instant = new Date(text);
  if (!/^\d{4}-\d\d-\d\d(T.+)?$/.test(text) || Number.isNaN(instant.getTime()))
    throw bad(`--expires ${text} isn’t a valid date. Use the form 2027-12-31 or 2027-12-31T12:00:00Z.`);
  return instant;
}

/** @throws {Problem} invalid_request */
function checkOrigins(origins: readonly string[]): void {
  const odd = origins.find((each) => !originPattern.test(each));
  if (odd)
    throw bad(`${odd} isn’t a valid origin. Use the form https://www.example.edu or https://*.example.edu.`);
}

const keysOf = (scope: Scope) => allOf<Key>((last, limit) => listKeys(scope, last?.id, limit));

const list = async (args: string[], { within, print }: Context) => {
  const { values } = parseArgs({ args, options: { ...institutionOption, ...jsonOption } });
  await within(values.institution, async (scope) =>
    printRows(print, (await keysOf(scope)).map(rowOf), { json: values.json, none: 'No keys found.' }),
  );
};

function rowOf(key: Key) {
  const { id, kind, ending, name, createdAt, expiresAt, lastUsedAt, replacedById, exposedAt } = key;
  return {
    id: formatId('key', id),
    key: key.text ?? `${kind} …${ending ?? ''}`,
    name,
    scopes: key.scopes,
    origins: key.origins,
    created: createdAt,
    lastUsed: lastUsedAt,
    expires: expiresAt,
    replacedBy: replacedById && formatId('key', replacedById),
    exposed: exposedAt,
  };
}

const update = async (args: string[], { within, print }: Context) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { ...institutionOption, name: { type: 'string' }, origin: { type: 'string', multiple: true } },
  });
  const id = idOf(positionals);
  const { name, origin: origins } = values;
  if (name === undefined && !origins)
    throw bad(
      'Specify what to change: --name NAME, or --origin ORIGIN for each origin that can use the key.',
    );
  if (name !== undefined && (!name || name.length > longestName))
    throw bad(`--name must have 1 to ${longestName} characters.`);
  if (origins) checkOrigins(origins);
  await within(values.institution, async (scope) => {
    const key = await updateKey(scope, id, {
      ...(name !== undefined && { name }),
      ...(origins && { origins }),
    });
    print(`Updated. ${key.name}: ${[...key.scopes, ...key.origins].join(' ')}`);
  });
};

const idOf = (positionals: readonly string[]) =>
  oneId('key', positionals, 'Specify one key by its ID (key_…). To list keys, run "homecoming keys list".');

const revoke = async (args: string[], { within, print }: Context) => {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: institutionOption });
  const id = idOf(positionals);
  await within(values.institution, async (scope) => {
    await revokeKey(scope, id);
    print('Revoked. The key stops working within a second.');
    if (await isManaged(scope)) return;
    print(
      `No key of this institution has the scope ${managingScope} any more. If you need one, run "homecoming keys create".`,
    );
  });
};

async function isManaged(scope: Scope): Promise<boolean> {
  const now = scope.clock();
  return (await keysOf(scope)).some(
    (key) => key.scopes.includes(managingScope) && !(key.expiresAt && key.expiresAt <= now),
  );
}

const rotate = async (args: string[], { within, print }: Context) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { ...institutionOption, overlap: { type: 'string', default: '86400' } },
  });
  const id = idOf(positionals);
  const { overlap } = values;
  if (!/^\d{1,7}$/.test(overlap) || Number(overlap) > 2_592_000)
    throw bad('--overlap is how many seconds the old key keeps working: 0 to 2592000 (30 days).');
  await within(values.institution, async (scope) => {
    const { text } = await rotateKey(scope, id, { overlapSeconds: Number(overlap) });
    const old = await findKeyById(scope, id);
    print(text);
    print(`The old key expires at ${old!.expiresAt!.toISOString()}.`);
  });
};

export const keyCommands: Commands<unknown> = {
  'keys create': {
    synopsis:
      '--institution SLUG --kind publishable|secret [--name NAME] [--origin ORIGIN …] [--scope SCOPE …]\n[--expires DATE]',
    help: 'create a key and print it',
    run: create,
  },
  'keys list': {
    synopsis: '--institution SLUG [--json]',
    help: "list the keys that aren't revoked, with their scopes and when they were last used",
    run: list,
  },
  'keys update': {
    synopsis: 'KEY_ID --institution SLUG [--name NAME] [--origin ORIGIN …]',
    help: 'rename a key, or set the origins that can use it',
    run: update,
  },
  'keys rotate': {
    synopsis: 'KEY_ID --institution SLUG [--overlap SECONDS]',
    help: 'create a key with the same rights and print it; the old one expires after the overlap (a day)',
    run: rotate,
  },
  'keys revoke': {
    synopsis: 'KEY_ID --institution SLUG',
    help: 'revoke a key; it stops working within a second',
    run: revoke,
  },
};

import { Option } from '@commander-js/extra-typings';
import type { Commands, DeclareCommand } from '../../cli/command';
import {
  idArgument,
  institutionOption,
  jsonOption,
  oneOf,
  repeatable,
  wholeNumber,
  wrongUse,
} from '../../cli/options';
import { allOf, printRows } from '../../cli/output';
import { resolve, type Schema } from '../../contract/document';
import { formatId } from '../../platform/ids';
import type { Scope } from '../../platform/scope';
import { createKey, revokeKey, rotateKey, updateKey } from './keys';
import { managingScope, scopes } from './policy';
import { findKeyById, type Key, listKeys } from './store';

type Declare = DeclareCommand<unknown>;

/** As the contract has it, for the command line too. */
const contracted = (name: string) => resolve<Schema>({ $ref: `#/components/schemas/${name}` });
const originPattern = new RegExp(String(contracted('Origin').pattern), 'u');
const longestName = Number(contracted('KeyName').maxLength);

const keyArgument = idArgument('<key-id>', 'key', 'the key ("homecoming keys list" shows them)');
const originOption = repeatable(
  '--origin <origin>',
  'an origin that can use the key, such as https://www.example.edu or https://*.example.edu',
  originOf,
);

function originOf(text: string): string {
  if (originPattern.test(text)) return text;
  throw wrongUse('Use the form https://www.example.edu or https://*.example.edu.');
}

function nameOf(text: string): string {
  if (text && text.length <= longestName) return text;
  throw wrongUse(`Use 1 to ${longestName} characters.`);
}

function instantOf(text: string): Date {
  const instant = new Date(text);
  if (/^\d{4}-\d\d-\d\d(T.+)?$/.test(text) && !Number.isNaN(instant.getTime())) return instant;
  throw wrongUse('Use the form 2027-12-31 or 2027-12-31T12:00:00Z.');
}

const create: Declare = (add, { within, print }) =>
  add('keys create', 'Create a key and print it. It is printed only this once.', {
    examples: [
      'keys create --institution northbridge --kind publishable --origin https://alumni.example.edu',
      'keys create --institution northbridge --kind secret --scope directory:read --name CRM',
    ],
  })
    .addOption(institutionOption)
    .addOption(
      new Option('--kind <kind>', 'publishable for pages, secret for servers')
        .choices(['publishable', 'secret'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--name <name>', `what it is for, up to ${longestName} characters`)
        .argParser(nameOf)
        .default('Created on the command line'),
    )
    .addOption(originOption)
    .addOption(repeatable('--scope <scope>', `what a secret key can do: ${scopes.join(', ')}`, oneOf(scopes)))
    .addOption(
      new Option(
        '--expires <date>',
        'when it stops working: a date, or a date and time, such as 2027-12-31T12:00:00Z (default: never)',
      ).argParser(instantOf),
    )
    .action(async ({ institution, kind, name, origin: origins = [], scope: wanted = [], expires }) => {
      if (kind === 'secret' && !wanted.length)
        throw wrongUse(`Specify at least one scope: --scope ${scopes.join(' --scope ')}.`);
      if (kind === 'publishable' && !origins.length)
        throw wrongUse('Specify the origins that can use the key: --origin https://www.example.edu.');
      const draft = { kind, name, origins, scopes: wanted, ...(expires && { expiresAt: expires }) };
      await within(institution, async (scope) => print((await createKey(scope, draft)).text));
      // Not into what a script takes the key from.
      for (const scope of wanted.filter((each) => Object.hasOwn(powerful, each)))
        console.error(`${scope} is a powerful scope: ${powerful[scope]!}`);
    });

const powerful: Readonly<Record<string, string>> = {
  'keys:manage': 'this key can create keys with any scope that it has.',
  'members:write': 'this key can make anyone an admin.',
  'sign_in:manage':
    'this key decides which sign-in providers are trusted. Admins who sign in through a provider that it registers also need an emailed code.',
};

const keysOf = (scope: Scope) => allOf<Key>((last, limit) => listKeys(scope, last?.id, limit));

const list: Declare = (add, { within, print }) =>
  add('keys list', "List the keys that aren't revoked, with their scopes and when they were last used.")
    .addOption(institutionOption)
    .addOption(jsonOption)
    .action(async ({ institution, json }) =>
      within(institution, async (scope) =>
        printRows(print, (await keysOf(scope)).map(rowOf), { json, none: 'No keys found.' }),
      ),
    );

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

const update: Declare = (add, { within, print }) =>
  add('keys update', 'Rename a key, or set the origins that can use it.', {
    examples: ['keys update key_… --institution northbridge --origin https://alumni.example.edu'],
  })
    .addArgument(keyArgument)
    .addOption(institutionOption)
    .addOption(new Option('--name <name>', `its new name, up to ${longestName} characters`).argParser(nameOf))
    .addOption(originOption)
    .action(async (id, { institution, name, origin: origins }) => {
      if (name === undefined && !origins)
        throw wrongUse(
          'Specify what to change: --name <name>, or --origin <origin> for each origin that can use the key.',
        );
      await within(institution, async (scope) => {
        const key = await updateKey(scope, id, {
          ...(name !== undefined && { name }),
          ...(origins && { origins }),
        });
        print(`Updated. ${key.name}: ${[...key.scopes, ...key.origins].join(' ')}`);
      });
    });

const rotate: Declare = (add, { within, print }) =>
  add(
    'keys rotate',
    'Replace a key: create one with the same rights and print it. The old key expires after an overlap.',
    {
      examples: ['keys rotate key_… --institution northbridge --overlap 3600'],
    },
  )
    .addArgument(keyArgument)
    .addOption(institutionOption)
    .addOption(
      new Option('--overlap <seconds>', 'how long the old key keeps working, up to 2592000 (30 days)')
        .argParser(wholeNumber(0, 2_592_000))
        .default(86_400, '86400, a day'),
    )
    .action(async (id, { institution, overlap }) =>
      within(institution, async (scope) => {
        const { text } = await rotateKey(scope, id, { overlapSeconds: overlap });
        const old = await findKeyById(scope, id);
        print(text);
        print(`The old key expires at ${old!.expiresAt!.toISOString()}.`);
      }),
    );

const revoke: Declare = (add, { within, print }) =>
  add('keys revoke', 'Revoke a key. It stops working within a second.')
    .addArgument(keyArgument)
    .addOption(institutionOption)
    .action(async (id, { institution }) =>
      within(institution, async (scope) => {
        await revokeKey(scope, id);
        print('Revoked. The key stops working within a second.');
        if (await isManaged(scope)) return;
        print(
          `No key of this institution has the scope ${managingScope} any more. If you need one, run "homecoming keys create".`,
        );
      }),
    );

async function isManaged(scope: Scope): Promise<boolean> {
  const now = scope.clock();
  return (await keysOf(scope)).some(
    (key) => key.scopes.includes(managingScope) && !(key.expiresAt && key.expiresAt <= now),
  );
}

export const keyCommands: Commands<unknown> = [create, list, update, rotate, revoke];

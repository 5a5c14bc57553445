import { parseArgs } from 'node:util';
import { resolve, type Schema } from './contract/document';
import { Problem } from './contract/problems';
import {
  createKey,
  findKeyById,
  listKeys,
  managingScope,
  revokeKey,
  rotateKey,
  scopes,
  type Key,
  type KeyScope,
} from './features/access';
import { oneLine } from './one-line';
import { formatId, parseId } from './platform/ids';
import type { Scope } from './platform/scope';

/** Runs work within the institution of a slug. */
type Within = (slug: string | undefined, work: (scope: Scope) => Promise<void>) => Promise<void>;
type Print = (line: string) => void;
type Command = (args: string[], within: Within, print: Print) => Promise<void>;

const institution = { institution: { type: 'string' } } as const;
const bad = (message: string) => new Problem('invalid_request', message);

const create: Command = async (args, within, print) => {
  const { values } = parseArgs({
    args,
    options: {
      ...institution,
      kind: { type: 'string' },
      name: { type: 'string', default: 'Made on the command line' },
      origin: { type: 'string', multiple: true, default: [] },
      scope: { type: 'string', multiple: true, default: [] },
      expires: { type: 'string' },
    },
  });
  const { kind, name, origin: origins, scope: wanted, expires } = values;
  if (kind !== 'publishable' && kind !== 'secret') throw bad('--kind is publishable or secret.');
  if (!name || name.length > longestName) throw bad(`--name has 1 to ${longestName} characters.`);
  const unknown = wanted.find((each) => !scopes.includes(each as KeyScope));
  if (unknown) throw bad(`There is no scope ${unknown}. There are: ${scopes.join(', ')}.`);
  if (kind === 'secret' && !wanted.length)
    throw bad(`Say what the key may do: --scope ${scopes.join(' --scope ')}.`);
  if (kind === 'publishable' && !origins.length)
    throw bad('Say from which pages the key may be used: --origin https://www.example.edu.');
  const odd = origins.find((each) => !originPattern.test(each));
  if (odd) throw bad(`${odd} is no origin. Write it as https://www.example.edu or https://*.example.edu.`);
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
  'keys:manage': 'this key can make keys with every scope that it has.',
  'members:write': 'this key can make anyone an admin.',
  'sign_in:manage':
    'this key registers who may say who is signed in. Providers that it registers sign admins in only with an emailed code.',
};

/** As the contract has it, for the command line too. */
const contracted = (name: string) => resolve<Schema>({ $ref: `#/components/schemas/${name}` });
const originPattern = new RegExp(String(contracted('Origin').pattern), 'u');
const longestName = Number(contracted('KeyName').maxLength);

function instantOf(text: string): Date {
  const instant = new Date(text);
  if (!/^\d{4}-\d\d-\d\d(T.+)?$/.test(text) || Number.isNaN(instant.getTime()))
    throw bad(`--expires ${text} is no date. Write 2027-12-31 or 2027-12-31T12:00:00Z.`);
  return instant;
}

const keysAtOnce = 100;

const list: Command = async (args, within, print) => {
  const { values } = parseArgs({ args, options: institution });
  await within(values.institution, async (scope) => {
    let page: readonly Key[] = [];
    do {
      page = await listKeys(scope, page.at(-1)?.id, keysAtOnce);
      for (const key of page) print(describe(key));
    } while (page.length === keysAtOnce);
  });
};

function describe(key: Key): string {
  const day = (at: Date) => at.toISOString().slice(0, 16).replace('T', ' ');
  const { id, kind, ending, name, createdAt, expiresAt, lastUsedAt, replacedById, exposedAt, exposedOrigin } =
    key;
  return [
    formatId('key', id),
    key.text ?? `${kind} …${ending ?? ''}`,
    name,
    [...key.scopes, ...key.origins].join(' '),
    `made ${day(createdAt)}`,
    lastUsedAt ? `used ${day(lastUsedAt)}` : 'never used',
    ...(expiresAt ? [`ends ${day(expiresAt)}`] : []),
    ...(replacedById ? [`replaced by ${formatId('key', replacedById)}`] : []),
    ...(exposedAt ? [`EXPOSED ${day(exposedAt)} by ${exposedOrigin}`] : []),
  ]
    .map(oneLine)
    .join('  ');
}

function idOf([id, ...more]: string[]): string {
  const uuid = id === undefined || more.length ? undefined : parseId('key', id);
  if (!uuid) throw bad('Name one key by its id, key_…: homecoming keys list shows them.');
  return uuid;
}

const revoke: Command = async (args, within, print) => {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: institution });
  const id = idOf(positionals);
  await within(values.institution, async (scope) => {
    await revokeKey(scope, id);
    print('Revoked: it ends within a second.');
    if (await isManaged(scope)) return;
    print(
      `No key of this institution has the scope ${managingScope} now; make one with keys create where needed.`,
    );
  });
};

async function isManaged(scope: Scope): Promise<boolean> {
  const now = scope.clock();
  for (let page = await listKeys(scope, undefined, keysAtOnce); page.length;) {
    if (page.some((key) => key.scopes.includes(managingScope) && !(key.expiresAt && key.expiresAt <= now)))
      return true;
    page = await listKeys(scope, page.at(-1)!.id, keysAtOnce);
  }
  return false;
}

const rotate: Command = async (args, within, print) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { ...institution, overlap: { type: 'string', default: '86400' } },
  });
  const id = idOf(positionals);
  const { overlap } = values;
  if (!/^\d{1,7}$/.test(overlap) || Number(overlap) > 2_592_000)
    throw bad('--overlap is for how many seconds the old key goes on: 0 to 2592000 (30 days).');
  await within(values.institution, async (scope) => {
    const { text } = await rotateKey(scope, id, { overlapSeconds: Number(overlap) });
    const old = await findKeyById(scope, id);
    print(text);
    print(`The old key ends at ${old!.expiresAt!.toISOString()}.`);
  });
};

/** `homecoming keys …`, by the command's name. */
export const keyCommands: Readonly<Record<string, Command>> = { create, list, revoke, rotate };

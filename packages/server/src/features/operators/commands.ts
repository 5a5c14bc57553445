import { parseArgs } from 'node:util';
import type { CommandContext, Commands } from '../../cli/command';
import { jsonOption, printRows, type Print } from '../../cli/output';
import { Problem } from '../../contract/problems';
import type { Tokens } from '../tokens';
import { printWholeLog } from '../audit';
import { createOperator, disableOperator, resetOperator, type MadeOperator } from './set-up';
import { listOperators } from './store';

interface CommandServices {
  readonly tokens: Tokens;
}

type Context = CommandContext<CommandServices>;

function addressOf(args: string[]): string {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
  const [address, ...more] = positionals;
  if (!address || more.length) throw new Problem('invalid_request', 'Specify one operator by email address.');
  return address;
}

function nothingElse(args: string[]): void {
  parseArgs({ args, options: {} });
}

function printSetUp({ email, setUpCode, setUpUntil }: MadeOperator, print: Print): void {
  print(setUpCode);
  print(
    `${email} can use this code until ${setUpUntil.toISOString()} to set a password and a second factor.`,
  );
}

const create = async (args: string[], { onPlatform, print }: Context) => {
  const address = addressOf(args);
  await onPlatform(async (platform) => printSetUp(await createOperator(platform, address), print));
};

const reset = async (args: string[], { onPlatform, print }: Context) => {
  const address = addressOf(args);
  await onPlatform(async (platform, { tokens }) =>
    printSetUp(await resetOperator(platform, tokens, address), print),
  );
};

const disable = async (args: string[], { onPlatform, print }: Context) => {
  const address = addressOf(args);
  await onPlatform(async (platform, { tokens }) => {
    const { email } = await disableOperator(platform, tokens, address);
    print(
      `${email} is disabled. Their sessions, including those in which they act as members, end within a second.`,
    );
  });
};

const list = async (args: string[], { onPlatform, print }: Context) => {
  const { values } = parseArgs({ args, options: jsonOption });
  await onPlatform(async (platform) => {
    const rows = (await listOperators(platform)).map(({ email, createdAt, setUpUntil, disabledAt }) => ({
      email,
      status: disabledAt ? 'disabled' : setUpUntil ? 'not set up' : 'active',
      created: createdAt,
      codeExpires: disabledAt ? undefined : setUpUntil,
      disabled: disabledAt,
    }));
    printRows(print, rows, { json: values.json, none: 'No operators found.' });
  });
};

/** The platform's own audit log, as newline-delimited JSON, oldest first. */
const log = async (args: string[], { onPlatform, print }: Context) => {
  nothingElse(args);
  await onPlatform((platform) => printWholeLog(platform, print));
};

export const operatorCommands: Commands<CommandServices> = {
  'operators create': {
    synopsis: 'EMAIL',
    help: 'let someone run the platform; prints a set-up code that is valid for three days',
    run: create,
  },
  'operators list': { synopsis: '[--json]', help: 'list the people who run the platform', run: list },
  'operators disable': {
    synopsis: 'EMAIL',
    help: 'disable an operator; all their sessions end within a second',
    run: disable,
  },
  'operators reset': {
    synopsis: 'EMAIL',
    help: 'sign an operator out everywhere, remove their credentials, and print a new set-up code',
    run: reset,
  },
  'operators log': {
    synopsis: '',
    help: "print the platform's own audit log as newline-delimited JSON",
    run: log,
  },
};

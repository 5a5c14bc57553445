import { parseArgs } from 'node:util';
import { Problem } from './contract/problems';
import { printWholeLog } from './cli-audit';
import { jsonOption, printRows, type Print } from './cli-output';
import type { Revocations } from './features/access';
import {
  createOperator,
  disableOperator,
  listOperators,
  resetOperator,
  type MadeOperator,
} from './features/operators';
import type { Scope } from './platform/scope';

/** Runs work as the command line on the platform itself. */
type OnPlatform = (work: (platform: Scope, revocations: Revocations) => Promise<void>) => Promise<void>;
type Command = (args: string[], onPlatform: OnPlatform, print: Print) => Promise<void>;

function addressOf(args: string[]): string {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
  const [address, ...more] = positionals;
  if (!address || more.length)
    throw new Problem('invalid_request', 'Name one operator by the e-mail address.');
  return address;
}

function nothingElse(args: string[]): void {
  parseArgs({ args, options: {} });
}

function printSetUp({ email, setUpCode, setUpUntil }: MadeOperator, print: Print): void {
  print(setUpCode);
  print(`With this code ${email} chooses a password and a second factor, until ${setUpUntil.toISOString()}.`);
}

const create: Command = async (args, onPlatform, print) => {
  const address = addressOf(args);
  await onPlatform(async (platform) => printSetUp(await createOperator(platform, address), print));
};

const reset: Command = async (args, onPlatform, print) => {
  const address = addressOf(args);
  await onPlatform(async (platform, revocations) =>
    printSetUp(await resetOperator(platform, { revocations }, address), print),
  );
};

const disable: Command = async (args, onPlatform, print) => {
  const address = addressOf(args);
  await onPlatform(async (platform, revocations) => {
    const { email } = await disableOperator(platform, { revocations }, address);
    print(`${email} is disabled: sessions, and whatever they do as members, end within a second.`);
  });
};

const list: Command = async (args, onPlatform, print) => {
  const { values } = parseArgs({ args, options: jsonOption });
  await onPlatform(async (platform) => {
    const rows = (await listOperators(platform)).map(({ email, createdAt, setUpUntil, disabledAt }) => ({
      email,
      status: disabledAt ? 'disabled' : setUpUntil ? 'not set up' : 'active',
      created: createdAt,
      codeExpires: disabledAt ? undefined : setUpUntil,
      disabled: disabledAt,
    }));
    printRows(print, rows, { json: values.json, none: 'There are no operators.' });
  });
};

/** The platform's own audit log, as newline-delimited JSON, oldest first. */
const log: Command = async (args, onPlatform, print) => {
  nothingElse(args);
  await onPlatform((platform) => printWholeLog(platform, print));
};

/** `homecoming operators …`, by the command's name. */
export const operatorCommands: Readonly<Record<string, Command>> = { create, list, disable, reset, log };

import { parseArgs } from 'node:util';
import { Problem } from './contract/problems';
import type { Revocations } from './features/access';
import { listEntriesBetween, presentEntry } from './features/audit';
import {
  createOperator,
  disableOperator,
  listOperators,
  resetOperator,
  type MadeOperator,
} from './features/operators';
import { oneLine } from './one-line';
import type { Scope } from './platform/scope';

/** Runs work as the command line on the platform itself. */
type OnPlatform = (work: (platform: Scope, revocations: Revocations) => Promise<void>) => Promise<void>;
type Print = (line: string) => void;
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
  nothingElse(args);
  await onPlatform(async (platform) => {
    const now = platform.clock();
    for (const { email, createdAt, setUpUntil, disabledAt } of await listOperators(platform)) {
      const state = disabledAt
        ? `disabled ${disabledAt.toISOString()}`
        : setUpUntil
          ? `not set up; the code ${setUpUntil > now ? 'is' : 'was'} good until ${setUpUntil.toISOString()}`
          : 'active';
      print(oneLine(`${email}  made ${createdAt.toISOString()}  ${state}`));
    }
  });
};

const entriesAtOnce = 1_000;

/** The platform's own audit log, as newline-delimited JSON, oldest first. */
const log: Command = async (args, onPlatform, print) => {
  nothingElse(args);
  await onPlatform(async (platform) => {
    for (let after = 0; ;) {
      const page = { after, last: Number.MAX_SAFE_INTEGER, limit: entriesAtOnce };
      const entries = await listEntriesBetween(platform, page);
      for (const entry of entries) print(JSON.stringify(presentEntry(entry)));
      if (entries.length < entriesAtOnce) return;
      after = entries.at(-1)!.number;
    }
  });
};

/** `homecoming operators …`, by the command's name. */
export const operatorCommands: Readonly<Record<string, Command>> = { create, list, disable, reset, log };

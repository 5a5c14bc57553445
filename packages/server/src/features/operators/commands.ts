import type { Commands, DeclareCommand } from '../../cli/command';
import { jsonOption } from '../../cli/options';
import { type Print, printRows } from '../../cli/output';
import { printWholeLog } from '../audit';
import type { Tokens } from '../tokens';
import { createOperator, disableOperator, type MadeOperator, resetOperator } from './set-up';
import { listOperators } from './store';

interface CommandServices {
  readonly tokens: Tokens;
}

type Declare = DeclareCommand<CommandServices>;

function printSetUp({ email, setUpCode, setUpUntil }: MadeOperator, print: Print): void {
  print(setUpCode);
  print(
    `${email} can use this code until ${setUpUntil.toISOString()} to set a password and a second factor.`,
  );
}

const create: Declare = (add, { onPlatform, print }) =>
  add('operators create', 'Let someone run the platform. Prints a set-up code that is valid for three days.')
    .argument('<email>', 'their email address')
    .action(async (email) =>
      onPlatform(async (platform) => printSetUp(await createOperator(platform, email), print)),
    );

const reset: Declare = (add, { onPlatform, print }) =>
  add(
    'operators reset',
    'Sign an operator out everywhere, remove their credentials, and print a new set-up code.',
  )
    .argument('<email>', 'their email address')
    .action(async (email) =>
      onPlatform(async (platform, { tokens }) =>
        printSetUp(await resetOperator(platform, tokens, email), print),
      ),
    );

const disable: Declare = (add, { onPlatform, print }) =>
  add('operators disable', 'Disable an operator. All their sessions end within a second.')
    .argument('<email>', 'their email address')
    .action(async (address) =>
      onPlatform(async (platform, { tokens }) => {
        const { email } = await disableOperator(platform, tokens, address);
        print(
          `${email} is disabled. Their sessions, including those in which they act as members, end within a second.`,
        );
      }),
    );

const list: Declare = (add, { onPlatform, print }) =>
  add('operators list', 'List the people who run the platform.')
    .addOption(jsonOption)
    .action(async ({ json }) =>
      onPlatform(async (platform) => {
        const rows = (await listOperators(platform)).map(({ email, createdAt, setUpUntil, disabledAt }) => ({
          email,
          status: disabledAt ? 'disabled' : setUpUntil ? 'not set up' : 'active',
          created: createdAt,
          codeExpires: disabledAt ? undefined : setUpUntil,
          disabled: disabledAt,
        }));
        printRows(print, rows, { json, none: 'No operators found.' });
      }),
    );

const log: Declare = (add, { onPlatform, print }) =>
  add(
    'operators log',
    "Print the platform's own audit log, oldest entry first, as a line of JSON for each.",
  ).action(async () => onPlatform((platform) => printWholeLog(platform, print)));

export const operatorCommands: Commands<CommandServices> = [create, list, disable, reset, log];

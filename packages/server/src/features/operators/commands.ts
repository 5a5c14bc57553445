import type { Commands, DeclareCommand } from '../../cli/command';
import { jsonOption } from '../../cli/options';
import { printRows, type Print } from '../../cli/output';
import type { Tokens } from '../tokens';
import { printWholeLog } from '../audit';
import { createOperator, disableOperator, resetOperator, type MadeOperator } from './set-up';
import { listOperators } from './store';

interface CommandServices {
  readonly tokens: Tokens;
}

type Declare = DeclareCommand<CommandServices>;

function printSetUp({ email, setUpCode, setUpUntil }: MadeOperator, print: Print): void {
  print(setUpCode);
  print(
    `${email} uses this code to choose a password and a second factor. It expires at ${setUpUntil.toISOString()}.`,
  );
}

const create: Declare = (add, { onPlatform, print }) =>
  add('operators create', 'Create an operator and print their set-up code, valid for three days.')
    .argument('<email>', 'the email address of someone who is to run the platform')
    .action(async (email) =>
      onPlatform(async (platform) => printSetUp(await createOperator(platform, email), print)),
    );

const reset: Declare = (add, { onPlatform, print }) =>
  add('operators reset', "Remove an operator's credentials, end their sessions and print a new set-up code.")
    .argument('<email>', 'the email address of the operator')
    .action(async (email) =>
      onPlatform(async (platform, { tokens }) =>
        printSetUp(await resetOperator(platform, tokens, email), print),
      ),
    );

const disable: Declare = (add, { onPlatform, print }) =>
  add(
    'operators disable',
    'Disable an operator. Their sessions, and what they do as members, end within a second.',
  )
    .argument('<email>', 'the email address of the operator')
    .action(async (address) =>
      onPlatform(async (platform, { tokens }) => {
        const { email } = await disableOperator(platform, tokens, address);
        print(`${email} is disabled. Their sessions, and what they do as members, end within a second.`);
      }),
    );

const list: Declare = (add, { onPlatform, print }) =>
  add('operators list', 'List the operators, who run the platform.')
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
        printRows(print, rows, { json, none: 'There are no operators.' });
      }),
    );

const log: Declare = (add, { onPlatform, print }) =>
  add(
    'operators log',
    "Print the platform's own audit log, oldest entry first, as a line of JSON for each.",
  ).action(async () => onPlatform((platform) => printWholeLog(platform, print)));

export const operatorCommands: Commands<CommandServices> = [create, list, disable, reset, log];

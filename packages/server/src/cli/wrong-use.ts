import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { oneLine } from '../platform/one-line';
import { callOf, usageOf } from './help';

/** The command line was used wrongly. The message says how, and what is right. */
export class WrongUse extends Error {}

/** Commander's messages, in the words of our other errors. */
const rewordings: readonly (readonly [RegExp, string])[] = [
  [/^error: /, ''],
  [/^required option '(.+)' not specified$/, 'missing required option $1'],
  [/^missing required argument '(.+)'$/, 'missing required argument <$1>'],
  [/^option '(.+)' argument missing$/, 'option $1 needs a value'],
  [/^option '(.+?)' argument '([^]*)' is invalid\. /, '“$2” isn’t valid for $1. '],
  [/^command-argument value '([^]*)' is invalid for argument '(.+?)'\. /, '“$1” isn’t valid for <$2>. '],
  [/\s\((Did you mean .+)\)$/, '. $1'],
];

/** What is wrong in plain words, followed by what helps: a suggestion, where to look, or the usage. */
export function explainWrongUse(
  error: CommanderError,
  command: CommandUnknownOpts,
  args: readonly string[],
): string {
  const { code, message } = misspelledOption(error, command, args) ?? error;
  const reworded = rewordings.reduce((text, [from, to]) => text.replace(from, to), message);
  const sentence = oneLine(reworded.charAt(0).toUpperCase() + reworded.slice(1)).replace(/[^.?]$/, '$&.');
  if (code === 'commander.invalidArgument' || sentence.endsWith('?')) return sentence;
  if (code.startsWith('commander.unknown')) return `${sentence} See "${callOf(command)} --help".`;
  return `${sentence}\nUsage: ${usageOf(command)}`;
}

/** Commander looks for required options first, so it calls one missing that is only misspelled. */
function misspelledOption(
  { code }: CommanderError,
  { options }: CommandUnknownOpts,
  args: readonly string[],
): CommanderError | undefined {
  if (code !== 'commander.missingMandatoryOptionValue') return undefined;
  const lenient = new Command()
    .allowExcessArguments()
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
  for (const { flags } of options) lenient.option(flags);
  try {
    lenient.parse(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error;
    throw error;
  }
  return undefined;
}

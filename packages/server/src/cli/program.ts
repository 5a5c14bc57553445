import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { AddCommand, CommandContext, Commands } from './command';
import { helpConfiguration } from './help';
import { explainWrongUse, WrongUse } from './wrong-use';

export interface Program {
  /** Runs one command. @throws {WrongUse}, and what the command throws */
  run(args: readonly string[]): Promise<void>;
  /** The exit code if the command that was run is refused. */
  readonly refusedCode: number;
}

export interface ProgramSettings<Services> {
  readonly version: string;
  readonly commands: Commands<Services>;
  readonly context: CommandContext<Services>;
  /** What follows the list of commands in the help. */
  readonly epilogue?: string;
}

/** The command line, for one use. */
export function createProgram<Services>(settings: ProgramSettings<Services>): Program {
  const { version, commands, context, epilogue = '' } = settings;
  let [help, helpForErrors] = ['', ''];
  const root = new Command('homecoming')
    .description('Runs and administers a Homecoming service.')
    .usage('<command> [options]')
    .version(version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command...]', 'Show help for a command.')
    .addHelpText('after', epilogue && `\n${epilogue}`)
    .configureHelp(helpConfiguration)
    .configureOutput({
      writeOut: (text) => (help += text),
      writeErr: (text) => (helpForErrors += text),
      outputError: () => undefined,
    })
    .exitOverride();

  let current: CommandUnknownOpts = root;
  let refusedCode = 1;
  const followed = (group: Command) => group.hook('preSubcommand', (_, next) => void (current = next));
  followed(root);
  const groups = new Map<string, Command>();
  const groupOf = (name: string): Command => {
    const group =
      groups.get(name) ?? followed(root.command(name).usage('<command> [options]').helpCommand(false));
    groups.set(name, group);
    return group;
  };

  const add: AddCommand = (name, description, { examples = [], refusedCode: code = 1 } = {}) => {
    const [first = '', second] = name.split(' ');
    const command = second === undefined ? root.command(first) : groupOf(first).command(second);
    const shown = examples.map((example) => `\n  homecoming ${example}`).join('');
    return command
      .description(description)
      .addHelpText('after', shown && `\nExample${examples.length > 1 ? 's' : ''}:${shown}`)
      .hook('preAction', () => void (refusedCode = code));
  };
  for (const declare of commands) declare(add, context);

  return {
    run: async (args) => {
      // Commander's own help command finds no command within a group.
      const asked = args[0] === 'help' ? [...args.slice(1), '--help'] : args;
      try {
        await root.parseAsync(asked, { from: 'user' });
      } catch (error) {
        if (!(error instanceof CommanderError)) throw error;
        if (error.exitCode === 0) return context.print(help.trimEnd());
        const message = helpForErrors.trimEnd() || explainWrongUse(error, current, args);
        throw new WrongUse(message, { cause: error });
      }
    },
    get refusedCode() {
      return refusedCode;
    },
  };
}

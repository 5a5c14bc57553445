import { type CommandUnknownOpts, Help, type HelpConfiguration } from '@commander-js/extra-typings';

/** A command as it is typed, from `homecoming` on. */
export const callOf = (command: CommandUnknownOpts): string =>
  [...(command.parent ? [callOf(command.parent)] : []), command.name()].join(' ');

/** A command's usage, which names the options that it can't do without. */
export function usageOf(command: CommandUnknownOpts): string {
  const required = command.options.filter(({ mandatory }) => mandatory).map(({ flags }) => flags);
  const usage = new Help().commandUsage(command);
  return usage.replace('[options]', [...required, '[options]'].join(' '));
}

/** How commander's help is changed. */
export const helpConfiguration: HelpConfiguration = {
  commandUsage: usageOf,
  subcommandTerm: (command) => callOf(command).replace(/^homecoming /, ''),
  subcommandDescription: (command) => command.description().split(/(?<=\.)\s/)[0]!,
  // Only where help is written: commander suggests names of visible commands for misspelled ones.
  formatHelp: (command, helper) => new Help().formatHelp(command, Object.assign(helper, { visibleCommands })),
};

/** The commands themselves, in place of their groups. */
function visibleCommands(command: CommandUnknownOpts): CommandUnknownOpts[] {
  const visible = new Help().visibleCommands(command);
  return visible.flatMap((each) => (each.commands.length ? each.commands : [each]));
}

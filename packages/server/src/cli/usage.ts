import type { Commands } from './command';

const width = 24;

/** The list of all commands, as `homecoming help` prints it. */
export function usageOf(commands: Commands<never>): string {
  const lines = Object.entries(commands).flatMap(([name, { synopsis, help }]) => {
    const [first = '', ...more] = synopsis.split('\n');
    const call = `  ${name} ${first}`.trimEnd();
    const explained = help.split('\n').map((line) => ' '.repeat(width) + line);
    if (call.length < width && !more.length)
      return [call.padEnd(width) + explained[0]!.trimStart(), ...explained.slice(1)];
    return [call, ...more.map((line) => ' '.repeat(name.length + 3) + line), ...explained];
  });
  return `homecoming <command>\n\n${lines.join('\n')}\n`;
}

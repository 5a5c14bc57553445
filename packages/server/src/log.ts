import { type Logger, pino } from 'pino';
import type { Config } from './config';
import { type ErrorDescription, errorSerializers, lineOf } from './platform/error-description';
import { oneLine } from './platform/one-line';

/** The process's log: JSON lines for programs, or lines that a person reads beside what a start prints. */
export function openLog({ logLevel, logFormat }: Pick<Config, 'logLevel' | 'logFormat'>): Logger {
  const options = { level: logLevel, serializers: errorSerializers };
  if (logFormat === 'json') return pino(options);
  return pino(options, { write: (line: string) => void process.stdout.write(textOf(line)) });
}

/** `  warn  a database connection was lost: ECONNRESET`. Other fields stand behind, but not what every line of JSON has. */
export function textOf(line: string): string {
  const { level, msg, err, time: _, pid: __, hostname: ___, ...rest } = JSON.parse(line) as LogLine;
  const about = Object.entries(rest).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const what = [msg, err && lineOf(err)].filter(Boolean).join(': ');
  return `  ${pino.levels.labels[level] ?? level}  ${oneLine([what, ...about].join(' '))}\n`;
}

interface LogLine extends Readonly<Record<string, unknown>> {
  readonly level: number;
  readonly msg?: string;
  readonly err?: ErrorDescription;
}

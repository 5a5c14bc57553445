import { Argument, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { type IdKind, idPrefixes, parseId } from '../platform/ids';

/** The error of a command that is used wrongly: it is shown with the command's usage, and the exit code is 2. */
export const wrongUse = (message: string) => new InvalidArgumentError(message);

/** For commands that work at one institution. */
export const institutionOption = new Option(
  '--institution <slug>',
  'the institution, by its slug ("homecoming institutions list" shows them)',
).makeOptionMandatory();

/** For commands that list something. */
export const jsonOption = new Option('--json', 'print each item as a line of JSON instead of a table');

/** An option that may be given several times, one value each. */
export const repeatable = <const Flags extends string, T = string>(
  flags: Flags,
  description: string,
  parse: (text: string) => T,
) =>
  new Option(flags, `${description}; can be repeated`).argParser(
    (text: string, previous: readonly T[] | undefined): readonly T[] => [...(previous ?? []), parse(text)],
  );

export const asTyped = (text: string): string => text;

/** One of a few words, where `choices` of an option can't be used. */
export const oneOf =
  <T extends string>(words: readonly T[]) =>
  (text: string): T => {
    const found = words.find((each) => each === text);
    if (found === undefined) throw wrongUse(`Allowed choices are ${words.join(', ')}.`);
    return found;
  };

export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (!/^\d{1,15}$/.test(text) || number < least || number > most)
      throw wrongUse(`Use a whole number from ${least} to ${most}.`);
    return number;
  };

/** Reads an ID that is written with its prefix. */
export const idOf =
  (kind: IdKind) =>
  (text: string): string => {
    const uuid = parseId(kind, text);
    if (!uuid) throw wrongUse(`Use the ID of a ${kind} (${idPrefixes[kind]}_…).`);
    return uuid;
  };

/** @param flags such as `<key-id>` */
export const idArgument = <const Flags extends string>(flags: Flags, kind: IdKind, description: string) =>
  new Argument(flags, description).argParser(idOf(kind));

import { invalidField } from '../../contract/problems';

/** As many characters as an institution's name may have. */
const longest = 200;

/** Control characters, and what ends a line: in mails and on terminals they do more than a name should. */
const controls = /[\p{Cc}\u2028\u2029]+/gu;

/**
 * An institution's name as it is kept.
 * @throws {Problem} invalid_request
 */
export function checkedName(text: string): string {
  const name = text.trim();
  if (name === '') throw refused('must not be empty');
  if (name.length > longest) throw refused(`must have at most ${longest} characters`);
  if (name.search(controls) >= 0) throw refused('must not have line breaks or other control characters');
  return name;
}

/** A name that was kept before names were checked, as it is shown. */
export const shownName = (kept: string): string => kept.replace(controls, ' ');

const refused = (message: string) =>
  invalidField('/name', message, { detail: `The institution’s name (/name) ${message}.` });

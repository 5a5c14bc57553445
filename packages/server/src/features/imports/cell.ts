import { decodeHTMLStrict } from 'entities';
import { visibleText } from '../directory';

/**
 * What a cell says: entities of HTML decoded where they end with a semicolon, without invisible characters, spaces collapsed. Undefined
 * where that is nothing, or an empty date.
 * @param isAddress of the web: then `&` is just that
 */
export function cellValue(cell: string, isAddress = false): string | undefined {
  const text = unprotected(cell);
  const decoded = isAddress || !text.includes('&') ? text : decodeHTMLStrict(text);
  const value = visibleText(decoded.replace(/\s+/g, ' '));
  return value === '' || value === '0000-00-00' ? undefined : copied(value);
}

/** A text of its own: as a piece of the file's it would keep all of that in memory, and be slower to work with. */
const copied = (text: string) => Buffer.from(text).toString();

/** Without what keeps spreadsheets from taking a text for a number or a formula: `="00012"`, `'=text`. */
function unprotected(cell: string): string {
  const text = cell.trim();
  const [, quoted] = /^="(.*)"$/s.exec(text) ?? [];
  if (quoted !== undefined) return quoted.replaceAll('""', '"');
  return /^'[=+\-@]/.test(text) ? text.slice(1) : text;
}

/**
 * The year of graduation that a text says: `2003`, `2003.0`, `2003-06-30`, `Class of 2003`, `June 2003`; of an academic year the one in
 * which it ends: 2015 for `2014/15`.
 */
export function yearOf(value: string): number | undefined {
  const text = value.normalize('NFKC').trim();
  const [, year] =
    /^(?:\p{L}[\p{L}\s.,:]*\s)?(\d{4})(?:[.,]0+|年度?|년)?$/u.exec(text) ??
    /^(\d{4})-\d{2}-\d{2}(?:[T ][\d:.]+Z?)?$/.exec(text) ??
    [];
  if (year) return Number(year);
  const [, from, to] = /^(\d{4})\s*[/–—-]\s*(\d{2}|\d{4})$/.exec(text) ?? [];
  if (!from || !to) return undefined;
  const century = to.length === 4 ? 0 : Math.floor(Number(from) / 100) * 100;
  const end = century + Number(to);
  // 1999/00 ends in the next century.
  const last = end < Number(from) && to.length === 2 ? end + 100 : end;
  return last >= Number(from) && last - Number(from) <= 12 ? last : undefined;
}

/** A day without the time of day that databases add. */
export const dayOf = (value: string): string => value.replace(/^(\d{4}-\d{2}-\d{2})[T ]00:00.*$/, '$1');

/** A spreadsheet has taken the id for a number and rounded it: what it was can't be known. */
export const isRoundedNumber = (value: string): boolean => /^[+-]?\d([.,]\d+)?E[+-]\d+$/i.test(value);

/** What a formula leaves that has failed. */
export const isSpreadsheetError = (value: string): boolean =>
  /^#(N\/A|REF!|NAME\?|VALUE!|DIV\/0!|NULL!|NUM!|SPILL!|#+)$/i.test(value);

/** What people write where there is nothing. */
export const isEmptyMark = (value: string): boolean =>
  /^n\/a$/i.test(value) || !/[\p{L}\p{N}\p{S}]/u.test(value);

/** What programs write there; some people bear such names. */
export const isPlaceholder = (value: string): boolean => /^(null|none|\(blank\))$/i.test(value);

import { asciiDigits } from '../shared/typed';
import type { YearRange } from './criteria';

/** A bar of the batch years: one year, or a few together. */
export interface YearBar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** More bars than this would be thinner than the eye can tell apart in a narrow column. */
const maximumBars = 60;

/** Years in order, those without people too; several to a bar where there are very many. */
export function yearBars(values: readonly { readonly value: string; readonly count: number }[]): YearBar[] {
  const counts = new Map(values.map(({ value, count }) => [Number(value), count]));
  const years = [...counts.keys()].filter(Number.isInteger);
  if (years.length === 0) return [];
  const first = Math.min(...years);
  const last = Math.max(...years);
  const step = Math.ceil((last - first + 1) / maximumBars);
  const bars: YearBar[] = [];
  for (let from = first; from <= last; from += step) {
    const to = Math.min(from + step - 1, last);
    let count = 0;
    for (let year = from; year <= to; year += 1) count += counts.get(year) ?? 0;
    bars.push({ from, to, count });
  }
  return bars;
}

/** Whether any year of a bar lies in the range; a range without ends holds all. */
export function isInRange({ from, to }: YearBar, range: YearRange): boolean {
  return to >= (range.from ?? -Infinity) && from <= (range.to ?? Infinity);
}

/** A year of four digits, of any script, as typed; `undefined` for an empty text, `null` for anything else. */
export function parseYear(text: string): number | undefined | null {
  const trimmed = asciiDigits(text).trim();
  if (trimmed === '') return undefined;
  return /^[12][0-9]{3}$/.test(trimmed) ? Number(trimmed) : null;
}

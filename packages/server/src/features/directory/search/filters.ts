import { invalidField } from '../../../contract/problems';
import { keyOf } from '../text';
import type { Filters } from './query';

const mostYears = 200;

interface FilterParameters {
  readonly batchYear?: readonly (number | string)[];
  readonly department?: readonly string[];
  readonly company?: readonly string[];
  readonly city?: readonly string[];
  readonly country?: readonly string[];
  readonly industry?: readonly string[];
  readonly skill?: readonly string[];
}

/**
 * The filters of a call, folded as what is stored is, in one order, so that equal questions are written equally.
 * @throws {Problem} invalid_request where a range of years is not one
 */
export function filtersOf(query: FilterParameters): Filters {
  const keys = (values: readonly string[]) => [...new Set(values.map(keyOf))].sort();
  return {
    ...(query.batchYear && { batchYear: yearsOf(query.batchYear) }),
    ...(query.department && { department: keys(query.department) }),
    ...(query.company && { company: keys(query.company) }),
    ...(query.city && { city: keys(query.city) }),
    ...(query.country && { country: keys(query.country) }),
    ...(query.industry && { industry: keys(query.industry) }),
    ...(query.skill && { skill: keys(query.skill) }),
  };
}

function yearsOf(values: readonly (number | string)[]): string[] {
  const years = new Set<number>();
  for (const value of values) {
    const [from, to = from] = String(value).split('..').map(Number);
    if (from! > to! || from! < 1_000 || to! > 2_999 || to! - from! >= mostYears) {
      const message = `must be a year from 1000 to 2999, or from..to with at most ${mostYears} of them`;
      throw invalidField('batchYear', message);
    }
    for (let year = from!; year <= to!; year++) years.add(year);
  }
  return [...years].sort((a, b) => a - b).map(String);
}

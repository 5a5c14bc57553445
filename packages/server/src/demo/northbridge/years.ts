import { weighted } from './random';

export const firstYear = 1975;
export const lastYear = 2024;

export const batchYears: readonly number[] = Array.from(
  { length: lastYear - firstYear + 1 },
  (_, i) => firstYear + i,
);

/** Classes grow about fivefold in fifty years. */
export const drawBatchYear = weighted(batchYears, (year) => 1.033 ** (year - firstYear));

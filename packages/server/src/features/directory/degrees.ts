import type { Degree } from './profile';

/** Degrees as they are written anew: what a registrar has confirmed stays so as long as nothing of it is otherwise. */
export function withVerifications(written: readonly Degree[], before: readonly Degree[]): Degree[] {
  const verified = before.filter(({ verification }) => verification);
  return written.map((degree) => verified.find((each) => isSame(each, degree)) ?? degree);
}

/** Year and programme are the batch's. */
function isSame(a: Degree, b: Degree): boolean {
  return a.batchId === b.batchId && a.department === b.department && a.kind === b.kind;
}

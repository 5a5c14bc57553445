import type { Profile } from '../model';

/** A person's degrees in words: `PhD, Chemistry, Doctoral School, 1911`. */
export function degreeLines({ degrees }: Profile): string[] {
  return degrees.map(({ kind, department, programme, batchYear }) => {
    const parts = [kind, department, programme === department ? undefined : programme, String(batchYear)];
    return parts.filter((part) => part !== undefined).join(', ');
  });
}

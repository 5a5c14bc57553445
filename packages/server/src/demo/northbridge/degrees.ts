import { type Department, departments } from './departments';
import type { ProfileDraft } from './profile-draft';
import { type Draw, type Random, weighted } from './random';
import { batchYears, firstYear, lastYear } from './years';

type Degree = NonNullable<ProfileDraft['degrees']>[number];

export interface Studies {
  readonly degrees: Degree[];
  readonly department: Department;
}

const departmentByYear = new Map(
  batchYears.map((year): [number, Draw<Department>] => {
    const age = (year - firstYear) / (lastYear - firstYear);
    return [year, weighted(departments, ({ share }) => share[0] + (share[1] - share[0]) * age)];
  }),
);
const business = departments.find(({ name }) => name === 'Business Administration')!;

type Level = 'Bachelor' | 'Master' | 'Doctorate';
const drawLevel = weighted<Level | 'MBA'>(
  ['Bachelor', 'Master', 'Doctorate', 'MBA'],
  (_, i) => [66, 22, 6, 6][i]!,
);
const drawLaterLevel = weighted<Level | 'MBA'>(['Master', 'MBA', 'Doctorate'], (_, i) => [60, 22, 18][i]!);

function degree(batchYear: number, level: Level | 'MBA', department: Department): Degree {
  if (level === 'MBA') return { batchYear, programme: 'MBA', kind: 'Master', department: business.name };
  const programme = { Bachelor: department.bachelor, Master: department.master, Doctorate: 'PhD' }[level];
  return { batchYear, programme, kind: level, department: department.name };
}

// A little above 8 %, because nobody of the last year has had time for a second one.
const secondDegree = 0.0835;

export function drawStudies(random: Random, batchYear: number): Studies {
  const department = departmentByYear.get(batchYear)!(random);
  if (batchYear < lastYear && random.chance(secondDegree)) {
    const first = degree(batchYear, 'Bachelor', department);
    const later = Math.min(lastYear, batchYear + 1 + random.below(9));
    const field = random.chance(0.75) ? department : departmentByYear.get(later)!(random);
    const second = degree(later, drawLaterLevel(random), field);
    (random.chance(0.7) ? first : second).primary = true;
    return { degrees: [first, second], department };
  }
  const level = drawLevel(random);
  const only = degree(batchYear, level, department);
  only.primary = true;
  // Old registers do not always say in what.
  if (random.chance(0.02)) delete only.department;
  return { degrees: [only], department: level === 'MBA' ? business : department };
}

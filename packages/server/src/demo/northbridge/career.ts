import { drawAnyIndustry, drawCity, drawPlace, type Labour, type Place } from './companies';
import { type Department, departments } from './departments';
import type { PersonName } from './names';
import { homeCity, homeCountry } from './places';
import { type Random, ranked } from './random';
import { lastYear } from './years';

export interface Career {
  readonly company?: string;
  readonly industry?: string;
  readonly title?: string;
  readonly place: Place;
  readonly role: string;
  readonly field: string;
  readonly retired: boolean;
}

/** Only schools have teachers. */
const rolesElsewhere = new Map(
  departments.map(({ name, roles }) => [
    name,
    roles.filter((role) => name === 'Education' || !role.endsWith('Teacher')),
  ]),
);

const industryDraws = new Map(departments.map(({ name, industries }) => [name, ranked(industries, 1, 1.1)]));

/** A title that somebody may bear so many years after graduating. */
function titleOf(
  random: Random,
  years: number,
  role: string,
  field: string,
  department: Department,
  industry: string,
): string {
  if (industry === 'Higher Education') return academicTitle(random, years, department.name);
  if (industry === 'Education') return schoolTitle(random, years, department.name);
  if (department.name === 'Medicine')
    return years < 6 ? `Resident ${role}` : years < 14 ? role : `Consultant ${role}`;
  if (years < 3) return random.pick([`Junior ${role}`, `Graduate ${role}`, role]);
  if (years < 8) return role;
  if (years < 15) return random.pick([`Senior ${role}`, `Lead ${role}`, `Senior ${role}`, role]);
  const partnership = industry === 'Law' || industry === 'Consulting' || industry === 'Architecture';
  if (partnership && random.chance(0.5))
    return random.pick(['Partner', 'Senior Partner', 'Managing Partner']);
  if (years < 26)
    return random.pick([`Head of ${field}`, `Director of ${field}`, `Principal ${role}`, `Senior ${role}`]);
  return random.pick([
    `Vice President, ${field}`,
    `Director of ${field}`,
    'Managing Director',
    'Chief Executive',
    `Principal ${role}`,
  ]);
}

function academicTitle(random: Random, years: number, subject: string): string {
  if (years < 5) return random.pick(['Doctoral Researcher', `Research Assistant in ${subject}`]);
  if (years < 10)
    return random.pick(['Postdoctoral Researcher', 'Research Fellow', `Lecturer in ${subject}`]);
  if (years < 18)
    return random.pick([`Lecturer in ${subject}`, `Senior Lecturer in ${subject}`, 'Associate Professor']);
  return random.pick([`Professor of ${subject}`, `Reader in ${subject}`, 'Dean', `Professor of ${subject}`]);
}

function schoolTitle(random: Random, years: number, subject: string): string {
  const teacher = subject === 'Education' ? 'Teacher' : `Teacher of ${subject}`;
  if (years < 9) return teacher;
  return random.pick([
    teacher,
    subject === 'Education' ? 'Head of Year' : `Head of ${subject}`,
    'Deputy Headteacher',
    'Headteacher',
  ]);
}

/** Near the university, at home, or anywhere. */
function drawHome(random: Random, { countries }: PersonName): Place {
  if (random.chance(0.1)) return { city: homeCity, country: homeCountry };
  if (random.chance(0.5)) return drawPlace(random);
  const country = random.chance(0.7) ? countries[0]! : random.pick(countries);
  return { city: drawCity(random, country), country };
}

export function drawCareer(
  random: Random,
  labour: Labour,
  name: PersonName,
  department: Department,
  batchYear: number,
): Career {
  const industry = random.chance(0.9)
    ? industryDraws.get(department.name)!(random)
    : drawAnyIndustry(random).name;
  const role = random.pick(
    industry === 'Education' ? department.roles : rolesElsewhere.get(department.name)!,
  );
  const field = random.pick(department.fields);
  const years = lastYear + 1 - batchYear;
  const home = drawHome(random, name);
  if (years > 40 && random.chance(0.5)) {
    const known = random.chance(0.4);
    return { place: home, role, field, retired: true, ...(known && { title: `Retired ${role}`, industry }) };
  }
  if (random.chance(0.15)) return { place: home, role, field, retired: false };
  const title = random.chance(0.92) ? titleOf(random, years, role, field, department, industry) : undefined;
  if (years > 5 && name.familyName && random.chance(0.04)) {
    const company = `${name.familyName} ${random.pick(['Consulting', '& Partners', 'Studio', 'Associates', '& Co.'])}`;
    return {
      company,
      industry,
      title: random.pick(['Founder', 'Owner', 'Managing Director']),
      place: home,
      role,
      field,
      retired: false,
    };
  }
  const firm = labour.get(industry)!(random);
  const place = firm.place && random.chance(0.85) ? firm.place : home;
  return {
    company: firm.name,
    ...(random.chance(0.93) && { industry }),
    ...(title !== undefined && { title }),
    place,
    role,
    field,
    retired: false,
  };
}

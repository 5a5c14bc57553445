import type { Career } from './career';
import type { Studies } from './degrees';
import { commonSkills, departments } from './departments';
import type { PersonName } from './names';
import type { ProfileDraft } from './profile-draft';
import { type Draw, type Random, ranked } from './random';
import { slug } from './words';

const skillDraws = new Map(departments.map(({ name, skills }) => [name, ranked(skills, 2)]));
const drawCommonSkill: Draw<string> = ranked(commonSkills, 3);

/** None to eight, mostly of the department. */
export function drawSkills(random: Random, { department }: Studies): string[] {
  if (random.chance(0.3)) return [];
  const skills = new Set<string>();
  for (let left = 1 + random.below(8); left > 0; left--) {
    skills.add(random.chance(0.7) ? skillDraws.get(department.name)!(random) : drawCommonSkill(random));
  }
  return [...skills];
}

const article = (noun: string) => (/^[aeiou]/i.test(noun) ? `an ${noun}` : `a ${noun}`);

export function drawHeadline(
  random: Random,
  career: Career,
  { department }: Studies,
  skills: readonly string[],
): string {
  const { role, field, company, place } = career;
  const [first = 'New ideas', second = 'good company'] = skills;
  if (career.retired) {
    return random.pick([
      `Retired ${role.toLowerCase()}, enjoying ${place.city}`,
      'Retired and glad to mentor',
      `${field}, then a garden`,
    ]);
  }
  const choices = [
    `${role} · ${first}`,
    `${first}, ${second}`,
    `${department.name} graduate in ${place.city}`,
    `${field}, and the people in it`,
    `${role}, ${place.country}`,
    'Happy to mentor students',
    `Ask me about: ${first}`,
  ];
  if (company) choices.push(`${role} at ${company}`, `${field} at ${company}`);
  return random.pick(choices);
}

const memories = [
  'Rowed for the college until the river froze over.',
  'Spent more evenings in the student theatre than in the library.',
  'Still has the library card.',
  'Edited the student paper for two years.',
  'Sang in the chapel choir.',
  'Met half of a later team in the canteen.',
  'Played in the orchestra, third desk, quietly.',
  'Organised the first hackathon in the old gym.',
];
const offers = [
  'Glad to hear from students who think about the same way.',
  'Comes back for the reunion every five years.',
  'Writes to the office only when the address changes.',
  'Likes to give guest lectures.',
  'Runs the local alumni chapter.',
  'Looking for a co-founder.',
];

export function drawBio(
  random: Random,
  name: PersonName,
  career: Career,
  { department, degrees }: Studies,
): string {
  const { place, role, company } = career;
  const year = degrees[0]!.batchYear;
  const opening = random.pick([
    `Came to Northbridge for ${department.name.toLowerCase()} and graduated in ${year}.`,
    `${name.givenName} studied ${department.name.toLowerCase()} and has lived in ${place.city} since ${year + 1 + random.below(6)}.`,
    `Class of ${year}.`,
  ]);
  const work = career.retired
    ? `Was ${article(role.toLowerCase())} for many years.`
    : company
      ? random.pick([`Now works at ${company}.`, `Joined ${company} as ${article(role.toLowerCase())}.`])
      : `Works as ${article(role.toLowerCase())}.`;
  return [opening, work, random.pick(memories), random.pick(offers)].join(' ');
}

export function drawLinks(random: Random, handle: string): ProfileDraft['links'] {
  const links = [{ label: 'Homepage', url: `https://${handle.replaceAll('.', '-')}.example.org/` }];
  if (random.chance(0.3))
    links.push({
      label: random.pick(['Portfolio', 'Publications', 'Talks']),
      url: `https://work.example.com/${handle}`,
    });
  return links;
}

/** A name's part of addresses, and what makes it unlike its namesakes'. */
export function handleOf({ givenName, familyName }: PersonName, index: number): string {
  return [slug(givenName), slug(familyName ?? ''), index.toString(36)]
    .filter((part) => part !== '')
    .join('.');
}

const domains = [
  'alumni.northbridge.example',
  'alumni.northbridge.example',
  'example.org',
  'example.com',
  'mail.example.net',
];

export function drawEmail(random: Random, handle: string): string {
  return `${handle}@${random.pick(domains)}`;
}

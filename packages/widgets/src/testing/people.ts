import type { DirectoryEntry } from '@homecoming/sdk';

/** A person of the stand-in's register: a result without what a search adds. */
export type Person = Omit<DirectoryEntry, 'highlights'>;

const givenNames = [
  'Ada',
  'Grace',
  'Alan',
  'Rosalind',
  'Niels',
  'Chien-Shiung',
  'Subrahmanyan',
  'Emmy',
  'Srinivasa',
  'Lise',
  'Ørsted',
  'José',
];
const familyNames = [
  'Lovelace',
  'Hopper',
  'Turing',
  'Franklin',
  'Bohr',
  'Wu',
  'Chandrasekhar',
  'Noether',
  'Ramanujan',
  'Meitner',
  'Núñez',
  'Okafor',
  'van der Berg',
];
const companies = [
  'Northbridge Labs',
  'Helios Energy',
  'Meridian Bank',
  'Cedar Health',
  'Orbit Systems',
  'City Council',
  'Bluewater Shipping',
  'Atlas Engineering',
  'Fernway Press',
  'Kite & Co',
];
const titles = [
  'Research scientist',
  'Engineer',
  'Professor',
  'Analyst',
  'Director of partnerships',
  'Physician',
];
const departments = ['Physics', 'Chemistry', 'Computer Science', 'Economics', 'Medicine', 'History', 'Law'];
const places = [
  ['Cambridge', 'United Kingdom'],
  ['Pasadena', 'United States'],
  ['Paris', 'France'],
  ['Lagos', 'Nigeria'],
  ['Kyoto', 'Japan'],
  ['São Paulo', 'Brazil'],
  ['Pune', 'India'],
] as const;

const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item;

/** A TypeID that the contract would accept. */
const idOf = (index: number) => `prof_01jdyvbv7gen8t9pe8z5${index.toString().padStart(6, '0')}`;

/** The people who try the seams: accents, other scripts, one name, no details, markup in a name, very long texts, a lost photo. */
function particularPeople(api: string): Person[] {
  return [
    {
      id: idOf(0),
      displayName: 'Marie Curie',
      otherNames: ['Maria Skłodowska'],
      batchYear: 1911,
      department: 'Chemistry',
      company: 'Sorbonne University',
      title: 'Professor',
      city: 'Paris',
      country: 'France',
      skills: ['Radiochemistry'],
      photoUrl: `${api}/photo.svg`,
    },
    {
      id: idOf(1),
      displayName: 'Erwin Schrödinger',
      batchYear: 1933,
      department: 'Physics',
      company: 'Berlin University',
      title: 'Professor',
      city: 'Berlin',
      country: 'Germany',
      photoUrl: `${api}/lost.svg`,
    },
    {
      id: idOf(2),
      displayName: '王小明',
      otherNames: ['Wang Xiaoming'],
      batchYear: 1998,
      department: 'Computer Science',
      company: 'Orbit Systems',
      city: '上海',
    },
    {
      id: idOf(3),
      displayName: 'ليلى حداد',
      batchYear: 2004,
      department: 'Medicine',
      company: 'Zenith Clinic',
      title: 'Physician',
      country: 'Lebanon',
    },
    { id: idOf(4), displayName: 'Suharto' },
    {
      id: idOf(5),
      displayName: '<img src=x onerror=alert(1)>',
      headline: '<b>Not markup</b> & never will be',
      batchYear: 2010,
    },
    {
      id: idOf(6),
      displayName:
        'Wolfeschlegelsteinhausenbergerdorff Maximilian Theodor Alexander von und zu Hohenlohe-Langenburg',
      batchYear: 1987,
      department: 'Mechanical Engineering and Applied Thermodynamics of Continuous Media',
      company: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
      title: 'Deputy vice-president for inter-institutional coordination',
      city: 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch',
      country: 'United Kingdom',
    },
  ];
}

/** 312 people, the same ones each time. */
export function createPeople(api: string): Person[] {
  const ordinary = Array.from({ length: 305 }, (_, index): Person => {
    const [city, country] = pick(places, index * 3 + (index >> 3));
    return {
      id: idOf(index + 100),
      displayName: `${pick(givenNames, index * 7)} ${pick(familyNames, index * 5 + (index >> 2))}`,
      batchYear: 1965 + ((index * 13 + ((index * index) >> 4)) % 58),
      department: pick(departments, index + (index >> 4)),
      company: pick(companies, (index * index) >> 2),
      title: pick(titles, index + (index >> 5)),
      city,
      country,
      skills: ['Teaching'],
    };
  });
  return [...particularPeople(api), ...ordinary].sort((a, b) => (a.displayName < b.displayName ? -1 : 1));
}

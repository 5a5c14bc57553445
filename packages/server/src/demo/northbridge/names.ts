import type { NameGroup } from './name-group';
import { africa } from './names-africa';
import { britishIsles } from './names-british-isles';
import { eastAsia } from './names-east-asia';
import { easternEurope } from './names-eastern-europe';
import { iberiaAndAmericas } from './names-iberia-americas';
import { middleEast } from './names-middle-east';
import { northernEurope } from './names-northern-europe';
import { southAsia } from './names-south-asia';
import { southeastAsia } from './names-southeast-asia';
import { westernEurope } from './names-western-europe';
import { type Draw, type Random, ranked, weighted } from './random';
import { batchYears } from './years';

export interface PersonName {
  readonly givenName: string;
  readonly familyName?: string;
  readonly displayName?: string;
  readonly otherNames: readonly string[];
  /** Where people of that origin come from, the likeliest first. */
  readonly countries: readonly string[];
}

/** A name, and what it is in its own script where the table knows it. */
interface Name {
  readonly latin: string;
  readonly native?: string;
}

interface Origin {
  readonly group: NameGroup;
  readonly given: { readonly female: Draw<Name>; readonly male: Draw<Name> };
  readonly family: Draw<Name>;
  readonly rareStart?: Draw<Name>;
  readonly rareEnd?: Draw<Name>;
}

function nameOf(word: string, { romanize }: NameGroup): Name {
  if (romanize) return { latin: romanize(word), native: word };
  const [latin, native] = word.split(':') as [string, string?];
  return native === undefined ? { latin } : { latin, native };
}

function originOf(group: NameGroup): Origin {
  const names = (list: readonly string[]) => list.map((word) => nameOf(word, group));
  // Parts are spelt, not romanized: a word is only complete with its end.
  const parts = (list: readonly string[]) =>
    names(list).map((name, i) => (group.romanize ? { latin: list[i]!, native: list[i]! } : name));
  return {
    group,
    given: { female: ranked(names(group.female), 4), male: ranked(names(group.male), 4) },
    family: ranked(names(group.family), 4),
    ...(group.rare && {
      rareStart: ranked(parts(group.rare.starts), 12),
      rareEnd: ranked(parts(group.rare.ends), 6),
    }),
  };
}

const origins = [
  ...britishIsles,
  ...westernEurope,
  ...iberiaAndAmericas,
  ...northernEurope,
  ...easternEurope,
  ...middleEast,
  ...africa,
  ...southAsia,
  ...eastAsia,
  ...southeastAsia,
].map(originOf);

/** Who studies changes from year to year: the later, the farther people come. */
const originByYear = new Map(
  batchYears.map((year, i) => {
    const age = i / (batchYears.length - 1);
    return [year, weighted(origins, ({ group: { share } }) => share[0] + (share[1] - share[0]) * age)];
  }),
);

function joined(first: Name, second: Name, joint: string): Name {
  const native =
    first.native !== undefined && second.native !== undefined ? first.native + second.native : undefined;
  const latin = first.latin + joint + second.latin;
  return native === undefined ? { latin } : { latin, native };
}

function drawRare({ group, rareStart, rareEnd }: Origin, random: Random): Name {
  const start = rareStart!(random);
  const end = rareEnd!(random);
  if (group.romanize) return nameOf(start.native! + end.native!, group);
  // A capital after a particle stays, one within a word goes.
  if (/[a-z]$/.test(start.latin)) return joined(start, { ...end, latin: end.latin.toLowerCase() }, '');
  return joined(start, end, '');
}

function drawSingle(origin: Origin, random: Random): Name {
  const { rare } = origin.group;
  return rare && random.chance(rare.share) ? drawRare(origin, random) : origin.family(random);
}

function drawFamily(origin: Origin, random: Random, female: boolean): Name {
  const { double, feminine, romanize } = origin.group;
  const first = drawSingle(origin, random);
  if (double && random.chance(double.share)) {
    const second = origin.family(random);
    if (second.latin === first.latin) return first;
    return second.native === undefined
      ? joined(first, second, double.joint)
      : { latin: first.latin + double.joint + second.latin, native: `${first.native} ${second.native}` };
  }
  if (!female || !feminine) return first;
  return romanize ? nameOf(feminine(first.native!), origin.group) : { latin: feminine(first.latin) };
}

function drawGiven({ group, given }: Origin, random: Random, female: boolean): Name {
  const draw = female ? given.female : given.male;
  const first = draw(random);
  if (!group.syllables || random.chance(group.syllables.single)) return first;
  const second = draw(random);
  const { joint } = group.syllables;
  return joined(first, joint === ' ' ? second : { ...second, latin: second.latin.toLowerCase() }, joint);
}

function nativeName(given: Name, family: Name, { familyFirst }: NameGroup): string | undefined {
  if (given.native === undefined || family.native === undefined) return undefined;
  return familyFirst ? family.native + given.native : `${given.native} ${family.native}`;
}

/** Draws the name of somebody who graduated in a year. */
export function drawName(random: Random, batchYear: number): PersonName {
  const origin = originByYear.get(batchYear)!(random);
  const { group } = origin;
  const female = random.chance(0.36 + ((batchYear - 1975) / 50) * 0.18);
  const given = drawGiven(origin, random, female);
  if (group.mononym && random.chance(group.mononym))
    return { givenName: given.latin, otherNames: [], countries: group.countries };
  const family = drawFamily(origin, random, female);
  const otherNames: string[] = [];
  let familyName = family.latin;
  let displayName: string | undefined;

  const native = nativeName(given, family, group);
  if (native !== undefined && random.chance(0.4)) {
    // Some like to be shown in both scripts.
    if (random.chance(0.15)) displayName = `${given.latin} ${familyName} (${native})`;
    else otherNames.push(native);
  }
  if (female && random.chance(group.married ?? 0.12)) {
    const partner = random.chance(0.8) ? origin : random.pick(origins);
    const taken = drawFamily(partner, random, true).latin;
    if (random.chance(0.25)) familyName = `${taken}-${familyName}`;
    else {
      otherNames.push(`${given.latin} ${familyName}`);
      familyName = taken;
    }
  } else if (random.chance(0.03)) {
    familyName = `${familyName}-${drawFamily(random.chance(0.6) ? origin : random.pick(origins), random, female).latin}`;
  }
  if (random.chance(0.03)) otherNames.push(nickname(given.latin));
  const name = { givenName: given.latin, familyName, otherNames, countries: group.countries };
  return displayName === undefined || familyName !== family.latin ? name : { ...name, displayName };
}

/** The first syllable or so, as friends say it: Katharina, Kat. */
function nickname(given: string): string {
  const [short] = /^\p{L}[^aeiouyáéíóúäöü]*[aeiouyáéíóúäöü]+[^aeiouyáéíóúäöü\s-]?/iu.exec(given) ?? [given];
  return short;
}

/** A family name that firms may bear: one without a particle in front. */
export function drawFirmFamily(random: Random): string {
  for (;;) {
    const { latin } = drawSingle(random.pick(origins), random);
    if (/^\p{Lu}/u.test(latin)) return latin;
  }
}

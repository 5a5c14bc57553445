import { industries, type Industry } from './industries';
import { drawFirmFamily } from './names';
import { countries } from './places';
import { type Draw, Random, ranked, weighted } from './random';

export interface Place {
  readonly city: string;
  readonly country: string;
}

export interface Firm {
  readonly name: string;
  readonly industry: string;
  /** Where it is, if its name says so. */
  readonly place?: Place;
}

const drawCountry = weighted(countries, ({ weight }) => weight);

export function drawPlace(random: Random): Place {
  const { name } = drawCountry(random);
  return { city: drawCity(random, name), country: name };
}

const cityDraws = new Map(countries.map(({ name, cities }) => [name, ranked(cities, 0.6, 0.9)]));

export function drawCity(random: Random, country: string): string {
  return cityDraws.get(country)!(random);
}

function nameFirm(random: Random, { name: industry, patterns }: Industry): Firm {
  const place = drawPlace(random);
  const family = drawFirmFamily(random);
  const pattern = random.pick(patterns);
  const name = pattern
    .replaceAll('{family}', family)
    .replace('{other}', drawFirmFamily(random))
    .replace('{city}', place.city);
  return pattern.includes('{city}') ? { name, industry, place } : { name, industry };
}

/** The employers of an industry: few that employ many, and many that employ few. */
export type Labour = ReadonlyMap<string, Draw<Firm>>;

export function createLabour(seed: number): Labour {
  const random = new Random(seed);
  return new Map(
    industries.map((industry) => {
      const firms = new Map<string, Firm>();
      for (const name of industry.large) firms.set(name, { name, industry: industry.name });
      for (let i = 0; i < industry.firms; i++) {
        const firm = nameFirm(random, industry);
        firms.set(firm.name, firm);
      }
      return [industry.name, ranked([...firms.values()], 1.5, 0.95)];
    }),
  );
}

export const drawAnyIndustry = weighted(industries, ({ firms }) => firms);

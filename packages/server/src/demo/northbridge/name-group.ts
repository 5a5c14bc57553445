/** How people of one origin are named. Lists are ordered by frequency; `Latin:native` gives a name in its own script too. */
export interface NameGroup {
  /** Where people of this origin come from, and where some of them live; the first one most. */
  readonly countries: readonly string[];
  /** How many of a hundred graduates they were in the first and in the last year. */
  readonly share: readonly [first: number, last: number];
  readonly female: readonly string[];
  readonly male: readonly string[];
  readonly family: readonly string[];
  /** Rarer family names, put together from parts. */
  readonly rare?: {
    readonly share: number;
    readonly starts: readonly string[];
    readonly ends: readonly string[];
  };
  /** How many have two family names (Juana Pérez Gómez), and what is between them. */
  readonly double?: { readonly share: number; readonly joint: string };
  /** A woman's form of a family name (Nowicki, Nowicka). */
  readonly feminine?: (family: string) => string;
  /** What turns a native name into Latin letters; then lists are in the native script only. */
  readonly romanize?: (native: string) => string;
  /** Given names are made of one or two of these syllables (Chinese, Korean). */
  readonly syllables?: { readonly joint: string; readonly single: number };
  /** In its own script the family name goes first, with nothing between. */
  readonly familyFirst?: boolean;
  /** How many are known by a given name alone. */
  readonly mononym?: number;
  /** How many women have taken a husband's family name, keeping their own as another name; 0.12 by default. */
  readonly married?: number;
}

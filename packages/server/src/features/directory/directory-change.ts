import { isDeepStrictEqual } from 'node:util';
import type { Audience } from '../../platform/scope';
import type { EntryRow, Projection } from './projection';
import { audiences } from './visibility';
import type { ValueDelta, WordDelta } from './vocabulary-store';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What a group of writes takes out of the directory and puts into it, counts added up. */
export class DirectoryChange {
  readonly gone: { readonly audience: Audience; readonly profileId: string }[] = [];
  readonly entries = new Map<EntryRow, Audience[]>();
  readonly #words = mapPerAudience<Mutable<WordDelta>>();
  readonly #values = mapPerAudience<Mutable<ValueDelta>>();

  /** The rows of an audience change only when what that audience sees has changed. */
  replace(before: readonly Projection[], after: readonly Projection[]): void {
    for (const audience of audiences) {
      const last = before.find((each) => each.audience === audience);
      const next = after.find((each) => each.audience === audience);
      if (last && next && isDeepStrictEqual(last.entries, next.entries)) continue;
      if (last) {
        this.gone.push({ audience, profileId: last.entries[0]!.profile_id });
        this.#count(last, -1);
      }
      if (next) {
        for (const row of next.entries) this.#audiencesOf(row).push(audience);
        this.#count(next, 1);
      }
    }
  }

  #audiencesOf(row: EntryRow): Audience[] {
    let found = this.entries.get(row);
    if (!found) this.entries.set(row, (found = []));
    return found;
  }

  words(): WordDelta[] {
    return [...this.#words.values()].flatMap((words) => [...words.values()]).filter(changesWord);
  }

  values(): ValueDelta[] {
    return [...this.#values.values()]
      .flatMap((values) => [...values.values()])
      .filter(({ people }) => people !== 0);
  }

  #count({ audience, words, values }: Projection, by: 1 | -1): void {
    const wordDeltas = this.#words.get(audience)!;
    for (const word of words.any.keys()) {
      let delta = wordDeltas.get(word);
      if (!delta)
        wordDeltas.set(word, (delta = { audience, word, people: 0, namePeople: 0, companyPeople: 0 }));
      delta.people += by;
      if (words.name.has(word)) delta.namePeople += by;
      if (words.company.has(word)) delta.companyPeople += by;
    }
    const valueDeltas = this.#values.get(audience)!;
    for (const value of values) {
      const name = `${value.field} ${value.key.length} ${value.key}${value.label}`;
      const delta = valueDeltas.get(name);
      if (delta) delta.people += by;
      else valueDeltas.set(name, { audience, ...value, people: by });
    }
  }
}

function mapPerAudience<T>(): ReadonlyMap<Audience, Map<string, T>> {
  return new Map(audiences.map((audience) => [audience, new Map<string, T>()]));
}

function changesWord({ people, namePeople, companyPeople }: WordDelta): boolean {
  return people !== 0 || namePeople !== 0 || companyPeople !== 0;
}

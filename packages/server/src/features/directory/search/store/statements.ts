import type { Statement } from '../../../../platform/database';
import type { Audience } from '../../../../platform/scope';

/** The views of what one audience may see, each over that audience's partition. */
export const entriesOf = (audience: Audience) => `directory_entries_visible_${audience}`;
export const wordsOf = (audience: Audience) => `directory_words_visible_${audience}`;
export const valuesOf = (audience: Audience) => `directory_values_visible_${audience}`;

/** Values of a statement, numbered as they are written into it. */
export class Values {
  readonly list: unknown[] = [];
  /** Its number in the text. Sent once, however often it is written. */
  add(value: unknown): string {
    const known = this.list.indexOf(value);
    return `$${known >= 0 ? known + 1 : this.list.push(value)}`;
  }
}

// Statements are composed of few parts: the commonest compositions are prepared, and the number of them is bounded, so that
// no caller can fill the server's memory with prepared statements.
const prepared = new Map<string, string>();
const mostPrepared = 500;

export function preparedStatement(text: string): Statement {
  let name = prepared.get(text);
  if (!name && prepared.size < mostPrepared) prepared.set(text, (name = `directory-${prepared.size}`));
  return { text, ...(name && { name }) };
}

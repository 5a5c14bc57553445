import type { DirectoryEntry } from './model';

type Highlight = DirectoryEntry['highlights'][number];
export type HighlightField = Highlight['field'];

/** A part of a text, in UTF-16 code units; `end` is excluded. */
export type Range = Pick<Highlight, 'start' | 'end'>;

/** A piece of a text, marked or not. */
export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/** The highlights of one field, or of one item of a field that is a list. */
export function highlightsOf(
  person: DirectoryEntry,
  field: HighlightField,
  index?: number,
): readonly Highlight[] {
  return person.highlights.filter((highlight) => highlight.field === field && highlight.index === index);
}

/**
 * Cuts a text at the ends of its highlights (UTF-16 places, `end` excluded). Whatever the ranges are, overlapping,
 * out of order or out of bounds, the pieces join to the text again.
 */
export function piecesOf(text: string, highlights: readonly Range[]): Piece[] {
  const pieces: Piece[] = [];
  let place = 0;
  for (const { start, end } of [...highlights].sort((a, b) => a.start - b.start)) {
    const from = Math.max(start, place);
    const to = Math.min(end, text.length);
    if (to <= from) continue;
    if (from > place) pieces.push({ text: text.slice(place, from), marked: false });
    pieces.push({ text: text.slice(from, to), marked: true });
    place = to;
  }
  if (place < text.length) pieces.push({ text: text.slice(place), marked: false });
  return pieces;
}

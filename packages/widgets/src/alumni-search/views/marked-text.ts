import { html, type TemplateResult } from 'lit';
import { piecesOf, type Range } from '../highlighted-text';

export type Content = TemplateResult | string;

/** A text with what matched marked. */
export function markedView(text: string, ranges: readonly Range[]): Content {
  if (ranges.length === 0) return text;
  return html`${piecesOf(text, ranges).map((piece) => (piece.marked ? html`<mark part="mark">${piece.text}</mark>` : piece.text))}`;
}

/** A text with U+0001 and U+0002 where values belong: whatever the order of the words in a language, each keeps its marks. */
export function insertedInto(text: string, values: readonly Content[]): TemplateResult {
  return html`<bdi
    >${text.split(/([\u0001\u0002])/).map((piece) => values[piece.charCodeAt(0) - 1] ?? piece)}</bdi
  >`;
}

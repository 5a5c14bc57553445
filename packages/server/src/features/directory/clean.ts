import { Problem } from '../../contract/problems';

// Characters without a shape of their own: controls (tab and line ends are spaces, and stay), soft hyphen, zero-width space, byte
// order mark, and marks that turn the direction of writing. The joiners U+200C and U+200D stay: Persian and Hindi need them.
const invisible =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/g;

// What is left may still show nothing: joiners and variation selectors alone, Hangul fillers, the empty Braille pattern.
const shown = /[^\s\p{Default_Ignorable_Code_Point}\u2800]/u;

const printableAscii = /^[ -~]*$/;

/**
 * A text as it is stored and searched: in one Unicode form (NFC), without characters that nobody can see and spaces around it.
 * Empty where nothing of it would be seen.
 */
export function visibleText(text: string): string {
  if (printableAscii.test(text)) return text.trim();
  const visible = text.normalize('NFC').replace(invisible, '').trim();
  return shown.test(visible) ? visible : '';
}

/** A text of a request, cleaned. @throws {Problem} invalid_request where nothing is left */
export function clean(text: string | null | undefined): string | undefined {
  if (text === null || text === undefined) return undefined;
  const visible = visibleText(text);
  // Only null clears a value: what looks empty is a mistake.
  if (visible === '')
    throw new Problem('invalid_request', 'Text must not be blank. Send null to clear a value.');
  return visible;
}

/** Texts of a request, cleaned; what is null is absent. @throws {Problem} invalid_request where nothing is left of one */
export function trimmed<T extends Record<string, string | null | undefined>>(
  fields: T,
): { [K in keyof T]?: string } {
  const result: { [K in keyof T]?: string } = {};
  for (const [name, text] of Object.entries(fields)) {
    const value = clean(text);
    if (value !== undefined) result[name as keyof T] = value;
  }
  return result;
}

/** A list of a request, cleaned, each item once. @throws {Problem} invalid_request where nothing is left of an item */
export function trimmedList(texts: readonly string[] | null | undefined): string[] {
  return [...new Set((texts ?? []).map(clean).filter((text) => text !== undefined))];
}

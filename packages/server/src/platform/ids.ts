import { uuidv7 } from 'uuidv7';
import { idPrefixes } from '../contract/generated/ids';

export { idPrefixes };

export type IdKind = keyof typeof idPrefixes;

// Crockford's base 32, lower case, as TypeID 0.3 has it.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const valueOf = new Map([...alphabet].map((letter, value) => [letter, value]));
/** Ten bits as two letters. */
const pairs = Array.from({ length: 1024 }, (_, bits) => alphabet[bits >> 5]! + alphabet[bits & 31]!);

/** A new UUIDv7 (RFC 9562): ordered by time of making. */
export function newId(): string {
  return uuidv7();
}

/** A UUID as the 26 letters of a TypeID: eight bits as the first two letters, then twenty as four. */
export function encodeUuid(uuid: string): string {
  const hex = uuid.replaceAll('-', '');
  let text = pairs[parseInt(hex.slice(0, 2), 16)]!;
  for (let at = 2; at < 32; at += 5) {
    const bits = parseInt(hex.slice(at, at + 5), 16);
    text += pairs[bits >> 10]! + pairs[bits & 1023]!;
  }
  return text;
}

/** The UUID behind 26 letters, or undefined where they are not one. */
export function decodeUuid(text: string): string | undefined {
  if (text.length !== 26 || text[0]! > '7') return undefined;
  let hex = '';
  for (let at = 0, next = 2; at < 26; at = next, next += 4) {
    let bits = 0;
    for (let i = at; i < next; i++) {
      const value = valueOf.get(text[i]!);
      if (value === undefined) return undefined;
      bits = (bits << 5) | value;
    }
    hex += bits.toString(16).padStart(at ? 5 : 2, '0');
  }
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A UUID as a TypeID: `prof_01h2xcejqtf2nbrexx3vqjhp41`. */
export function formatId(kind: IdKind, uuid: string): string {
  return `${idPrefixes[kind]}_${encodeUuid(uuid)}`;
}

/** The UUID of a TypeID of this kind, or undefined where it is of another kind or malformed. */
export function parseId(kind: IdKind, id: string): string | undefined {
  const prefix = `${idPrefixes[kind]}_`;
  return id.startsWith(prefix) ? decodeUuid(id.slice(prefix.length)) : undefined;
}

/** The kind and the UUID of a TypeID of any kind, or undefined where it is none. */
export function parseReference(id: string): { readonly kind: IdKind; readonly id: string } | undefined {
  for (const kind of Object.keys(idPrefixes) as IdKind[]) {
    const uuid = parseId(kind, id);
    if (uuid) return { kind, id: uuid };
  }
  return undefined;
}

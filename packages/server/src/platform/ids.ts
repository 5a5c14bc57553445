import { uuidv7 } from 'uuidv7';
import { idPrefixes } from '../contract/generated/ids';

export { idPrefixes };

export type IdKind = keyof typeof idPrefixes;

// Crockford's base 32, lower case, as TypeID 0.3 has it.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const valueOf = new Map([...alphabet].map((letter, value) => [letter, BigInt(value)]));

/** A new UUIDv7 (RFC 9562): ordered by time of making. */
export function newId(): string {
  return uuidv7();
}

/** A UUID as the 26 letters of a TypeID. */
export function encodeUuid(uuid: string): string {
  let bits = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let text = '';
  for (let i = 0; i < 26; i++) {
    text = alphabet[Number(bits & 31n)]! + text;
    bits >>= 5n;
  }
  return text;
}

/** The UUID behind 26 letters, or undefined where they are not one. */
export function decodeUuid(text: string): string | undefined {
  if (text.length !== 26 || text[0]! > '7') return undefined;
  let bits = 0n;
  for (const letter of text) {
    const value = valueOf.get(letter);
    if (value === undefined) return undefined;
    bits = (bits << 5n) | value;
  }
  const hex = bits.toString(16).padStart(32, '0');
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

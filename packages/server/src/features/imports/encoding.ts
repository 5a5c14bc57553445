import { Problem } from '../../contract/problems';

/**
 * The text of a file: in the encoding that its byte order mark or its first bytes show, or the one that is named, or UTF-8. Bytes
 * that the encoding doesn't have become U+FFFD, so that they cost the values they stand in and no others.
 * @param named a label of the Encoding Standard, such as `windows-1252`
 * @throws {Problem} invalid_request for an encoding that doesn't exist
 */
export function decoded(bytes: Uint8Array, named?: string): { text: string; encoding: string } {
  const decoder = decoderOf(markedEncoding(bytes) ?? named ?? 'utf-8');
  return { text: decoder.decode(bytes), encoding: decoder.encoding };
}

function markedEncoding([a, b, c, d]: Uint8Array): string | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  // Without a mark, two ASCII characters of UTF-16 still show which byte of each is empty.
  if (a && b === 0 && c && d === 0) return 'utf-16le';
  if (a === 0 && b && c === 0 && d) return 'utf-16be';
  return undefined;
}

function decoderOf(label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch (error) {
    throw new Problem(
      'invalid_request',
      `“${label}” isn’t a known encoding. Use a name such as utf-8, windows-1252 or shift_jis.`,
      { cause: error },
    );
  }
}

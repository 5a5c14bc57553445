import type { Context } from 'koa';
import readRaw from 'raw-body';
import { Problem } from '../contract/problems';

/** Unless the contract says that an operation takes more. */
export const largestJson = 256 * 1024;
/** How deep JSON may be nested: what walks it by recursion must not run out of stack. No operation takes more than a few levels. */
const deepest = 64;
const decoder = new TextDecoder('utf-8', { fatal: true });

export interface JsonBody {
  /** As it came: checking `value` fills in defaults. */
  readonly text: string;
  readonly value: unknown;
}

/**
 * The bytes of a call's body, in one of the media types that the operation takes.
 * @throws {Problem} unsupported_media_type, body_too_large, malformed_json where it broke off
 */
export async function readBytes(
  ctx: Context,
  mediaTypes: readonly string[],
  largest: number,
): Promise<Buffer> {
  if (!ctx.request.is([...mediaTypes]) || (ctx.get('Content-Encoding') || 'identity') !== 'identity') {
    throw new Problem('unsupported_media_type', `Send the body as ${mediaTypes.join(' or ')}, uncompressed.`);
  }
  try {
    return await readRaw(ctx.req, { length: ctx.request.length ?? null, limit: largest });
  } catch (error) {
    const { type } = error as { type?: string };
    if (type === 'entity.too.large')
      throw new Problem('body_too_large', `A body can have up to ${largest} bytes.`, { cause: error });
    throw new Problem('malformed_json', 'The body was cut off.', { cause: error });
  }
}

/**
 * The JSON body of a call, in one of the media types that the operation takes.
 * @throws {Problem} unsupported_media_type, body_too_large, malformed_json; invalid_request where it is nested too deep
 */
export async function readJson(
  ctx: Context,
  mediaTypes: readonly string[],
  largest: number = largestJson,
): Promise<JsonBody> {
  const raw = await readBytes(ctx, mediaTypes, largest);
  try {
    const text = decoder.decode(raw);
    const value = JSON.parse(text) as unknown;
    if (depthOf(text) > deepest)
      throw new Problem('invalid_request', `JSON can be nested up to ${deepest} levels deep.`);
    return { text, value };
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(
      'malformed_json',
      error instanceof SyntaxError ? error.message : 'The body isn’t valid UTF-8.',
      { cause: error },
    );
  }
}

/** How deep a JSON text is nested, counted in one pass without building anything of it. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (isInString) {
      if (letter === '\\') at++;
      else if (letter === '"') isInString = false;
    } else if (letter === '"') isInString = true;
    else if (letter === '{' || letter === '[') most = Math.max(most, ++depth);
    else if (letter === '}' || letter === ']') depth--;
  }
  return most;
}

import type { components } from '@homecoming/contract';
import { problems } from './generated/problems';

export type ProblemCode = keyof typeof problems;
export type FieldError = components['schemas']['FieldError'];

export { problems };

/** A refusal that the caller is told, as problem details (RFC 9457). */
export class Problem extends Error {
  override name = 'Problem';
  readonly status: number;

  constructor(
    readonly code: ProblemCode,
    /** What is wrong in this case, and how to mend it. */
    readonly detail?: string,
    readonly more: {
      readonly errors?: readonly FieldError[];
      readonly headers?: Readonly<Record<string, string>>;
      /** Of link_code_needed: what the mailed code is redeemed with. */
      readonly challenge?: string;
      cause?: unknown;
    } = {},
  ) {
    super(detail ?? problems[code].title, { cause: more.cause });
    this.status = problems[code].status;
  }
}

/**
 * Refuses a request for one of its values.
 * @param path where it is: a JSON pointer into the body, or the name of a parameter
 * @param message what is wrong with it, such as `must be in the future`
 * @param more.detail the sentence to say instead of `<path>: <message>.`
 */
export function invalidField(
  path: string,
  message: string,
  { detail = `${path}: ${message}.`, cause }: { readonly detail?: string; readonly cause?: unknown } = {},
): Problem {
  return new Problem('invalid_request', detail, { errors: [{ path, message }], cause });
}

import pg from 'pg';

export interface ErrorDescription {
  readonly type: string;
  /** Absent where another system has written it: it may repeat what that system was sent. */
  readonly message?: string;
  readonly code?: string;
  readonly status?: number;
  /** Of a database's refusal: names of our own. */
  readonly table?: string;
  readonly constraint?: string;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

const mostCauses = 4;

/** What a log may keep of an error: what it is and where it arose, and nothing that a foreign system has said. */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, code, status, responseCode, table, constraint, cause } = error as Error & Foreign;
  const message = ownMessageOf(error);
  const stack = framesOf(error);
  const answered = status ?? responseCode;
  return {
    type: error instanceof pg.DatabaseError ? 'DatabaseError' : name,
    ...(message !== undefined && { message }),
    ...(isCode(code) && { code }),
    ...(typeof answered === 'number' && { status: answered }),
    ...(error instanceof pg.DatabaseError && table !== undefined && { table }),
    ...(error instanceof pg.DatabaseError && constraint !== undefined && { constraint }),
    ...(stack && { stack }),
    ...(cause instanceof Error && depth < mostCauses && { cause: describeError(cause, depth + 1) }),
  };
}

/** By which pino writes errors. */
export const errorSerializers = { err: (error: unknown) => describeError(error) };

/** The same in a line, for people: the message where it is our own, or else the kind of error and its code. */
export const summaryOf = (error: unknown): string => lineOf(describeError(error));

export const lineOf = ({ type, message, code, status, constraint }: ErrorDescription): string =>
  message || [type, code, status, constraint].filter((part) => part !== undefined).join(' ');

interface Foreign {
  readonly code?: unknown;
  readonly status?: unknown;
  readonly responseCode?: unknown;
  readonly table?: string;
  readonly constraint?: string;
}

const isCode = (code: unknown): code is string => typeof code === 'string' && /^\w{1,60}$/.test(code);

/** Undefined where the text is another system's, or quotes one. */
function ownMessageOf(error: Error): string | undefined {
  const isForeign =
    // PostgreSQL quotes values, in the message, in `detail` and elsewhere.
    error instanceof pg.DatabaseError ||
    // V8 quotes the text that is no JSON.
    error instanceof SyntaxError ||
    // Redis may quote arguments.
    error.name === 'ReplyError' ||
    // A mail server's words, and a certificate's names.
    'response' in error ||
    'responseCode' in error ||
    'cert' in error;
  return isForeign ? undefined : error.message;
}

/** Where it arose: the stack without its first lines, which repeat the message. */
function framesOf({ stack = '', message }: Error): string {
  const end = message === '' ? 0 : stack.indexOf(message) + message.length;
  const frames = stack.slice(Math.max(end, 0)).split('\n');
  return frames.filter((line) => /^ {4}at /.test(line)).join('\n');
}

/** The database couldn't be reached, had no room, or didn't answer in time. Nothing was written. */
export class DatabaseUnavailable extends Error {
  override name = 'DatabaseUnavailable';

  constructor(
    message: string,
    options?: ErrorOptions & {
      /** When trying again may help, in seconds. */
      readonly retryAfterS?: number;
    },
  ) {
    super(message, options);
    this.retryAfterS = options?.retryAfterS ?? 2;
  }

  readonly retryAfterS: number;
}

// Connection failures (08), shutdown and start (57P0x).
const unreachable = /^(08|57P0)/;
// No memory, no connection (53), a failing disk (58030).
const exhausted = /^(53|58030)/;
// The lock_timeout of a command.
const locked = '55P03';

/** What a failure of the database is to who asked: `DatabaseUnavailable` where another try may succeed. */
export function unavailable(error: unknown): unknown {
  if (error instanceof DatabaseUnavailable) return error;
  const { code = '' } = error as { code?: string };
  if (exhausted.test(code)) {
    return new DatabaseUnavailable('The database is out of disk space, memory or connections.', {
      cause: error,
      retryAfterS: 10,
    });
  }
  if (code === locked)
    return new DatabaseUnavailable('Another change holds what this one needs.', { cause: error });
  return isUnreachable(error)
    ? new DatabaseUnavailable("The service can't reach its database.", { cause: error })
    : error;
}

/** Whether the server couldn't be reached, or has ended the connection. */
export function isUnreachable(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const isLost =
    error instanceof Error &&
    /Connection terminated|connection error|not queryable|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT/.test(
      message,
    );
  return isLost || unreachable.test(code);
}

/**
 * Whether a prepared statement is no longer what the server has under its name: a migration has changed the columns it gives
 * (0A000), or the session is another one than it was prepared in (26000, 42P05). A new connection puts it right, and nothing of its
 * transaction was committed: the server said so in place of an answer.
 */
export function isStalePlan(error: unknown): boolean {
  const { code, routine } = error as { code?: string; routine?: string };
  return code === '26000' || code === '42P05' || (code === '0A000' && routine === 'RevalidateCachedQuery');
}

/**
 * For `catch`: turns the violation of a constraint, by its name, into what its caller is refused with.
 * @param refusal the error that is thrown instead
 */
export const onViolation =
  (constraint: string, refusal: (cause: unknown) => Error) =>
  (error: unknown): never => {
    throw (error as { constraint?: string }).constraint === constraint ? refusal(error) : error;
  };

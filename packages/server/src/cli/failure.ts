import pg from 'pg';
import { Problem } from '../contract/problems';
import { describeError, type ErrorDescription, lineOf } from '../platform/error-description';
import { oneLine } from '../platform/one-line';
import { StartError } from '../platform/start-error';

/** How a command ends that has failed. */
export interface Failure {
  /** For the terminal: what is wrong and what to do. */
  readonly text: string;
  /** Whether something was asked for wrongly, rather than that something unexpected happened. */
  readonly isExpected: boolean;
}

/** @param withStack whether to show where an unexpected error arose */
export function failureOf(error: unknown, withStack: boolean): Failure {
  if (error instanceof StartError) return { text: `${error.message}\n${error.hint}`, isExpected: true };
  if (error instanceof Problem) return { text: error.message, isExpected: true };
  if (error instanceof pg.DatabaseError && ofAnotherSchema.has(error.code ?? ''))
    return { text: 'The database has not been migrated. Run "homecoming migrate" first.', isExpected: true };
  const description = describeError(error);
  const where = withStack
    ? stackOf(description)
    : 'To see the stack trace, run it again with LOG_LEVEL=debug.';
  return {
    text: `Something unexpected went wrong: ${oneLine(lineOf(description))}\n${where}`,
    isExpected: false,
  };
}

/** PostgreSQL's for a missing table, column, function or schema. */
const ofAnotherSchema: ReadonlySet<string> = new Set(['42P01', '42703', '42883', '3F000']);

const stackOf = ({ stack, cause }: ErrorDescription): string =>
  [stack, ...(cause ? [`Caused by: ${oneLine(lineOf(cause))}`, stackOf(cause)] : [])]
    .filter(Boolean)
    .join('\n');

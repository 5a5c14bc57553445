import { expect } from 'vitest';
import { type Operation, operations } from '../../contract/document';
import { answerChecker } from '../../contract/validation';
import type { WireAnswer, WireCall } from '../wire';
import { send } from './school';

const checkers = new Map(operations.map((operation) => [operation, answerChecker(operation)]));

/** The JSON of an answer: of newline-delimited one, which ends with a whole line, that of each line. */
export function bodiesOf({ text, headers }: WireAnswer): unknown[] {
  if (headers['content-type'] !== 'application/x-ndjson') return [text === '' ? undefined : JSON.parse(text)];
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);
}

/** What holds for each answer, whatever was asked. */
export function expectSound(operation: Operation, answer: WireAnswer, what: string): void {
  const shown = `${what}: ${answer.status} ${answer.text.slice(0, 400)}`;
  expect(answer.status, shown).toBeLessThan(500);
  expect(answer.headers['request-id'], shown).toMatch(/^[0-9a-f-]{36}$/);
  for (const body of bodiesOf(answer))
    expect(() => checkers.get(operation)!(answer.status, body), shown).not.toThrow();
  if (answer.status < 400) return;
  const [body] = bodiesOf(answer);
  expect(answer.headers['content-type'], shown).toMatch(/^application\/problem\+json/);
  expect(answer.headers['cache-control'], shown).toBe('no-store');
  expect(body, shown).toMatchObject({ status: answer.status, requestId: answer.headers['request-id'] });
  expect(answer.text, 'says nothing of the inside').not.toMatch(
    /\bat .+\.[jt]s:\d+|postgres|relation "|node_modules/i,
  );
}

export const codeOf = (answer: WireAnswer) => (JSON.parse(answer.text || '{}') as { code?: string }).code;

export async function expectRefusal(
  operation: Operation,
  call: WireCall,
  what: string,
  status: number,
  code: string,
): Promise<void> {
  const answer = await send(call);
  expectSound(operation, answer, what);
  expect([answer.status, codeOf(answer)], `${operation.operationId}, ${what}`).toEqual([status, code]);
}

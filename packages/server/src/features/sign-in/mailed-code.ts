import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { minuteMs } from '../../platform/time';

/** How long a mailed code is good. */
export const codeLifeMinutes = 10;

/** Tries that a code may be wrong; after them the right one is wrong too. */
export const mostTries = 5;

/** How many digits a code has: the longer one can't be guessed, however often somebody tries. */
export type CodeLength = 6 | 12;

export interface MailedCode {
  /** Digits, for the mail only. */
  readonly code: string;
  /** What is kept of it. */
  readonly digest: Buffer;
}

/** @param of what the code is for: the same digits are another code elsewhere */
export function makeCode(key: Buffer, of: string, length: CodeLength = 6): MailedCode {
  const code = String(randomInt(10 ** length)).padStart(length, '0');
  return { code, digest: digestOf(key, of, code) };
}

export const isRightCode = (key: Buffer, of: string, digest: Buffer, code: string): boolean =>
  timingSafeEqual(digest, digestOf(key, of, code));

export const codeExpiry = (now: Date) => new Date(now.getTime() + codeLifeMinutes * minuteMs);

const digestOf = (key: Buffer, of: string, code: string) =>
  createHmac('sha256', key).update(`${of} ${code}`).digest();

import { minuteMs } from '../../platform/time';

export const accessTokenLifeMs = 15 * minuteMs;

/** No operator acts as a member for longer, by one token. What is taken back needs to be remembered for this long only. */
export const longestTokenLifeMs = 30 * minuteMs;

/** How far the clocks of two processes may be apart. */
export const clockToleranceMs = 5_000;

/** How often each process reads the list of signing keys. */
export const keysReadEveryMs = 20_000;

/** A new key is published for this long before it signs: every process has read it by then. */
export const keyNoticeMs = minuteMs;

/** A token with an unknown key has the list read again, but not more often than this. */
export const unknownKeyPauseMs = 5_000;

/** What tests stand in for. */
export interface Runtime {
  /** Milliseconds that never go back. */
  now(): number;
  /** Milliseconds since 1970, by the machine's clock; it may be set back. */
  date(): number;
  /** At least 0 and below 1. */
  random(): number;
  /** Rejects with the signal's reason as soon as it aborts. */
  wait(ms: number, signal: AbortSignal | undefined): Promise<void>;
}

export const realRuntime: Runtime = {
  now: () => performance.now(),
  date: () => Date.now(),
  random: () => Math.random(),
  wait: (ms, signal) =>
    new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's own reason
        reject(signal!.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, timerMs(ms));
      if (signal?.aborted) stop();
      else signal?.addEventListener('abort', stop, { once: true });
    }),
};

/** What a timer can take: beyond 31 bits it fires at once. */
export function timerMs(ms: number): number {
  return Math.min(ms, 2 ** 31 - 1);
}

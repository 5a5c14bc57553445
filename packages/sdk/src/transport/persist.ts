import { backoffMs, isTransient } from './retry';
import type { Runtime } from './runtime';

/** Has `work` done, however long the network or the service fails; throws what no further try can help. */
export async function persist<T>(
  runtime: Runtime,
  work: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error)) throw error;
      await runtime.wait(backoffMs(attempt, error, runtime.random()), signal);
    }
  }
}

/** Runs work in one tab at a time; see {@link alone}. */
interface Locks {
  request<T>(name: string, options: { signal: AbortSignal }, work: () => Promise<T>): Promise<T>;
}

/** Longer than anybody may need; a tab that the browser has frozen must not keep the others waiting. */
const longestTurnMs = 10_000;

/**
 * Runs work while no other tab of the origin runs work of this name (Web Locks). Where there are no locks, in pages without
 * TLS for one, or the turn does not come, it runs as it is.
 */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const { locks } = (globalThis as { navigator?: { locks?: Locks } }).navigator ?? {};
  if (!locks) return work();
  let isRunning = false;
  try {
    return await locks.request(name, { signal: AbortSignal.timeout(longestTurnMs) }, async () => {
      isRunning = true;
      return work();
    });
  } catch (error) {
    if (isRunning) throw error;
    return work();
  }
}

/** The other tabs of the origin, as far as the browser lets them be spoken to. */
export interface Tabs<Message> {
  tell(message: Message): void;
}

/** On servers there are none: a channel would reach other threads, and keep the process from ending. */
export function openTabs<Message>(name: string, onMessage: (message: Message) => void): Tabs<Message> {
  if (!('document' in globalThis) || !('BroadcastChannel' in globalThis)) return { tell: () => {} };
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent) => onMessage(data as Message);
  return { tell: (message) => channel.postMessage(message) };
}

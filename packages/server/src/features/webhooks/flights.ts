import { LRUCache } from 'lru-cache';
import type { Claimed } from './dispatch-store';

/** A delivery that this process has under way. */
export interface Flight {
  readonly claimed: Claimed;
  readonly claimId: string;
  /** By the monotonic clock. */
  readonly sinceMs: number;
}

/** A partner that takes longer for an answer gets fewer places until it is quick again. */
const slowMs = 2_000;

/** What one process has under way, and which endpoints have lately been slow to answer. */
export class Flights {
  readonly #flights = new Map<Claimed, Flight>();
  readonly #slow = new LRUCache<string, true>({ max: 10_000 });

  get count(): number {
    return this.#flights.size;
  }

  enter(claimed: Claimed, claimId: string): void {
    this.#flights.set(claimed, { claimed, claimId, sinceMs: performance.now() });
  }

  leave(claimed: Claimed): void {
    const flight = this.#flights.get(claimed);
    if (!flight) return;
    this.#flights.delete(claimed);
    if (performance.now() - flight.sinceMs >= slowMs) this.#slow.set(claimed.endpointId, true);
    else this.#slow.delete(claimed.endpointId);
  }

  /** How many each endpoint has under way. */
  busy(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { endpointId } of this.#flights.keys()) counts[endpointId] = (counts[endpointId] ?? 0) + 1;
    return counts;
  }

  /** Endpoints whose last answer came late, or whose next one is late already. */
  slowEndpoints(): string[] {
    const late = this.lasting(slowMs).map(({ claimed }) => claimed.endpointId);
    return [...new Set([...this.#slow.keys(), ...late])];
  }

  /** Those that have been under way for so long. */
  lasting(ms: number): Flight[] {
    const before = performance.now() - ms;
    return [...this.#flights.values()].filter(({ sinceMs }) => sinceMs <= before);
  }
}

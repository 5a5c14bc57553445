import { clientAddressReader, TrustedProxies } from '../http/client-address';
import type { RateLimiterOptions } from '../http/rate-limiter';
import { uniformRateLimits } from '../http/rate-limits';
import { MemoryCounters } from '../platform/counters';

/** Rate limits that nobody reaches. */
export function unlimited(): RateLimiterOptions {
  return {
    counters: new MemoryCounters(),
    limits: uniformRateLimits(1e9),
    addressOf: clientAddressReader(new TrustedProxies([])),
  };
}

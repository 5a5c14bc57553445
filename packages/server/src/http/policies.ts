import type { Context } from 'koa';
import { Problem } from '../contract/problems';
import type { Quota, Standing } from '../platform/counters';
import { dayMs, hourMs, minuteMs } from '../platform/time';
import { clientNetworks } from './client-address';

/** One limit, as the headers of draft-ietf-httpapi-ratelimit-headers-10 name it. */
export interface Policy {
  /** Such as `search-address-day`. */
  readonly name: string;
  readonly of: 'key' | 'address' | 'member' | 'operator';
  readonly most: number;
  readonly windowMs: number;
}

/**
 * Verified members are counted at an address apart from its visitors: on a campus behind one address, neither a visitor nor one of them
 * can use up what the members have there. Together they have so many times the limit of an address.
 */
export const membersAtOneAddress = 4;

/** Who calls, by what a policy may count: an id, or an address as text. */
export type Counted = Readonly<Record<Policy['of'], string>>;

/** How a policy stands for one caller. */
export interface PolicyState {
  readonly policy: Policy;
  readonly left: number;
  readonly resetMs: number;
}

/**
 * The counts behind each policy. An address has several: an IPv6 caller who owns a whole network changes addresses at will, so the
 * networks around the address are counted too.
 */
export function quotasOf(policies: readonly Policy[], prefix: string, counted: Counted): Quota[][] {
  return policies.map(({ name, of, most, windowMs }) => {
    const owners = of === 'address' ? clientNetworks(counted.address) : [{ name: counted[of], share: 1 }];
    return owners.map((owner) => {
      return { name: `${prefix}${name}:${owner.name}`, most: most * owner.share, windowMs };
    });
  });
}

/** @param standings of the flattened quotas, in order */
export function statesOf(
  policies: readonly Policy[],
  quotas: readonly (readonly Quota[])[],
  standings: readonly Standing[],
): PolicyState[] {
  let next = 0;
  return policies.map((policy, i) => {
    const states = quotas[i]!.map(({ most }): PolicyState => {
      const { used, resetMs } = standings[next++]!;
      return { policy, left: Math.max(0, Math.min(policy.most, most - used)), resetMs };
    });
    return tightest(states);
  });
}

/** The one with the least left; among equals the one that lasts longest, which is what the caller waits for. */
export function tightest(states: readonly PolicyState[]): PolicyState {
  return states.reduce((a, b) => ((a.left - b.left || b.resetMs - a.resetMs) > 0 ? b : a));
}

export const policyHeader = (policies: readonly Policy[]) =>
  policies.map(({ name, most, windowMs }) => `"${name}";q=${most};w=${windowMs / 1_000}`).join(', ');

export const secondsOf = (ms: number) => Math.max(1, Math.ceil(ms / 1_000));

/** Adds to the headers how policies stand. */
export function tellStates(ctx: Context, header: string, states: readonly PolicyState[]): void {
  const standing = states.map(({ policy: { name }, left, resetMs }) => {
    return `"${name}";r=${left};t=${secondsOf(resetMs)}`;
  });
  const added = (name: string, value: string) => {
    const before = ctx.response.get(name);
    ctx.set(name, before ? `${before}, ${value}` : value);
  };
  added('RateLimit-Policy', header);
  added('RateLimit', standing.join(', '));
}

const whose = {
  key: 'with one key',
  address: 'from one address',
  member: 'by one member',
  operator: 'by one operator',
} as const;

/** @param what is limited, such as "300 such calls" */
export function tooMany({ policy, resetMs }: PolicyState, what: string): Problem {
  const seconds = secondsOf(resetMs);
  const window = { [minuteMs]: 'in a minute', [hourMs]: 'in an hour', [dayMs]: 'in 24 hours' }[
    policy.windowMs
  ];
  return new Problem(
    'too_many_requests',
    `The limit is ${what} ${window} ${whose[policy.of]}. Try again in ${seconds} seconds.`,
    { headers: { 'Retry-After': String(seconds) } },
  );
}

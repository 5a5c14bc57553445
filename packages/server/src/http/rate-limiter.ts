import type { Context } from 'koa';
import type { Operation } from '../contract/document';
import type { Counters } from '../platform/counters';
import { callerIdOf } from '../platform/permission';
import type { Principal } from '../platform/scope';
import { dayMs, minuteMs } from '../platform/time';
import { callWeight } from './call-weight';
import type { ClientAddressReader } from './client-address';
import {
  type Counted,
  membersAtOneAddress,
  type Policy,
  policyHeader,
  quotasOf,
  statesOf,
  tellStates,
  tightest,
  tooMany,
} from './policies';
import type { Caller } from './principal';
import { queryOf } from './query';
import { declaredRateLimit, type RateLimits } from './rate-limits';

/** The limits that hold for one kind of caller, and the header that tells them. */
interface Plan {
  readonly policies: readonly Policy[];
  readonly header: string;
}

export interface RateLimiterOptions {
  readonly counters: Counters;
  readonly limits: RateLimits;
  readonly addressOf: ClientAddressReader;
}

/**
 * Lets a caller through as often as the operation's class allows, and says in the headers of draft-ietf-httpapi-ratelimit-headers-10
 * how it stands. Counts are by key, member, operator and address; nothing that the caller may choose names one. A refused call is not counted, so
 * that one visitor's flood does not use up what the key has for all others.
 * @throws {Problem} too_many_requests
 */
export type RateLimit = (ctx: Context, caller: Caller) => Promise<void>;

export function rateLimitOf(
  operation: Operation,
  { counters, limits, addressOf }: RateLimiterOptions,
): RateLimit | undefined {
  const name = declaredRateLimit(operation);
  if (!name) return undefined;
  const { secretKeyMinute, publishableKeyMinute, addressMinute, addressDay, memberMinute, operatorMinute } =
    limits[name];
  const addressPolicies = (prefix: string, times = 1) => [
    policy(`${prefix}-address`, 'address', addressMinute && times * addressMinute, minuteMs),
    policy(`${prefix}-address-day`, 'address', addressDay && times * addressDay, dayMs),
  ];
  const ofAddress = addressPolicies(name);
  const ofMembers = addressPolicies(`${name}-members`, membersAtOneAddress);
  const ofKey = policy(`${name}-key`, 'key', publishableKeyMinute, minuteMs);
  const ofMember = policy(`${name}-member`, 'member', memberMinute, minuteMs);
  const plans: Readonly<Record<Principal['kind'] | 'verified', Plan | undefined>> = {
    secret: planOf([policy(`${name}-key`, 'key', secretKeyMinute, minuteMs)]),
    publishable: planOf([ofKey, ...ofAddress]),
    // Anyone can sign in: until they are verified they are a visitor.
    member: planOf([ofKey, ...ofAddress, ofMember]),
    verified: planOf([ofKey, ...ofMembers, ofMember]),
    operator: planOf([...ofAddress, policy(`${name}-operator`, 'operator', operatorMinute, minuteMs)]),
    visitor: planOf(ofAddress),
    system: undefined,
  };
  const weightOf = callWeight(operation);

  return async (ctx, caller) => {
    const { principal } = caller;
    const isVerified = principal.kind === 'member' && principal.status === 'verified';
    const plan = plans[isVerified ? 'verified' : principal.kind];
    if (!plan) return;
    const { policies, header } = plan;
    const isSecret = principal.kind === 'secret';
    const quotas = quotasOf(
      policies,
      countPrefix(caller),
      countedOf(caller, isSecret ? '' : addressOf(ctx.req)),
    );
    const taken = await counters.take(quotas.flat(), isSecret ? 1 : weightOf(queryOf(ctx)));
    const states = statesOf(policies, quotas, taken.standings);
    tellStates(ctx, header, states);
    if (taken.isTaken) return;
    const full = tightest(states);
    throw tooMany(full, `${full.policy.most} such calls`);
  };
}

/** In Redis Cluster what is in braces decides where a count lies: those of one call lie together. */
export const countPrefix = ({ institution }: Caller) => `{${institution.id}}:`;

export function countedOf({ principal }: Caller, address: string): Counted {
  // An operator who acts as a member uses up nothing of the member's.
  const id = callerIdOf(principal) ?? '';
  return { key: 'keyId' in principal ? principal.keyId : '', address, member: id, operator: id };
}

function policy(
  name: string,
  of: Policy['of'],
  most: number | undefined,
  windowMs: number,
): Policy | undefined {
  return most === undefined ? undefined : { name, of, most, windowMs };
}

function planOf(policies: readonly (Policy | undefined)[]): Plan {
  const present = policies.filter((each) => each !== undefined);
  return { policies: present, header: policyHeader(present) };
}

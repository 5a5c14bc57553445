import type { Context } from 'koa';
import type { Operation } from '../contract/document';
import { Problem } from '../contract/problems';
import type { Counters, Quota, Standing, Taken } from '../platform/counters';
import { callerIdOf } from '../platform/permission';
import type { Principal } from '../platform/scope';
import { callWeight } from './call-weight';
import { clientNetwork, type ClientAddressReader } from './client-address';
import type { Caller } from './principal';
import { declaredRateLimit, type RateLimits } from './rate-limits';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** One limit of a class of operations. */
interface Policy {
  /** As the headers name it, such as `search-address-day`. */
  readonly name: string;
  readonly of: 'key' | 'address' | 'member' | 'operator';
  readonly most: number;
  readonly windowMs: number;
}

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
  const ofAddress = [
    policy(`${name}-address`, 'address', addressMinute, minuteMs),
    policy(`${name}-address-day`, 'address', addressDay, dayMs),
  ];
  const ofPages = [policy(`${name}-key`, 'key', publishableKeyMinute, minuteMs), ...ofAddress];
  const plans: Readonly<Record<Principal['kind'], Plan | undefined>> = {
    secret: planOf([policy(`${name}-key`, 'key', secretKeyMinute, minuteMs)]),
    publishable: planOf(ofPages),
    member: planOf([...ofPages, policy(`${name}-member`, 'member', memberMinute, minuteMs)]),
    operator: planOf([...ofAddress, policy(`${name}-operator`, 'operator', operatorMinute, minuteMs)]),
    visitor: planOf(ofAddress),
    system: undefined,
  };
  const weightOf = callWeight(operation);

  return async (ctx, { institution, principal }) => {
    const plan = plans[principal.kind];
    if (!plan) return;
    const isSecret = principal.kind === 'secret';
    // In Redis Cluster what is in braces decides where a count lies: those of one call lie together.
    const prefix = `{${institution.id}}:`;
    const counted = {
      key: 'keyId' in principal ? principal.keyId : '',
      address: isSecret ? '' : clientNetwork(addressOf(ctx.req)),
      // An operator who acts as a member uses up nothing of the member's.
      member: callerIdOf(principal) ?? '',
      operator: callerIdOf(principal) ?? '',
    };
    const quotas = plan.policies.map(({ name, of, most, windowMs }): Quota => {
      return { name: `${prefix}${name}:${counted[of]}`, most, windowMs };
    });
    const taken = await counters.take(quotas, isSecret ? 1 : weightOf(ctx.querystring));
    ctx.set('RateLimit-Policy', plan.header);
    ctx.set('RateLimit', standingHeader(plan, taken));
    if (!taken.isTaken) throw tooMany(plan, taken);
  };
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
  const header = present.map(({ name, most, windowMs }) => `"${name}";q=${most};w=${windowMs / 1_000}`);
  return { policies: present, header: header.join(', ') };
}

export const secondsOf = (ms: number) => Math.max(1, Math.ceil(ms / 1_000));

function standingHeader({ policies }: Plan, { standings }: Taken): string {
  return policies
    .map(({ name, most }, i) => {
      const { used, resetMs } = standings[i]!;
      return `"${name}";r=${Math.max(0, most - used)};t=${secondsOf(resetMs)}`;
    })
    .join(', ');
}

function tooMany({ policies }: Plan, { standings }: Taken): Problem {
  // The one that is fullest and lasts longest is what the caller waits for.
  const full = policies
    .map((policy, i) => ({ policy, standing: standings[i]! }))
    .sort((a, b) => room(a) - room(b) || b.standing.resetMs - a.standing.resetMs)[0]!;
  const { policy, standing } = full;
  const seconds = secondsOf(standing.resetMs);
  const whose = {
    key: 'with one key',
    address: 'from one address',
    member: 'by one member',
    operator: 'by one operator',
  }[policy.of];
  const window = policy.windowMs === dayMs ? 'in 24 hours' : 'in a minute';
  return new Problem(
    'too_many_requests',
    `The limit is ${policy.most} such calls ${window} ${whose}. Try again in ${seconds} seconds.`,
    { headers: { 'Retry-After': String(seconds) } },
  );
}

const room = ({ policy, standing }: { policy: Policy; standing: Standing }) => policy.most - standing.used;

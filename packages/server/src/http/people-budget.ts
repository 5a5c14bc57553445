import type { Context } from 'koa';
import { LRUCache } from 'lru-cache';
import type { Operation } from '../contract/document';
import type { Audience, Principal, Scope } from '../platform/scope';
import { dayMs, hourMs, minuteMs } from '../platform/time';
import {
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
import { countedOf, countPrefix, type RateLimiterOptions } from './rate-limiter';
import type { PeopleLimits } from './rate-limits';

/** What the budget must know of the directory. */
export interface Register {
  /** As which audience a caller visits the directory; undefined where the caller runs it, who has no budget. */
  readonly audienceOf: (principal: Principal) => Audience | undefined;
  /** How many people an audience sees. */
  readonly sizeOf: (scope: Scope, audience: Audience) => Promise<number>;
}

/**
 * Counts the people that an answer shows against what one address, and one member, may be shown: each person once a window, by
 * whatever operation. So a directory cannot be carried off, however the questions are put.
 * @throws {Problem} too_many_requests
 */
export interface PeopleBudget {
  /** The people that an answer shows, as numbers. */
  readonly peopleIn: (answer: unknown) => number[];
  readonly count: (
    ctx: Context,
    caller: Caller,
    scope: () => Scope,
    people: () => readonly number[],
  ) => Promise<void>;
}

export function peopleBudgetOf(
  operation: Operation,
  { counters, limits, addressOf }: RateLimiterOptions,
  register: Register,
): PeopleBudget | undefined {
  const { people } = operation;
  if (people === undefined) return undefined;
  const steps = people.split('.');
  const sizeOf = rememberedSizes(register);

  const count: PeopleBudget['count'] = async (ctx, caller, scope, people) => {
    const audience = register.audienceOf(caller.principal);
    if (!audience) return;
    const size = await sizeOf(scope, caller, audience);
    const policies = policiesFor(limits.people, size, audience, caller.principal);
    const quotas = quotasOf(policies, countPrefix(caller), countedOf(caller, addressOf(ctx.req)));
    const taken = await counters.takeNew(quotas.flat(), people());
    const states = statesOf(policies, quotas, taken.standings);
    tellStates(ctx, policyHeader(policies), states);
    if (taken.isTaken) return;
    const full = tightest(states);
    throw tooMany(full, `${full.policy.most.toLocaleString('en')} different people`);
  };
  return { count, peopleIn: (answer) => idsAt(answer, steps).map(numberOf) };
}

/** The limits are those of a register of this size or more; of a smaller one, as much less. */
const wholeRegister = 50_000;
/** Less than this would be in the way of somebody who looks for classmates. */
const atLeast = { hour: 400, day: 600 };

function policiesFor(limits: PeopleLimits, size: number, audience: Audience, { kind }: Principal): Policy[] {
  const share = Math.min(1, size / wholeRegister);
  const policies = (name: string, of: 'address' | 'member', times = 1): Policy[] =>
    (['hour', 'day'] as const).map((window) => {
      const limit = limits[`${of}${window === 'hour' ? 'Hour' : 'Day'}`];
      return {
        name: `people-${name}-${window}`,
        of,
        most: times * Math.min(limit, Math.max(atLeast[window], Math.floor(limit * share))),
        windowMs: window === 'hour' ? hourMs : dayMs,
      };
    });
  const ofAddress =
    audience === 'public'
      ? policies('address', 'address')
      : policies('members-address', 'address', membersAtOneAddress);
  return kind === 'member' ? [...ofAddress, ...policies('member', 'member')] : ofAddress;
}

/** For how long a size is remembered: registers grow slowly. */
const rememberedMs = minuteMs;

function rememberedSizes({ sizeOf }: Register) {
  const sizes = new LRUCache<string, Promise<number>>({ max: 10_000, ttl: rememberedMs });
  return (scope: () => Scope, { institution }: Caller, audience: Audience): Promise<number> => {
    const name = `${institution.id} ${audience}`;
    let size = sizes.get(name);
    if (!size) {
      size = sizeOf(scope(), audience);
      sizes.set(name, size);
      size.catch(() => sizes.delete(name));
    }
    return size;
  };
}

/** The ids that stand there, one step after another; lists are walked through. */
function idsAt(value: unknown, [step, ...steps]: readonly string[]): string[] {
  if (Array.isArray(value))
    return value.flatMap((each) => idsAt(each, step === undefined ? [] : [step, ...steps]));
  if (step !== undefined) return value ? idsAt((value as Record<string, unknown>)[step], steps) : [];
  return typeof value === 'string' ? [value] : [];
}

/** The last 30 bits of a TypeID, which are random: short enough to keep many, and two people share them once in a billion. */
function numberOf(id: string): number {
  return [...id.slice(-6)].reduce((sum, letter) => sum * 32 + letterValues.indexOf(letter), 0);
}

const letterValues = '0123456789abcdefghjkmnpqrstvwxyz';

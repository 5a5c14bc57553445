import type { Operation } from '../contract/document';

/** How often something may be called by whom, in a minute or in a day. */
export interface ClassLimits {
  /** With one secret key. */
  readonly secretKeyMinute?: number;
  /** With one publishable key, by all of its visitors together. */
  readonly publishableKeyMinute?: number;
  /** From one address with publishable keys of one institution. */
  readonly addressMinute?: number;
  readonly addressDay?: number;
  /** By one member, beside the publishable key and from any address. */
  readonly memberMinute?: number;
  /** By one operator, from any address. */
  readonly operatorMinute?: number;
}

/** By the classes that `x-rate-limit` of the contract names. */
export interface RateLimits {
  readonly read: ClassLimits;
  readonly search: ClassLimits;
  readonly suggest: ClassLimits;
  readonly write: ClassLimits;
  /** Proving who one is: codes and passwords, and mail to addresses that others have typed. */
  readonly signIn: ClassLimits;
  /** Staying signed in, and signing out: a page does so by itself, so that a campus needs no bound of a day. */
  readonly session: ClassLimits;
  readonly bulk: ClassLimits;
  /** What operators call. */
  readonly operator: ClassLimits;
  /** Operators proving who they are. */
  readonly operatorSignIn: ClassLimits;
  /** Calls whose key is refused. */
  readonly refusedKeys: { readonly addressMinute: number };
  /** Different people shown, by whatever operation: see PeopleBudget. */
  readonly people: PeopleLimits;
  /** Addresses of one email domain that one network has sign-in codes sent to. */
  readonly mailedAddresses: { readonly networkDomainDay: number };
}

/** How many different people are shown, of a register of 50,000 or more. */
export interface PeopleLimits {
  /** From one address with publishable keys of one institution. */
  readonly addressHour: number;
  readonly addressDay: number;
  /** To one member, at any address. */
  readonly memberHour: number;
  readonly memberDay: number;
}

/** The classes that an operation can be of. */
export type RateLimitClass = Exclude<keyof RateLimits, 'refusedKeys' | 'people' | 'mailedAddresses'>;

/** One address may stand for a whole campus, and one publishable key for all visitors of a site. */
export const defaultRateLimits: RateLimits = {
  read: {
    secretKeyMinute: 6_000,
    publishableKeyMinute: 12_000,
    addressMinute: 600,
    addressDay: 5_000,
    memberMinute: 600,
  },
  search: {
    secretKeyMinute: 3_000,
    publishableKeyMinute: 6_000,
    addressMinute: 300,
    addressDay: 2_000,
    memberMinute: 300,
  },
  suggest: {
    secretKeyMinute: 6_000,
    publishableKeyMinute: 12_000,
    addressMinute: 600,
    addressDay: 10_000,
    memberMinute: 600,
  },
  write: { secretKeyMinute: 3_000, publishableKeyMinute: 6_000, addressMinute: 300, memberMinute: 60 },
  signIn: { publishableKeyMinute: 3_000, addressMinute: 120, addressDay: 2_000, memberMinute: 10 },
  session: { publishableKeyMinute: 12_000, addressMinute: 600 },
  bulk: { secretKeyMinute: 60, publishableKeyMinute: 60, addressMinute: 30, memberMinute: 10 },
  operator: { addressMinute: 240, operatorMinute: 120 },
  operatorSignIn: { addressMinute: 10, addressDay: 200 },
  refusedKeys: { addressMinute: 60 },
  people: { addressHour: 1_000, addressDay: 5_000, memberHour: 1_000, memberDay: 5_000 },
  mailedAddresses: { networkDomainDay: 200 },
};

const notOfOperations: readonly string[] = [
  'refusedKeys',
  'people',
  'mailedAddresses',
] satisfies (keyof RateLimits)[];

/** The same number everywhere: for tests and benches. */
export function uniformRateLimits(most: number): RateLimits {
  const entries = Object.entries(defaultRateLimits).map(([name, limits]) => {
    return [name, Object.fromEntries(Object.keys(limits as object).map((of) => [of, most]))];
  });
  return Object.fromEntries(entries) as RateLimits;
}

/**
 * Reads `search.addressDay=5000,write.secretKeyMinute=600`: what is not named keeps its default. A limit can be raised, but not
 * taken away.
 * @throws {Error} that names every part at fault
 */
export function parseRateLimits(text: string): RateLimits {
  const limits = structuredClone(defaultRateLimits) as unknown as Record<string, Record<string, number>>;
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const part of text.split(',').map((each) => each.trim())) {
    const [, name = '', of = '', number = ''] = /^(\w+)\.(\w+)=(\d{1,9})$/.exec(part) ?? [];
    const known = Object.hasOwn(limits, name) && Object.hasOwn(limits[name]!, of);
    if (!known) faults.push(`“${part}” is not one of ${settingNames.join(', ')}, each with =NUMBER`);
    else if (Number(number) < 1) faults.push(`“${part}” must be 1 or more`);
    else if (seen.has(`${name}.${of}`)) faults.push(`“${name}.${of}” stands there twice`);
    else limits[name]![of] = Number(number);
    seen.add(`${name}.${of}`);
  }
  if (faults.length) throw new Error(faults.join('; '));
  return limits as unknown as RateLimits;
}

const settingNames = Object.entries(defaultRateLimits).flatMap(([name, limits]) =>
  Object.keys(limits as object).map((of) => `${name}.${of}`),
);

/**
 * The class of an operation; undefined where it is open to all without any.
 * @throws {Error} where the operation declares none, or one that has no numbers for who may call it
 */
export function declaredRateLimit({
  operationId,
  rateLimit,
  security,
  callers,
}: Operation): RateLimitClass | undefined {
  const fault = (what: string) => new Error(`The operation ${operationId} ${what}.`);
  if (rateLimit === undefined) throw fault('must say x-rate-limit');
  if (rateLimit === 'none' && security.length) throw fault('must say another x-rate-limit than none');
  if (rateLimit === 'none') return undefined;
  if (!Object.hasOwn(defaultRateLimits, rateLimit) || notOfOperations.includes(rateLimit))
    throw fault(`has the unknown x-rate-limit ${rateLimit}`);
  const name = rateLimit as RateLimitClass;
  const limits: ClassLimits = defaultRateLimits[name];
  if (!security.length && !limits.addressMinute)
    throw fault(`is open to all, for whom the class ${rateLimit} has no limits`);
  if (callers.includes('operator') && !(limits.operatorMinute && limits.addressMinute))
    throw fault(`takes operators, for whom the class ${rateLimit} has no limits`);
  if (callers.includes('secret') && !limits.secretKeyMinute)
    throw fault(`takes secret keys, for which the class ${rateLimit} has no limits`);
  if (security.includes('publishableKey') && !(limits.publishableKeyMinute && limits.addressMinute))
    throw fault(`takes publishable keys, for which the class ${rateLimit} has no limits`);
  if (callers.includes('member') && !limits.memberMinute)
    throw fault(`takes members, for whom the class ${rateLimit} has no limits`);
  return name;
}

import { Problem } from '../../contract/problems';
import { type Audience, sees } from '../../platform/audience';
import { type ChangeType, changeTypes } from '../../platform/change-types';
import type { Principal } from '../../platform/scope';
import type { KeyScope } from '../keys';

/** Doesn't compile where a type of change asks for something that isn't a scope of keys. */
const rules: Readonly<Record<ChangeType, { readonly scope: KeyScope; readonly widest: Audience }>> =
  changeTypes;

export const allTypes = Object.keys(rules) as readonly ChangeType[];

/** Whether the patterns name this type. A pattern is an exact type, `<subject>.*`, or `*`. */
export function matches(patterns: readonly string[], type: string): boolean {
  const subject = `${type.slice(0, type.indexOf('.'))}.*`;
  return patterns.some((pattern) => pattern === '*' || pattern === type || pattern === subject);
}

/** @throws {Problem} unknown_change_type where a pattern names none of the known types */
export function requireKnown(patterns: readonly string[], known: readonly string[] = allTypes): void {
  const index = patterns.findIndex((pattern) => !known.some((type) => matches([pattern], type)));
  if (index < 0) return;
  throw new Problem('unknown_change_type', `There is no change type ${patterns[index]}.`, {
    errors: [{ path: `/types/${index}`, message: 'is not a change type' }],
  });
}

/** The scopes that it takes to receive everything that the patterns name and the audience can notice. */
export function scopesNeeded(patterns: readonly string[], audience: Audience): readonly KeyScope[] {
  const noticed = allTypes.filter((type) => matches(patterns, type) && sees(audience, rules[type].widest));
  return [...new Set(noticed.map((type) => rules[type].scope))];
}

/** Whether these scopes suffice to receive changes of a type. A type that this release doesn't know is withheld. */
export const isReceivable = (scopes: readonly string[], type: string): boolean =>
  Object.hasOwn(rules, type) && scopes.includes(rules[type as ChangeType].scope);

/** The scopes that a caller has to receive changes with. */
export function heldScopes(principal: Principal): readonly string[] {
  if (principal.kind === 'system') return allTypes.map((type) => rules[type].scope);
  return principal.kind === 'secret' ? principal.scopes : [];
}

/** What a caller may learn from the log. */
export interface Reach {
  readonly audiences: readonly Audience[];
  readonly types: readonly ChangeType[];
}

export function reachOf(principal: Principal): Reach {
  const held = heldScopes(principal);
  return {
    audiences: audiencesWithin(viewerOf(principal)),
    types: allTypes.filter((type) => isReceivable(held, type)),
  };
}

/** As which audience a key learns of changes: like what it may see of the directory. */
export function viewerOf(principal: Principal): Audience {
  if (principal.kind === 'system') return 'private';
  if (principal.kind !== 'secret') return 'public';
  return principal.scopes.includes('directory:private') ? 'private' : 'members';
}

/** @throws {Problem} unknown_change_type; missing_scope where the patterns name types that the caller may not receive */
export function requireReceivable(principal: Principal, patterns: readonly string[]): void {
  requireKnown(patterns);
  const held = heldScopes(principal);
  const missing = scopesNeeded(patterns, 'private').find((scope) => !held.includes(scope));
  if (missing)
    throw new Problem('missing_scope', `To receive these types, the key needs the scope ${missing}.`);
}

/** Those of the types that patterns name; all without patterns. @throws {Problem} missing_scope where none is left */
export function typesToRead({ types }: Reach, patterns: readonly string[] = ['*']): readonly ChangeType[] {
  const left = types.filter((type) => matches(patterns, type));
  if (left.length) return left;
  const scopes = scopesNeeded(patterns, 'private').join(' or ');
  throw new Problem(
    'missing_scope',
    `The key can’t receive any of these changes: it needs the scope ${scopes}.`,
  );
}

/** How wide audiences are, seen from the narrowest that a reader may be of. */
const within: Readonly<Record<Audience, readonly Audience[]>> = {
  public: ['public'],
  members: ['public', 'members'],
  private: ['public', 'members', 'private'],
};

/** The audiences whose changes a viewer may know of. */
export const audiencesWithin = (viewer: Audience): readonly Audience[] => within[viewer];

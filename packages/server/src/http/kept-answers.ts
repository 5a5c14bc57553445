import type { Operation } from '../contract/document';
import type { Cache, Kept } from '../platform/cache';
import { formatId } from '../platform/ids';
import type { Said } from '../platform/outbox';
import type { Caller } from './principal';

/** What is asked: a path's and an address's parameters, as they were understood. */
export interface AskedOf {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
}

export type KeptAnswers = (caller: Caller, asked: AskedOf, load: () => Promise<Kept>) => Promise<Kept>;

/**
 * What gives an operation's answers to publishable keys from what is kept of them; undefined where the operation keeps none
 * (`x-cache-tags`). All publishable keys of an institution see the same, which is what the public sees; nobody else's
 * answer is ever kept.
 */
export function keptAnswersOf(operation: Operation, cache: Cache | undefined): KeptAnswers | undefined {
  const { operationId, cacheSeconds, cacheTags, method } = operation;
  if (!cacheTags) return undefined;
  if (cacheSeconds === undefined || method !== 'get')
    throw new Error(`The operation ${operationId} says x-cache-tags, and is no GET with x-cache.`);
  if (!cache) return undefined;
  return ({ institution }, { path, query }, load) => {
    const tags = cacheTags.map((tag) => tag.replace(/^\{(\w+)\}$/, (_, name: string) => path[name]!));
    const key = `${institution.id} ${operationId} ${JSON.stringify([path, query])}`;
    return cache.read(tagsOf(institution.id, tags), key, cacheSeconds * 1_000, load);
  };
}

/** Every answer of an institution has the institution itself as a tag, for when more has changed than is worth telling apart. */
const tagsOf = (institutionId: string, tags: readonly string[]) => [
  institutionId,
  ...tags.map((tag) => `${institutionId} ${tag}`),
];

const mostToldApart = 50;

/** The tags of what a transaction has changed. */
export function tagsOfChanges({ institutionId, changes }: Said): string[] {
  if (changes.length > mostToldApart) return [institutionId];
  const kinds = new Set(changes.map(({ kind }) => kind));
  const ids = changes.map(({ kind, id }) => formatId(kind, id));
  return tagsOf(institutionId, [...kinds, ...ids]).slice(1);
}

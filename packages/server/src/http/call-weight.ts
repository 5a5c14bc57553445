import { type Operation, resolve, type Schema } from '../contract/document';

/** People on a page that weighs one. */
const pageOf = 20;
const heaviest = 5;

/**
 * A function from a call's parameters to how much a call weighs against its limits: as many pages of 20 as it can get, by `limit` or by
 * a list of ids. So asking for more at once gets a caller no more.
 */
export function callWeight({
  parameters,
  publicLimit = Infinity,
}: Operation): (query: URLSearchParams) => number {
  const limit = parameters.find((each) => each.in === 'query' && each.name === 'limit');
  const ids = parameters.find((each) => each.in === 'query' && isListOfIds(resolve<Schema>(each.schema)));
  if (!limit && !ids) return () => 1;
  return (query) => {
    if (!query.size) return 1;
    const asked = limit
      ? Math.min(Number(query.get('limit') ?? 0), publicLimit)
      : countOf(query.getAll(ids!.name));
    // What is no number is refused later, and weighs as one that was.
    return Math.min(heaviest, Math.max(1, Math.ceil(asked / pageOf) || 1));
  };
}

const isListOfIds = ({ items }: Schema) => items !== undefined && 'x-typeid' in resolve<Schema>(items);
const countOf = (lists: readonly string[]) => lists.reduce((sum, list) => sum + list.split(',').length, 0);

import type { OperationId, Route } from './operation';
import { profileRoute } from './profile';

/** A file of its own, because bundlers divide by files, and a page that only searches carries no more. */
export const directoryRoutes = {
  ...profileRoute,
  searchDirectory: { method: 'GET', path: '/v1/directory/search', commaSeparated: ['batchYear', 'facets'] },
  suggestDirectory: { method: 'GET', path: '/v1/directory/suggest', commaSeparated: ['kinds'] },
} as const satisfies Partial<Readonly<Record<OperationId, Route>>>;

export type DirectoryOperation = keyof typeof directoryRoutes;

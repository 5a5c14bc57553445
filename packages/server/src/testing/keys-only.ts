import { permissions } from '../contract/generated/permissions';
import { Problem } from '../contract/problems';
import { keyAuthenticator } from '../features/keys';
import type { Database } from '../platform/database';

/** The access to an app of tests that has no members. */
export function keysOnly(database: Database, clock: () => Date) {
  return {
    authenticator: keyAuthenticator(database, clock),
    authenticateMember: () => Promise.reject(new Problem('invalid_token', 'There are no members here.')),
    authenticateOperator: () => Promise.reject(new Problem('invalid_token', 'There are no operators here.')),
    permissions,
  };
}

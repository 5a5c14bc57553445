import { permissions } from '../../contract/generated/permissions';

export { permissions };

type Rows = typeof permissions;

/** What a secret key may be given: the permissions that secret keys can have. */
export type KeyScope = { [Name in keyof Rows]: Rows[Name]['secret'] extends true ? Name : never }[keyof Rows];

export const scopes = Object.entries(permissions)
  .filter(([, { secret }]) => secret)
  .map(([name]) => name as KeyScope);

import type { PermissionTable } from '../../platform/permission';

const yes = true;
const no = false;

/**
 * Who may do what. `x-permission` of each operation names a row; the docs and the matrix of tests are made from them. A member
 * may what the publishable key beside their token may. Banned members are refused everywhere, before this is asked.
 */
export const permissions = {
  'directory:read': {
    allows: 'Search and read the directory, as far as one’s audience sees it.',
    publishable: yes, secret: yes, unverified: yes, student: yes, alumnus: yes, admin: yes, operator: no, impersonated: yes,
  },
  'directory:private': {
    allows: 'See what is private in the directory.',
    publishable: no, secret: yes, unverified: no, student: no, alumnus: no, admin: yes, operator: no, impersonated: no,
  },
  'directory:write': {
    allows: 'Create, change, delete and restore profiles.',
    publishable: no, secret: yes, unverified: no, student: no, alumnus: no, admin: no, operator: no, impersonated: no,
  },
  'changes:read': {
    allows: 'Read the change feed and acknowledge what was read.',
    publishable: no, secret: yes, unverified: no, student: no, alumnus: no, admin: no, operator: no, impersonated: no,
  },
  'tasks:read': {
    allows: 'See background work.',
    publishable: no, secret: yes, unverified: no, student: no, alumnus: no, admin: no, operator: no, impersonated: no,
  },
  'tasks:write': {
    allows: 'Have given-up background work run again, or forget it.',
    publishable: no, secret: yes, unverified: no, student: no, alumnus: no, admin: no, operator: no, impersonated: no,
  },
  'webhooks:manage': {
    allows: 'Make and change webhook endpoints, and see and repeat what was sent to them.',
    publishable: no, secret: yes, unverified: no, student: no, alumnus: no, admin: no, operator: no, impersonated: no,
  },
  'keys:manage': {
    allows: 'Make, restrict, rotate and revoke keys.',
    publishable: no, secret: yes, unverified: no, student: no, alumnus: no, admin: no, operator: no, impersonated: no,
  },
  'audit:read': {
    allows: 'Read and export the audit log.',
    publishable: no, secret: yes, unverified: no, student: no, alumnus: no, admin: yes, operator: no, impersonated: no,
  },
  'sessions:open': {
    allows: 'Sign in, refresh a session, sign out.',
    publishable: yes, secret: no, unverified: yes, student: yes, alumnus: yes, admin: yes, operator: no, impersonated: no,
  },
  'own:read': {
    allows: 'See one’s own account, sessions, profile and claims.',
    publishable: no, secret: no, unverified: yes, student: yes, alumnus: yes, admin: yes, operator: no, impersonated: yes,
  },
  'own:write': {
    allows: 'Edit one’s profile and its photo.',
    publishable: no, secret: no, unverified: yes, student: yes, alumnus: yes, admin: yes, operator: no, impersonated: yes,
  },
  'own:claim': {
    allows: 'Claim a profile, which may verify the member at once.',
    publishable: no, secret: no, unverified: yes, student: yes, alumnus: yes, admin: yes, operator: no, impersonated: no,
  },
  'own:secure': {
    allows: 'Set one’s password, change one’s address, end one’s sessions.',
    publishable: no, secret: no, unverified: yes, student: yes, alumnus: yes, admin: yes, operator: no, impersonated: no,
  },
  'members:read': {
    allows: 'List and see members.',
    publishable: no, secret: yes, unverified: no, student: no, alumnus: no, admin: yes, operator: no, impersonated: no,
  },
  'members:write': {
    allows: 'Give roles; verify, ban and restore members.',
    publishable: no, secret: yes, unverified: no, student: no, alumnus: no, admin: yes, operator: no, impersonated: no,
  },
  'claims:read': {
    allows: 'See what members claim, which profiles it may mean, and which addresses verify by themselves.',
    publishable: no, secret: yes, unverified: no, student: no, alumnus: no, admin: yes, operator: no, impersonated: no,
  },
  'claims:decide': {
    allows: 'Decide claims; say which addresses verify by themselves.',
    publishable: no, secret: yes, unverified: no, student: no, alumnus: no, admin: yes, operator: no, impersonated: no,
  },
  'institutions:read': {
    allows: 'Find institutions and members of theirs, read their audit logs: each time an entry of the log.',
    publishable: no, secret: no, unverified: no, student: no, alumnus: no, admin: no, operator: yes, impersonated: no,
  },
  'institutions:create': {
    allows: 'Make institutions.',
    publishable: no, secret: no, unverified: no, student: no, alumnus: no, admin: no, operator: yes, impersonated: no,
  },
  'members:impersonate': {
    allows: 'Act as a member, for a reason and a time; see who does, and end it.',
    publishable: no, secret: no, unverified: no, student: no, alumnus: no, admin: no, operator: yes, impersonated: no,
  },
  'operator:own': {
    allows: 'See and end one’s sessions, change one’s password, sign out, as an operator.',
    publishable: no, secret: no, unverified: no, student: no, alumnus: no, admin: no, operator: yes, impersonated: no,
  },
  'degrees:verify': {
    allows: 'Upload registrars’ lists, by which degrees are verified, and see what became of them.',
    publishable: no, secret: yes, unverified: no, student: no, alumnus: no, admin: yes, operator: no, impersonated: no,
  },
  'sign_in:manage': {
    allows: 'Register and change sign-in providers, which decide who is signed in as whom (powerful).',
    publishable: no, secret: yes, unverified: no, student: no, alumnus: no, admin: yes, operator: no, impersonated: no,
  },
} as const satisfies PermissionTable; // prettier-ignore

type Rows = typeof permissions;

/** What a secret key may be given: the permissions that secret keys can have. */
export type KeyScope = { [Name in keyof Rows]: Rows[Name]['secret'] extends true ? Name : never }[keyof Rows];

export const scopes = Object.entries(permissions)
  .filter(([, { secret }]) => secret)
  .map(([name]) => name as KeyScope);

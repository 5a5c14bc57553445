import type { Audience } from './audience';
import type { IdKind } from './ids';

/** What it takes to learn of a change of one type. */
interface ChangeRule {
  /** The scope that a secret key needs to receive it, by any outlet: webhooks, the change feed, consumers. */
  readonly scope: string;
  /** The widest audience that its changes can ever have. */
  readonly widest: Audience;
}

/** Every type of change: `<subject>.<what happened>`, where the subject is a kind of id. A type that isn't listed can't be emitted. */
export const changeTypes = {
  'claim.approved': { scope: 'claims:read', widest: 'private' },
  'claim.created': { scope: 'claims:read', widest: 'private' },
  'claim.rejected': { scope: 'claims:read', widest: 'private' },
  'degreeList.finished': { scope: 'degrees:verify', widest: 'private' },
  'key.created': { scope: 'keys:manage', widest: 'private' },
  'key.exposed': { scope: 'keys:manage', widest: 'private' },
  'key.revoked': { scope: 'keys:manage', widest: 'private' },
  'key.rotated': { scope: 'keys:manage', widest: 'private' },
  'key.updated': { scope: 'keys:manage', widest: 'private' },
  'member.banned': { scope: 'members:read', widest: 'private' },
  'member.created': { scope: 'members:read', widest: 'private' },
  'member.restored': { scope: 'members:read', widest: 'private' },
  'member.updated': { scope: 'members:read', widest: 'private' },
  'member.verified': { scope: 'members:read', widest: 'private' },
  'profile.created': { scope: 'directory:read', widest: 'public' },
  'profile.deleted': { scope: 'directory:read', widest: 'public' },
  'profile.undeleted': { scope: 'directory:read', widest: 'public' },
  'profile.updated': { scope: 'directory:read', widest: 'public' },
  'session.ended': { scope: 'members:read', widest: 'private' },
  'webhookEndpoint.disabled': { scope: 'webhooks:manage', widest: 'private' },
} as const satisfies Readonly<Record<`${IdKind}.${string}`, ChangeRule>>;

export type ChangeType = keyof typeof changeTypes;

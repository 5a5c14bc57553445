// Generated from openapi/ by `npm run generate`.

/** Every type of change: the scope that a secret key needs to receive it, and the widest audience that can notice it. */
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
} as const;

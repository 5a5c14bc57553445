// Generated from openapi/ by `npm run generate`.

/** The prefix of the public ids of each kind. */
export const idPrefixes = {
  bulkAction: 'bulk',
  change: 'chg',
  claim: 'clm',
  degreeList: 'dgl',
  profile: 'prof',
  batch: 'bat',
  invitation: 'inv',
  key: 'key',
  member: 'mem',
  institution: 'inst',
  operator: 'op',
  operatorSession: 'ops',
  impersonation: 'imp',
  signInProvider: 'sip',
  identity: 'idn',
  session: 'ses',
  task: 'task',
  webhookEndpoint: 'whe',
  webhookDelivery: 'whd',
  webhookTest: 'whtest',
} as const;

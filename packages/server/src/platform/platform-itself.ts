import type { Institution } from './scope';

/**
 * The platform as far as it is like an institution: what operators do that concerns none has this scope, and its audit log. It has
 * no keys and no members, and nothing that looks for living institutions finds it (migrations/0023).
 */
export const platformItself: Institution = {
  id: '00000000-0000-7000-8000-000000000000',
  slug: '_platform',
  name: 'The platform',
  mode: 'live',
  number: 0,
  audienceDefaults: {},
  publicCountThreshold: 1,
};

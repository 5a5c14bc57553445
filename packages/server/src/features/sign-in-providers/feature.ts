import { defineFeature } from '../feature';
import { signInProviderHandlers } from './handlers';
import { deleteIdentitiesOfDeleted } from './identity-store';

export const signInProviders = defineFeature({
  handlers: signInProviderHandlers,
  retention: [
    { table: 'used_host_tokens', since: 'expires_at', keepDays: 0 },
    // Until then, those who are sent back too late still find the way to their page.
    { table: 'provider_sign_ins', since: 'created_at', keepDays: 1 },
    // However old they are: whom providers knew that were removed.
    {
      table: 'external_identities',
      keepDays: 0,
      purge: (tx, _before, limit) => deleteIdentitiesOfDeleted(tx, limit),
    },
  ],
  audits: [
    'identity.code_sent',
    'identity.linked',
    'identity.refused',
    'identity.unlinked',
    'sign_in_provider.created',
    'sign_in_provider.deleted',
    'sign_in_provider.updated',
  ],
});

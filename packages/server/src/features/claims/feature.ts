import { defineFeature } from '../feature';
import { claimCommands } from './commands';
import { claimHandlers, presentClaims } from './handlers';
import { deleteDetailsDecidedBefore } from './store';

export const claims = defineFeature({
  handlers: claimHandlers,
  subjects: () => ({ claim: presentClaims }),
  // Of a decided claim only the details go that were for whoever decided.
  retention: [{ table: 'claims', keepDays: 90, purge: deleteDetailsDecidedBefore }],
  commands: claimCommands,
  audits: ['claim.approved', 'claim.rejected', 'institution.address_domains_changed'],
});

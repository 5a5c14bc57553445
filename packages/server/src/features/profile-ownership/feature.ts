import { defineFeature } from '../feature';
import { ownershipHandlers } from './handlers';

export const profileOwnership = defineFeature({
  handlers: ownershipHandlers,
  audits: ['member.profile_taken_back'],
});

import { defineFeature } from '../feature';
import { memberCommands } from './commands';
import { memberHandlers, presentMembers } from './handlers';

export const members = defineFeature({
  handlers: memberHandlers,
  subjects: () => ({ member: presentMembers }),
  commands: memberCommands,
  audits: ['member.banned', 'member.created', 'member.restored', 'member.updated', 'member.verified'],
});

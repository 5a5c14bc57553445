import { defineFeature } from '../feature';
import { keyCommands } from './commands';
import { keyHandlers, presentKeys } from './handlers';

export const keys = defineFeature({
  handlers: keyHandlers,
  subjects: () => ({ key: presentKeys }),
  commands: keyCommands,
  audits: ['key.created', 'key.exposed', 'key.revoked', 'key.rotated', 'key.updated'],
});

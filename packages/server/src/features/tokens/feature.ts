import { defineFeature } from '../feature';
import { signingKeyCommands } from './commands';
import { tokenHandlers } from './handlers';
import { revocationRetention } from './revocation-store';

export const tokens = defineFeature({
  handlers: tokenHandlers,
  retention: [revocationRetention],
  commands: signingKeyCommands,
});

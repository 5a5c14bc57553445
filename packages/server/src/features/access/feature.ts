import { defineFeature } from '../feature';
import { keyCommands } from './commands';
import { accessHandlers } from './handlers';
import { keyHandlers, presentKeys } from './key-handlers';
import { signingKeyCommands } from './signing-key-command';
import { revocationRetention } from './tokens/revocation-store';
import type { Tokens } from './tokens/tokens';

export const access = defineFeature({
  handlers: (services: { readonly tokens: Tokens }) => ({
    ...keyHandlers(),
    ...accessHandlers(services),
  }),
  subjects: () => ({ key: presentKeys }),
  retention: [revocationRetention],
  commands: { ...keyCommands, ...signingKeyCommands },
});

import type { Handlers } from '../../contract/handler';
import type { Tokens } from './tokens';

export function tokenHandlers({ tokens: { keys } }: { readonly tokens: Tokens }): Handlers<'getSigningKeys'> {
  return {
    getSigningKeys: async () => ({ keys: (await keys.publicKeys()) as never }),
  };
}

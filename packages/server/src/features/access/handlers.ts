import type { Handlers } from '../../contract/handler';
import type { Tokens } from './tokens/tokens';

export function accessHandlers({
  tokens: { keys },
}: {
  readonly tokens: Tokens;
}): Handlers<'getSigningKeys'> {
  return {
    getSigningKeys: async () => ({ keys: (await keys.publicKeys()) as never }),
  };
}

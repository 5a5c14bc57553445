import type { Handlers } from '../../contract/handler';
import type { SigningKeys } from './tokens/signing-keys';

export function accessHandlers(keys: SigningKeys): Handlers<'getSigningKeys'> {
  return {
    getSigningKeys: async () => ({ keys: (await keys.publicKeys()) as never }),
  };
}

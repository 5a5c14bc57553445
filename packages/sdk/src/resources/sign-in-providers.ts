import {
  createSignInProvider,
  deleteSignInProvider,
  getSignInProvider,
  listSignInProviders,
  updateSignInProvider,
} from '../generated/routes/sign-in-providers';
import type { Transport } from '../transport/transport';
import type {
  MakeOptions,
  RequestOptions,
  SignInProvider,
  SignInProviderCreate,
  SignInProviderUpdate,
} from '../types';

/** The institution's sign-in providers. Needs a secret key with the powerful scope `sign_in:manage`. */
export interface SignInProviders {
  /** Every provider, the oldest first. */
  list(options?: RequestOptions): Promise<SignInProvider[]>;

  /** @throws NotFoundError */
  get(id: string, options?: RequestOptions): Promise<SignInProvider>;

  /**
   * Registers an OpenID Connect provider, or a host site that signs tokens for its own users.
   * @throws InvalidRequestError if its discovery document is wrong, ConflictError (`issuer_taken`, `too_many_sign_in_providers`)
   */
  create(provider: SignInProviderCreate, options?: MakeOptions): Promise<SignInProvider>;

  /** Changes what is named. @throws NotFoundError, InvalidRequestError */
  update(id: string, changes: SignInProviderUpdate, options?: RequestOptions): Promise<SignInProvider>;

  /** Deletes the provider and the links of members to it. @throws NotFoundError */
  delete(id: string, options?: RequestOptions): Promise<void>;
}

export function createSignInProviders(transport: Transport): SignInProviders {
  return {
    list: async (options) => (await transport.call(listSignInProviders, {}, options)).data,

    get: (providerId, options) => transport.call(getSignInProvider, { providerId }, options),

    create: (body, options) => transport.call(createSignInProvider, { body }, options),

    update: (providerId, body, options) =>
      transport.call(updateSignInProvider, { providerId, body }, options),

    delete: (providerId, options) => transport.call(deleteSignInProvider, { providerId }, options),
  };
}

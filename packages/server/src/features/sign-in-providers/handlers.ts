import type { Handlers } from '../../contract/handler';
import { uuidOf } from '../../contract/ids';
import { callingMember, type Scope } from '../../platform/scope';
import { presentSignedIn } from '../sign-in';
import { exchangeToken } from './exchange';
import { unlinkIdentity } from './identities';
import { selectIdentities } from './identity-store';
import { completeSignIn } from './oidc/complete';
import { cookieName } from './oidc/cookie';
import { checkIssuer } from './oidc/discovery';
import { redeemGrant } from './oidc/redeem';
import { startSignIn } from './oidc/start';
import { presentChoice, presentIdentity, presentProvider } from './present';
import type { Provider } from './provider';
import { selectProviders } from './provider-store';
import {
  checkDraft,
  createProvider,
  deleteProvider,
  getProvider,
  type ProviderTools,
  updateProvider,
} from './providers';
import { createSignInTools, type SignInProviderServices } from './services';

type ProviderOperation =
  | 'listSignInProviders'
  | 'createSignInProvider'
  | 'getSignInProvider'
  | 'updateSignInProvider'
  | 'deleteSignInProvider'
  | 'listSignInChoices'
  | 'startOidcSignIn'
  | 'completeOidcSignIn'
  | 'redeemSignInGrant'
  | 'exchangeToken'
  | 'listOwnIdentities'
  | 'unlinkOwnIdentity';

export function signInProviderHandlers(services: SignInProviderServices): Handlers<ProviderOperation> {
  const tools = createSignInTools(services);
  const { issuer, signIn } = tools;
  const present = ({ institution }: Scope, provider: Provider) =>
    presentProvider(provider, { institution, issuer });
  return {
    listSignInProviders: async ({ scope }) => ({
      data: (await selectProviders(scope)).map((provider) => present(scope, provider)),
    }),

    createSignInProvider: async ({ scope, body, recovery }) => {
      checkDraft(scope, tools, body);
      const { kind, enabled = true, issuer: registered } = body;
      // Nothing outside changes by it: after a crash it is simply asked again.
      if (kind === 'oidc' && enabled) await checkIssuer(scope, tools.outbound, registered);
      return recovery.finish(async (tx) => present(tx, await createProvider(tx, tools, body)));
    },

    getSignInProvider: async ({ scope, path }) =>
      present(scope, await getProvider(scope, uuidOf('signInProvider', path.providerId))),

    updateSignInProvider: async ({ scope, path, body }) => {
      const id = uuidOf('signInProvider', path.providerId);
      if (body.enabled) await checkEnabling(scope, tools, await getProvider(scope, id));
      return present(scope, await updateProvider(scope, tools, id, body));
    },

    deleteSignInProvider: async ({ scope, path }) => {
      await deleteProvider(scope, uuidOf('signInProvider', path.providerId));
      return undefined;
    },

    listSignInChoices: async ({ scope }) => ({
      data: (await selectProviders(scope)).filter(isChoice).map(presentChoice),
    }),

    startOidcSignIn: ({ scope, path, query: { returnTo, challenge }, cookie, referrer }) => {
      const providerId = uuidOf('signInProvider', path.providerId);
      const browserSecret = cookie(cookieName(issuer));
      return startSignIn(scope, tools, { providerId, returnTo, challenge, referrer, browserSecret });
    },

    completeOidcSignIn: ({ path, query: answer, cookie, network, as: openScope }) => {
      const providerId = uuidOf('signInProvider', path.providerId);
      return completeSignIn(tools, {
        providerId,
        answer,
        browserSecret: cookie(cookieName(issuer)),
        network,
        openScope,
      });
    },

    redeemSignInGrant: async ({ scope, body: { grant, verifier, deviceName } }) =>
      presentSignedIn(scope, signIn, await redeemGrant(scope, { grant, verifier, deviceName })),

    exchangeToken: async ({ scope, network, body: { subject_token: token, deviceName } }) =>
      presentSignedIn(scope, signIn, await exchangeToken(scope, tools, { token, deviceName, network })),

    listOwnIdentities: async ({ scope }) => ({
      data: (await selectIdentities(scope, callingMember(scope).memberId)).map(presentIdentity),
    }),

    unlinkOwnIdentity: async ({ scope, path }) => {
      await unlinkIdentity(scope, uuidOf('identity', path.identityId), callingMember(scope).memberId);
      return undefined;
    },
  };
}

/** One that was prepared before its provider was there. */
async function checkEnabling(
  scope: Scope,
  { outbound }: ProviderTools,
  { kind, enabled, issuer }: Provider,
): Promise<void> {
  if (kind === 'oidc' && !enabled) await checkIssuer(scope, outbound, issuer);
}

const isChoice = ({ kind, enabled }: Provider) => kind === 'oidc' && enabled;

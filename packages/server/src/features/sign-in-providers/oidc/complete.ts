import type { Redirect } from '../../../contract/handler';
import { Problem } from '../../../contract/problems';
import type { Database } from '../../../platform/database';
import type { Institution, Principal, Scope } from '../../../platform/scope';
import { findInstitutionById } from '../../institutions';
import { hasIdentity } from '../identity-store';
import { type LinkServices, memberOf } from '../link';
import { type Assertion, type Provider, redirectUriOf } from '../provider';
import { findProvider, holdProvider } from '../provider-store';
import { assertionFrom } from './assertion';
import type { OidcClients } from './clients';
import { providerFailed } from './failure';
import { backWith, orBack } from './return';
import { grantText, randomText, sha256, type SignInSecrets } from './secrets';
import { type BegunSignIn, findSignIn, setGrant, takeBackSignIn } from './sign-in-store';

export interface OidcTools {
  readonly database: Database;
  /** The service's public address. Where people come back to follows from it, never from what a request says. */
  readonly issuer: string;
  readonly signIn: LinkServices;
  readonly clients: OidcClients;
  readonly signInSecrets: SignInSecrets;
}

const grantSeconds = 60;

/** What a provider has sent the browser back with. */
export interface CallBack {
  readonly state: string;
  readonly code?: string | undefined;
  readonly iss?: string | undefined;
  readonly error?: string | undefined;
}

export interface CallBackCall {
  /** Whose address the browser was sent to. */
  readonly providerId: string;
  readonly answer: CallBack;
  readonly browserSecret: string | undefined;
  /** The network that the call comes from. */
  readonly network: string;
  readonly openScope: (caller: { institution: Institution; principal: Principal }) => Scope;
}

/**
 * Ends a sign-in at a provider: sends the browser back to the page that began it, with a grant or with why there is none.
 * @throws {Problem} invalid_sign_in_state where it is not known which page that is
 */
export async function completeSignIn(
  tools: OidcTools,
  { providerId, answer, browserSecret, network, openScope }: CallBackCall,
): Promise<Redirect> {
  const named = tools.signInSecrets.parseState(answer.state);
  const institution = named && (await findInstitutionById(tools.database, named.institutionId));
  if (!institution) throw unknown();
  const finding = openScope({ institution, principal: { kind: 'system' } });
  const begun = await findSignIn(finding, named.id);
  if (!begun) throw unknown();
  // Whatever is done from here on is the page's doing.
  const scope = openScope({
    institution,
    principal: { kind: 'publishable', keyId: begun.keyId, origins: [] },
  });
  return orBack(scope, begun.returnTo, async () => {
    // One provider has sent them to another's page with what is its own, or a browser is not the one that began it: nobody is
    // asked anything, and nothing is used up.
    const isTakenBack =
      begun.providerId === providerId &&
      browserSecret !== undefined &&
      (await scope.transaction((tx) => takeBackSignIn(tx, named.id, sha256(browserSecret))));
    if (!isTakenBack) throw unknown();
    return backWith(begun.returnTo, {
      grant: await vouchedFor(scope, tools, begun, { id: named.id, answer, network }),
    });
  });
}

const unknown = () =>
  new Problem('invalid_sign_in_state', 'This sign-in is unknown or has expired. Start again.');

/** A grant for whom the provider vouches for. @throws {Problem} why there is none */
async function vouchedFor(
  scope: Scope,
  tools: OidcTools,
  begun: BegunSignIn,
  { id, answer, network }: { id: string; answer: CallBack; network: string },
): Promise<string> {
  const provider = await findProvider(scope, begun.providerId);
  if (!provider?.enabled) throw gone();
  if (answer.error === 'access_denied') throw new Problem('sign_in_cancelled');
  const assertion = await askProvider(scope, tools, provider, { id, answer });
  // What is refused here must also be committed.
  const outcome = await scope.transaction(async (tx): Promise<string | Problem> => {
    if (!(await holdProvider(tx, provider))) return gone();
    const member = await memberOf(tx, tools.signIn, { provider, assertion, network });
    if (member instanceof Problem) return member;
    const secret = randomText();
    const expiresAt = new Date(tx.clock().getTime() + grantSeconds * 1_000);
    await setGrant(tx, id, { memberId: member.id, digest: sha256(secret), expiresAt });
    return grantText(id, secret);
  });
  if (outcome instanceof Problem) throw outcome;
  return outcome;
}

const gone = () =>
  new Problem('sign_in_provider_failed', 'The provider was deleted or changed during the sign-in.');

/** With no transaction open: it calls the provider. @throws {Problem} sign_in_provider_failed */
async function askProvider(
  scope: Scope,
  { issuer, clients, signInSecrets }: OidcTools,
  provider: Provider,
  { id, answer: { state, ...rest } }: { id: string; answer: CallBack },
): Promise<Assertion> {
  const url = new URL(redirectUriOf(issuer, provider));
  for (const [name, value] of Object.entries({ state, ...rest }))
    if (value !== undefined) url.searchParams.set(name, value);
  const nonce = signInSecrets.nonce(id);
  const codeVerifier = signInSecrets.codeVerifier(id);
  try {
    const client = await clients.of(scope, provider);
    return await assertionFrom(
      client,
      { url, state, nonce, codeVerifier },
      {
        isKnown: (subject) => hasIdentity(scope, provider.id, subject),
        trustsUnverified: provider.trustsUnverifiedEmail,
      },
    );
  } catch (error) {
    throw providerFailed(scope, provider, error);
  }
}

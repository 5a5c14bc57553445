import type { Redirect } from '../../../contract/handler';
import { Problem } from '../../../contract/problems';
import type { Database } from '../../../platform/database';
import type { Institution, Principal, Scope } from '../../../platform/scope';
import { findInstitutionById } from '../../institutions';
import type { MemberServices } from '../../members';
import { memberOf } from '../link';
import { redirectUriOf, type Assertion, type Provider } from '../provider';
import { findProvider } from '../provider-store';
import { assertionFrom } from './assertion';
import type { OidcClients } from './clients';
import { providerFailed } from './failure';
import { backWith } from './return';
import { grantText, randomText, sha256, type SignInSecrets } from './secrets';
import { findSignIn, setGrant, takeBackSignIn, type BegunSignIn } from './sign-in-store';

export interface OidcTools {
  readonly database: Database;
  /** The service's public address. Where people come back to follows from it, never from what a request says. */
  readonly issuer: string;
  readonly members: Pick<MemberServices, 'revocations'>;
  readonly clients: OidcClients;
  readonly signInSecrets: SignInSecrets;
}

const grantSeconds = 60;

/** What the provider has sent the browser back with. */
export interface CallBack {
  readonly state: string;
  readonly code?: string | undefined;
  readonly iss?: string | undefined;
  readonly error?: string | undefined;
}

export interface CallBackCall {
  readonly answer: CallBack;
  readonly browserSecret: string | undefined;
  readonly openScope: (caller: { institution: Institution; principal: Principal }) => Scope;
}

/**
 * Ends a sign-in at a provider: sends the browser back to the page that began it, with a grant or with why there is none.
 * @throws {Problem} invalid_sign_in_state where it is not known which page that is
 */
export async function completeSignIn(
  tools: OidcTools,
  { answer, browserSecret, openScope }: CallBackCall,
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
  const isTakenBack =
    browserSecret !== undefined &&
    (await scope.transaction((tx) => takeBackSignIn(tx, named.id, sha256(browserSecret))));
  if (!isTakenBack) return backWith(begun.returnTo, { error: 'invalid_sign_in_state' });
  const outcome = await vouchedFor(scope, tools, begun, { id: named.id, answer });
  return backWith(begun.returnTo, outcome instanceof Problem ? { error: outcome.code } : { grant: outcome });
}

const unknown = () =>
  new Problem('invalid_sign_in_state', 'This sign-in is not known here, or over long ago. Begin again.');

/** A grant for whom the provider vouches for. */
async function vouchedFor(
  scope: Scope,
  tools: OidcTools,
  begun: BegunSignIn,
  { id, answer }: { id: string; answer: CallBack },
): Promise<string | Problem> {
  const provider = await findProvider(scope, begun.providerId);
  if (!provider?.enabled) return new Problem('sign_in_provider_failed', 'The provider is there no more.');
  if (answer.error === 'access_denied') return new Problem('sign_in_cancelled');
  const assertion = await askProvider(scope, tools, provider, { id, answer });
  if (assertion instanceof Problem) return assertion;
  return scope.transaction(async (tx) => {
    const member = await memberOf(tx, tools.members.revocations, provider, assertion);
    if (member instanceof Problem) return member;
    const secret = randomText();
    const expiresAt = new Date(tx.clock().getTime() + grantSeconds * 1_000);
    await setGrant(tx, id, { memberId: member.id, digest: sha256(secret), expiresAt });
    return grantText(id, secret);
  });
}

/** With no transaction open: it calls the provider. */
async function askProvider(
  scope: Scope,
  { issuer, clients, signInSecrets }: OidcTools,
  provider: Provider,
  { id, answer: { state, ...rest } }: { id: string; answer: CallBack },
): Promise<Assertion | Problem> {
  const url = new URL(redirectUriOf(issuer));
  for (const [name, value] of Object.entries({ state, ...rest }))
    if (value !== undefined) url.searchParams.set(name, value);
  const nonce = signInSecrets.nonce(id);
  const codeVerifier = signInSecrets.codeVerifier(id);
  try {
    return await assertionFrom(await clients.of(scope, provider), { url, state, nonce, codeVerifier });
  } catch (error) {
    return providerFailed(scope, provider)(error);
  }
}

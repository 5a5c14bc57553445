import type { Principal } from '../../platform/scope';
import { equalScopes, scopes } from '../keys';
import type { Member } from '../members';
import type { Provider } from './provider';

/** What somebody may do who makes a provider what it is. An admin of the institution, and whoever runs the service, may do everything. */
export const scopesOf = (principal: Principal): readonly string[] =>
  principal.kind === 'secret' ? principal.scopes : scopes;

export const mayDoEverything = (held: readonly string[]) => scopes.every((scope) => held.includes(scope));

/** Of a member, what decides what they may do. */
export type Rights = Pick<Member, 'role' | 'status'>;

const kindOf = ({ role, status }: Rights) => (status === 'verified' ? role : 'unverified');

/** Whether those who have made a provider what it is may do whatever a member may; it was not noted of the oldest. */
export const covers = ({ configuredScopes: held }: Pick<Provider, 'configuredScopes'>, rights: Rights) =>
  held === undefined || equalScopes(kindOf(rights)).every((scope) => held.includes(scope));

/** Whether an account is worth nothing yet to somebody else. */
const isEmpty = ({ status, profileId, hasProvenEmail, passwordHash }: Member) =>
  status === 'unverified' && profileId === undefined && !hasProvenEmail && passwordHash === undefined;

/**
 * Whether a provider's word alone signs in whom it is linked to: else whoever may register providers could be anybody. A mailed
 * code that has confirmed the link counts for as long as the provider is what it was then.
 */
export const isTrustedLink = (provider: Provider, member: Member, confirmedVersion: number | undefined) =>
  confirmedVersion === provider.trustVersion || covers(provider, member) || isEmpty(member);

/** Whether a provider's word alone links an account for the first time: never an admin's. */
export const mayLink = (provider: Provider, member: Member) =>
  kindOf(member) !== 'admin' && (covers(provider, member) || isEmpty(member));

import type { AuthClient, Member } from '@homecoming/sdk';

export type MemberStatus = Member['status'];

/** The JWT that the host site has signed for whoever is signed in there, or what asks for one; `undefined`: nobody is. */
export type HostToken = string | (() => Promise<string | undefined>);

/** What the element needs of a client. Without `profiles`, it calls the member by their address. */
export type SignInClient = Pick<AuthClient, 'auth'> & Partial<AuthClient>;

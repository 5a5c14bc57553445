import type { AuthClient, Member } from '@homecoming/sdk';

export type MemberStatus = Member['status'];

/** What the element needs of a client; that of the page will do. */
export type SignInClient = AuthClient;

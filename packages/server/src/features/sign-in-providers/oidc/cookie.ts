import type { Redirect } from '../../../contract/handler';

/** For so long a sign-in may be under way. */
export const lifeSeconds = 600;

const isSecure = (issuer: string) => issuer.startsWith('https:');

/** With the prefix no other host can set it (RFC 6265bis, 4.1.3); it needs an encrypted connection. */
export const cookieName = (issuer: string) => `${isSecure(issuer) ? '__Host-' : ''}homecoming-sign-in`;

export const cookieOf = (issuer: string, value: string): NonNullable<Redirect['cookie']> => ({
  name: cookieName(issuer),
  value,
  maxAgeSeconds: lifeSeconds,
  isSecure: isSecure(issuer),
});

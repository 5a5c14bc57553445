import type { Context } from 'koa';
import type { Redirect } from '../contract/handler';

/**
 * Sends a browser on. Neither the address that it is sent to nor the one that it has called may be kept or told to others: they
 * carry what signs somebody in.
 */
export function sendRedirect(ctx: Context, { location, cookie }: Redirect): void {
  ctx.status = 302;
  ctx.set('Location', location);
  ctx.set('Cache-Control', 'private, no-store');
  ctx.set('Referrer-Policy', 'no-referrer');
  ctx.body = null;
  ctx.status = 302;
  if (!cookie) return;
  const { name, value, maxAgeSeconds, isSecure } = cookie;
  // Lax: sent when a provider sends the browser back, and with nothing that another page has it load.
  const attributes = ['Path=/', `Max-Age=${maxAgeSeconds}`, 'HttpOnly', 'SameSite=Lax'];
  ctx.set('Set-Cookie', [`${name}=${value}`, ...attributes, ...(isSecure ? ['Secure'] : [])].join('; '));
}

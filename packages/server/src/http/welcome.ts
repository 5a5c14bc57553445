import type { Middleware } from 'koa';
import { sitePolicy } from './site-style';
import { type WelcomeFacts, welcomePage } from './welcome-page';

/** `/`: a page for people, JSON for programs. */
export function welcome(facts: () => WelcomeFacts): Middleware {
  return async (ctx, next: () => Promise<void>) => {
    if (ctx.path !== '/' || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next();
    // The demo's keys come when it is seeded.
    ctx.set('Cache-Control', 'no-cache');
    ctx.vary('Accept');
    const known = facts();
    // Programs that don't care, such as curl, get what they can parse.
    if (ctx.accepts('application/json', 'text/html') === 'text/html') {
      ctx.set('Content-Security-Policy', sitePolicy);
      ctx.type = 'text/html; charset=utf-8';
      ctx.body = welcomePage(known);
      return;
    }
    const { origin } = known;
    ctx.type = 'application/json';
    ctx.body = JSON.stringify({
      name: 'Homecoming',
      description: 'The open alumni backend that plugs into a university’s existing website.',
      apiVersion: 'v1',
      contract: `${origin}/openapi.json`,
      reference: `${origin}/docs`,
      guides: `${origin}/docs/guides`,
      errors: `${origin}/docs/errors`,
      health: `${origin}/readyz`,
    });
  };
}

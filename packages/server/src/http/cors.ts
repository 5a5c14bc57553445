import type { Middleware } from 'koa';
import { operatorPath } from './operator';

/**
 * Any page may read the answers, without credentials: allowed origins are enforced with the key, so that a refusal stays
 * readable to the page and a CDN can keep answers for all. What is for operators no page may read, and none may ask.
 */
export function cors(): Middleware {
  return async (ctx, next: () => Promise<void>) => {
    if (ctx.path.startsWith(operatorPath)) {
      ctx.set('X-Content-Type-Options', 'nosniff');
      ctx.set('Cross-Origin-Resource-Policy', 'same-origin');
      return next();
    }
    // Past Koa, which looks at each of them once more: they are on every answer.
    const { res } = ctx;
    res.setHeader('Access-Control-Allow-Origin', '*');
    res.setHeader(
      'Access-Control-Expose-Headers',
      'Request-Id, Retry-After, RateLimit, RateLimit-Policy, ETag, Idempotent-Replayed',
    );
    res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    res.setHeader('X-Content-Type-Options', 'nosniff');
    const isPreflight = ctx.method === 'OPTIONS' && ctx.get('Access-Control-Request-Method') !== '';
    if (!isPreflight) return next();
    ctx.set('Access-Control-Allow-Methods', 'GET, HEAD, POST, PUT, PATCH, DELETE');
    ctx.set(
      'Access-Control-Allow-Headers',
      'Homecoming-Key, Authorization, Content-Type, Idempotency-Key, If-None-Match',
    );
    ctx.set('Access-Control-Max-Age', '7200');
    ctx.status = 204;
  };
}

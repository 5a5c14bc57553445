import type { Context, Middleware } from 'koa';
import type { KeptMessage, MailFolder } from '../platform/mail';
import { listPage, messagePage, pageStyle } from './dev-mail-pages';

/** Pages of its own style, no script; the frame shows a mail's HTML, which has a policy of its own. */
const pagePolicy =
  "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A stranger's page: it runs nothing, loads nothing, and belongs to no origin. Its links open elsewhere. */
const mailPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

const shown = 200;

/**
 * Shows mail that was kept instead of sent, at /dev/mail: for the demo. A page of another site gets nothing of it, neither by
 * asking across origins nor by a name of its own that leads here (DNS rebinding).
 */
export function devMail(folder: MailFolder): Middleware {
  return async (ctx, next: () => Promise<void>) => {
    const path = /^\/dev\/mail(\/.*)?$/.exec(ctx.path)?.[1];
    const isAsked = ctx.path === '/dev/mail' || path !== undefined;
    if (!isAsked || (ctx.method !== 'GET' && ctx.method !== 'HEAD') || !isOfThisMachine(ctx.hostname))
      return next();
    if (path === '/style.css') return answer(ctx, pageStyle, 'text/css; charset=utf-8', pagePolicy);
    if (path === undefined) return page(ctx, listPage(await folder.list(shown), shown));
    const [, id, part] = /^\/([0-9a-f-]{36})(\/html)?$/.exec(path) ?? [];
    const message = id === undefined ? undefined : await folder.find(id);
    if (!message || (part && message.html === undefined)) return next();
    if (part) return answer(ctx, framed(message), 'text/html; charset=utf-8', mailPolicy);
    page(ctx, messagePage(message));
  };
}

function isOfThisMachine(hostname: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

/** Its links would open within the frame, where nothing may be loaded. */
function framed({ html = '' }: KeptMessage): string {
  return `<!doctype html><base target="_blank">${html}`;
}

function page(ctx: Context, html: string): void {
  answer(ctx, html, 'text/html; charset=utf-8', pagePolicy);
}

function answer(ctx: Context, body: string, type: string, policy: string): void {
  ctx.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': policy,
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  ctx.type = type;
  ctx.body = body;
}

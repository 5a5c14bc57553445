import type { Middleware } from 'koa';
import { Problem } from '../contract/problems';
import { photoType, type Photos } from '../platform/files';

/**
 * Gives stored photos at their signed addresses, without a key: the address is the right to see. Whether it holds is told by
 * its signature alone, so nothing is read for one that does not.
 */
export function photoFiles(photos: Photos, clock: () => Date): Middleware {
  return async (ctx, next: () => Promise<void>) => {
    if (!photos.isAddress(ctx.path) || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next();
    const photo = photos.opened(ctx.path);
    // Forged, ended and deleted look alike.
    if (!photo) throw gone();
    const bytes = await photos.storage.get(photo.key);
    if (!bytes) throw gone();
    const secondsLeft = Math.floor((photo.expiresAt.getTime() - clock().getTime()) / 1_000);
    ctx.type = photoType;
    ctx.body = bytes;
    ctx.set('Cache-Control', `${photo.isPublic ? 'public' : 'private'}, max-age=${secondsLeft}, immutable`);
    ctx.set('ETag', `"${photo.fileId}-${photo.variant}"`);
    // A page of any origin may show it. Opened by itself it is an image and nothing else.
    ctx.set('Cross-Origin-Resource-Policy', 'cross-origin');
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('Content-Security-Policy', "default-src 'none'; sandbox");
    if (ctx.fresh) ctx.status = 304;
  };
}

const gone = () =>
  new Problem('not_found', 'There is no photo at this address any more. Read the profile again.');

import type { Middleware } from 'koa';
import { Problem } from '../contract/problems';
import type { Database } from '../platform/database';
import { type Photos, photoType } from '../platform/files';

/** For how long a cache may give a photo without asking: after that long one that was hidden is gone there too. */
const cacheSeconds = 300;

/**
 * Gives stored photos at their signed addresses, without a key: the address is the right to see. An address that was not made
 * here is refused by its signature alone; of one that was, the database is asked whether it still holds.
 */
export function photoFiles(photos: Photos, database: Database, clock: () => Date): Middleware {
  return async (ctx, next: () => Promise<void>) => {
    if (!photos.isAddress(ctx.path) || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next();
    const photo = await photos.open(database, ctx.path);
    // Forged, ended, hidden and deleted look alike.
    if (!photo) throw gone();
    const etag = `"${photo.fileId}-${photo.variant}"`;
    const isKnown = ctx.get('If-None-Match') === etag;
    const bytes = isKnown ? null : await photos.storage.get(photo.key);
    if (bytes === undefined) throw gone();
    const secondsLeft = Math.floor((photo.expiresAt.getTime() - clock().getTime()) / 1_000);
    const reach = photo.audience === 'public' ? 'public' : 'private';
    ctx.set('Cache-Control', `${reach}, max-age=${Math.min(cacheSeconds, secondsLeft)}`);
    ctx.set('ETag', etag);
    // Opened by itself it is an image and nothing else.
    ctx.set('Content-Security-Policy', "default-src 'none'; sandbox");
    ctx.body = bytes;
    if (isKnown) ctx.status = 304;
    else ctx.type = photoType;
  };
}

const gone = () => new Problem('not_found', 'This photo is no longer available. Get the profile again.');

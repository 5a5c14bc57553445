import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Context, Middleware } from 'koa';
import { LRUCache } from 'lru-cache';
import { contract } from '../contract/document';
import { errorsPage, referencePage, referencePolicy } from './reference-page';

const widgetsFolder = join(
  dirname(createRequire(import.meta.url).resolve('@homecoming/widgets/package.json')),
  'dist',
);
// Beside the bundle that this file becomes part of; the build puts it there.
const referenceFolder = fileURLToPath(new URL('./reference/', import.meta.url));

interface File {
  readonly body: string | (() => Promise<string>);
  readonly type: string;
  readonly cache: string;
  readonly policy?: string;
}

const document = JSON.stringify(contract);
const script = 'text/javascript; charset=utf-8';
const briefly = 'public, max-age=300';
const forEver = 'public, max-age=31536000, immutable';

/** The contract, its reference, and the widgets' scripts: for everybody, without a key. */
export function publicFiles(): Middleware {
  const compressed = new LRUCache<string, { plain: string; gzip: Buffer }>({ max: 100 });
  return async (ctx, next: () => Promise<void>) => {
    const file = ctx.method === 'GET' || ctx.method === 'HEAD' ? fileAt(ctx.path) : undefined;
    if (!file) return next();
    let content = compressed.get(ctx.path);
    if (!content) {
      const plain = typeof file.body === 'string' ? file.body : await file.body().catch(missing);
      if (plain === undefined) return next();
      content = { plain, gzip: gzipSync(plain) };
      compressed.set(ctx.path, content);
    }
    answer(ctx, file, content);
  };
}

function fileAt(path: string): File | undefined {
  const widget = /^\/v1\/(widgets\.js|chunks\/[\w-]+\.js)$/.exec(path)?.[1];
  if (widget) {
    const body = () => readFile(join(widgetsFolder, widget), 'utf8');
    return { body, type: script, cache: widget === 'widgets.js' ? briefly : forEver };
  }
  switch (path) {
    case '/openapi.json':
      return { body: document, type: 'application/json', cache: briefly };
    case '/docs':
      return {
        body: referencePage,
        type: 'text/html; charset=utf-8',
        cache: briefly,
        policy: referencePolicy,
      };
    case '/docs/errors':
      return {
        body: errorsPage(),
        type: 'text/html; charset=utf-8',
        cache: briefly,
        policy: referencePolicy,
      };
    case '/docs/redoc.js':
      return {
        body: () => readFile(join(referenceFolder, 'redoc.js'), 'utf8'),
        type: script,
        cache: briefly,
      };
    default:
      return undefined;
  }
}

function missing(error: unknown): undefined {
  if ((error as { code?: string }).code !== 'ENOENT') throw error;
}

function answer(ctx: Context, file: File, content: { plain: string; gzip: Buffer }): void {
  ctx.set('Cache-Control', file.cache);
  ctx.vary('Accept-Encoding');
  if (file.policy) ctx.set('Content-Security-Policy', file.policy);
  ctx.type = file.type;
  if (ctx.acceptsEncodings('gzip', 'identity') === 'gzip') {
    ctx.set('Content-Encoding', 'gzip');
    ctx.body = content.gzip;
  } else {
    ctx.body = content.plain;
  }
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Context, Middleware } from 'koa';
import { LRUCache } from 'lru-cache';
import { contract } from '../contract/document';
import { builtFolder } from './built-files';
import { errorsPage } from './errors-page';
import { guidePage, guidesIndexPage } from './guides';
import { referenceDocument } from './reference-document';
import { referencePage, referencePolicy, referenceScript } from './reference-page';
import { mark } from './site-page';
import { sitePolicy } from './site-style';

const widgetsFolder = builtFolder('widgets');

interface File {
  readonly body: string | (() => string | undefined | Promise<string | undefined>);
  readonly type: string;
  readonly cache: string;
  readonly policy?: string;
}

const document = JSON.stringify(contract);
const script = 'text/javascript; charset=utf-8';
const briefly = 'public, max-age=300';
const forEver = 'public, max-age=31536000, immutable';

/** The contract, its reference, the guides and the widgets' scripts: for everyone, without a key. */
export function publicFiles(): Middleware {
  const compressed = new LRUCache<string, { plain: string; gzip: Buffer }>({ max: 100 });
  return async (ctx, next: () => Promise<void>) => {
    const file = ctx.method === 'GET' || ctx.method === 'HEAD' ? fileAt(ctx.path) : undefined;
    if (!file) return next();
    let content = compressed.get(ctx.path);
    if (!content) {
      const plain = typeof file.body === 'string' ? file.body : await readBody(file.body);
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
  const guide = /^\/docs\/guides\/([a-z0-9/-]+)$/.exec(path)?.[1];
  if (guide) return page(() => guidePage(guide));
  switch (path) {
    case '/openapi.json':
      return { body: document, type: 'application/json', cache: briefly };
    case '/docs':
      return page(referencePage, referencePolicy);
    case '/docs/reference.json':
      return { body: referenceDocument, type: 'application/json', cache: briefly };
    case '/docs/guides':
      return page(guidesIndexPage);
    case '/docs/errors':
      return page(errorsPage());
    case '/docs/reference.js':
      return { body: referenceScript, type: script, cache: briefly };
    case '/docs/redoc.js':
      return {
        body: () => readFile(join(builtFolder('server'), 'reference', 'redoc.js'), 'utf8'),
        type: script,
        cache: briefly,
      };
    case '/favicon.svg':
      return { body: mark, type: 'image/svg+xml', cache: briefly };
    default:
      return undefined;
  }
}

function page(body: File['body'], policy = sitePolicy): File {
  return { body, type: 'text/html; charset=utf-8', cache: briefly, policy };
}

/** @returns undefined where the build has made no such file */
async function readBody(body: Exclude<File['body'], string>): Promise<string | undefined> {
  try {
    return await body();
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
  }
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

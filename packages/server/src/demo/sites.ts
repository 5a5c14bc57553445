import { readFile, realpath } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, sep } from 'node:path';

export interface SiteOptions {
  /** The folder of its pages. */
  readonly folder: string;
  /** Where the service is; put in place of `{{api}}` in pages. */
  readonly api: string;
  /** The publishable key; put in place of `{{key}}`. */
  readonly key: string;
  /** A wish: where another holds it, any free one is taken. */
  readonly port?: number;
  readonly host?: string;
}

export interface Site {
  /** Its origin, as browsers name it. */
  readonly url: string;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** What a page needs for the widgets and no more, so that the demo shows them under the policy that the docs promise. */
function contentSecurityPolicy(api: string): string {
  const { origin } = new URL(api);
  return [
    "default-src 'none'",
    `script-src 'self' ${origin}`,
    `connect-src ${origin}`,
    `img-src 'self' ${origin} data: https:`,
    "style-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** Serves a folder of static pages on an origin of its own, as a university's server would. */
export async function startSite({
  folder,
  api,
  key,
  port = 0,
  host = '127.0.0.1',
}: SiteOptions): Promise<Site> {
  const root = await realpath(folder);
  const policy = contentSecurityPolicy(api);
  const server = createServer((request, response) => {
    response.setHeader('content-security-policy', policy);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('cache-control', 'no-cache');
    respond(request, response, root, { api, key }).catch(() =>
      refuse(response, 500, 'Something went wrong.'),
    );
  });
  await listen(server, port, host);
  const { port: taken } = server.address() as AddressInfo;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`, close: () => close(server) };
}

async function respond(
  { method, url = '/' }: IncomingMessage,
  response: ServerResponse,
  root: string,
  placeholders: Readonly<Record<string, string>>,
): Promise<void> {
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return refuse(response, 405, 'Only for reading.');
  }
  const file = await findFile(root, url);
  if (!file) return refuse(response, 404, 'Page not found.');
  const type = types[extname(file)]!;
  const bytes = await readFile(file);
  const body = type.startsWith('text/html') ? Buffer.from(fill(bytes.toString(), placeholders)) : bytes;
  response.writeHead(200, { 'content-type': type, 'content-length': body.length });
  response.end(method === 'HEAD' ? undefined : body);
}

/** The file of an address, if it is one that may be served: of a known type and, links followed, within the folder. */
async function findFile(root: string, url: string): Promise<string | undefined> {
  try {
    const [path = ''] = url.split(/[?#]/);
    const name = decodeURIComponent(path);
    const file = await realpath(join(root, name.endsWith('/') ? `${name}index.html` : name));
    return file.startsWith(root + sep) && types[extname(file)] ? file : undefined;
  } catch {
    return undefined; // not there, or not an address: %zz, a NUL
  }
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Puts values in place of `{{name}}`, so that they stay within the attribute that they stand in. */
function fill(page: string, values: Readonly<Record<string, string>>): string {
  return page.replace(/\{\{(\w+)\}\}/g, (whole, name: string) =>
    Object.hasOwn(values, name)
      ? values[name]!.replace(/[&<>"]/g, (character) => entities[character]!)
      : whole,
  );
}

function refuse(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  const attempt = (wish: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wish, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  try {
    await attempt(port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (port === 0 || (code !== 'EADDRINUSE' && code !== 'EACCES')) throw error;
    await attempt(0);
  }
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

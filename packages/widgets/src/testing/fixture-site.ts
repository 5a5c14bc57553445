import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A university's site on an origin of its own, with as strict a policy as the docs say will do. */
export class FixtureSite {
  #html = '';
  #policy = '';
  readonly #server = createServer((request, response) => {
    if (request.url === '/site.css') {
      response.setHeader('content-type', 'text/css');
      response.end(siteStyles);
    } else {
      response.setHeader('content-security-policy', this.#policy);
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(this.#html);
    }
  });

  private constructor(private readonly api: string) {}

  static async start(api: string): Promise<FixtureSite> {
    const site = new FixtureSite(api);
    await new Promise<void>((resolve) => site.#server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Publishes a page, in place of the one before. @param policy replaces the strict one that the docs give */
  publish(body: string, { head = '', page = '', policy = this.strictPolicy } = {}): string {
    this.#policy = policy;
    this.#html = `<!doctype html><html lang="en" ${page}><head><meta charset="utf-8"><title>Alumni</title><meta name="viewport" content="width=device-width">
      <link rel="stylesheet" href="/site.css">${head}</head><body><main><h1>Alumni</h1>${body}</main></body></html>`;
    return `${this.origin}/alumni`;
  }

  get strictPolicy(): string {
    return `default-src 'none'; script-src ${this.api}; connect-src ${this.api}; img-src ${this.api}; style-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html; form-action 'none'; base-uri 'none'`;
  }
}

const siteStyles = `
  :root { color-scheme: light dark; }
  body { margin: 0; background: Canvas; color: CanvasText; font: 16px/1.5 "Liberation Sans", Arial, sans-serif; }
  main { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1rem; }
  .loud { font-style: italic; letter-spacing: 0.3em; line-height: 3; text-indent: 4em; text-transform: uppercase; white-space: pre; word-spacing: 2em; }
`;

import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Koa from 'koa';
import pg from 'pg';
import { createApp } from '../packages/server/src/app';
import { newId } from '../packages/server/src/platform/ids';
import { openBenchServices } from './services';

/**
 * The contenders, each in a process of its own. `homecoming` stays as it is: benches start it from other checkouts, too.
 */
export type ServerOrder =
  | { readonly role: 'homecoming'; readonly url: string }
  | { readonly role: 'minimal'; readonly url: string; readonly institutionId: string }
  | { readonly role: 'constant'; readonly bytes: number }
  /** Homecoming with its cache; tells of it when it is sent a message. */
  | { readonly role: 'cached'; readonly url: string }
  | { readonly role: 'koa constant'; readonly bytes: number };

export interface ServerFacts {
  readonly origin: string;
}

/** What the minimal server sends, one statement after another, for `GET /<name>/<nth>`. */
export type MinimalAsks = Readonly<Record<string, readonly (readonly MinimalStatement[])[]>>;

export interface MinimalStatement {
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

const poolSize = 12;

async function listenerOf(order: ServerOrder): Promise<RequestListener> {
  switch (order.role) {
    case 'homecoming':
      return createApp(await openBenchServices(order.url)).callback();
    case 'cached': {
      const services = await openBenchServices(order.url, { caches: true });
      process.on('message', () => process.send!(services.cache!.counts));
      return createApp(services).callback();
    }
    case 'koa constant': {
      const body = Buffer.alloc(order.bytes, 'x');
      const app = new Koa();
      app.use((ctx) => {
        ctx.type = 'application/json';
        ctx.body = body;
      });
      return app.callback();
    }
    case 'minimal':
      return minimalServer(order.url, order.institutionId);
    case 'constant': {
      const body = 'x'.repeat(order.bytes);
      return (_request, response) => {
        response.setHeader('Content-Type', 'application/json');
        response.end(body);
      };
    }
  }
}

const insertProfile = `
  insert into profiles (institution_id, id, given_name, family_name, company, title, industry, city, country, headline, email, created_at, updated_at)
  values (current_institution(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now(), now()) returning id`;

/**
 * The least that answers the same questions from the same rows: the institution is set once for the session, and there is no
 * transaction, no roles, no key, no validation, no contract.
 */
function minimalServer(url: string, institutionId: string): RequestListener {
  const options = `-c app.institution_id=${institutionId}`;
  const pool = new pg.Pool({ connectionString: url, max: poolSize, options });
  let asks: MinimalAsks = {};
  process.once('message', (message) => (asks = message as MinimalAsks));
  const app = new Koa();
  app.use(async (ctx) => {
    if (ctx.method === 'POST') {
      const { givenName, familyName, company, title, industry, city, country, headline, email } = JSON.parse(
        await text(ctx.req),
      ) as Record<string, string | undefined>;
      const values = [
        newId(),
        givenName,
        familyName,
        company,
        title,
        industry,
        city,
        country,
        headline,
        email,
      ];
      const { rows } = await pool.query<{ id: string }>({ name: 'create', text: insertProfile, values });
      ctx.status = 201;
      ctx.body = rows[0];
      return;
    }
    const [, name = '', nth] = ctx.path.split('/');
    let rows: unknown[] = [];
    for (const { values, ...statement } of asks[name]![Number(nth)]!)
      ({ rows } = await pool.query({ ...statement, values: [...values] }));
    ctx.body = { data: rows };
  });
  return app.callback();
}

const server: Server = createServer(await listenerOf(JSON.parse(process.argv[2]!) as ServerOrder));
// The bench may be cut off: what it started ends with it.
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => {
  const facts: ServerFacts = { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  process.send!(facts);
});

import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import pg from 'pg';
import { createApp } from '../packages/server/src/app';
import { openBenchServices } from './services';

/** The contenders, each in a process of its own. */
export type ServerOrder =
  | { readonly role: 'homecoming'; readonly url: string }
  | {
      readonly role: 'minimal';
      readonly url: string;
      readonly institutionId: string;
      readonly statement: string;
    }
  | { readonly role: 'constant'; readonly bytes: number };

export interface ServerFacts {
  readonly origin: string;
}

const poolSize = 12;

async function listenerOf(order: ServerOrder): Promise<RequestListener> {
  switch (order.role) {
    case 'homecoming': {
      return createApp(await openBenchServices(order.url)).callback();
    }
    case 'minimal': {
      // The institution is set once for the session: no transaction, no roles, no key, no validation, no contract.
      const options = `-c app.institution_id=${order.institutionId}`;
      const pool = new pg.Pool({ connectionString: order.url, max: poolSize, options });
      const app = new Koa();
      app.use(async (ctx) => {
        const values = JSON.parse(new URLSearchParams(ctx.querystring).get('values')!) as unknown[];
        const { rows } = await pool.query({ name: 'filter', text: order.statement, values });
        ctx.body = { data: rows };
      });
      return app.callback();
    }
    case 'constant': {
      const body = 'x'.repeat(order.bytes);
      return (_request, response) => {
        response.setHeader('Content-Type', 'application/json');
        response.end(body);
      };
    }
  }
}

const server: Server = createServer(await listenerOf(JSON.parse(process.argv[2]!) as ServerOrder));
// The bench may be cut off: what it started ends with it.
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => {
  const facts: ServerFacts = { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  process.send!(facts);
});

import { type WebhookMessage, webhooks, WebhookVerificationError } from '@homecoming/sdk';
import Koa, { type Context } from 'koa';

export interface PartnerOptions {
  /** The endpoint's secret, `whsec_…` or `whpk_…`; two while it is being replaced. */
  readonly secrets: readonly string[];
  /** Does what is to be done, once for each message. Where it throws, the message comes again. */
  readonly onMessage: (message: WebhookMessage, id: string) => Promise<void> | void;
}

const largestBody = 1_000_000;

/** A partner that receives webhooks: checks who sent them, and does with each once what is to be done. */
export function createPartner({ secrets, onMessage }: PartnerOptions): Koa {
  // What it has done. A real partner keeps the ids in its database, in the transaction that does the work.
  const done = new Set<string>();
  const app = new Koa();
  app.use(async (ctx) => {
    if (ctx.method !== 'POST') return ctx.throw(405);
    const body = await readBody(ctx);
    try {
      const message = await webhooks.verify(body, ctx.req.headers, secrets);
      const id = ctx.get('webhook-id');
      if (!done.has(id)) await onMessage(message, id);
      done.add(id);
      ctx.status = 204;
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error;
      ctx.status = 400;
      ctx.body = error.message;
    }
  });
  return app;
}

/** The bytes as they came: what is signed. */
async function readBody(ctx: Context): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > largestBody) ctx.throw(413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

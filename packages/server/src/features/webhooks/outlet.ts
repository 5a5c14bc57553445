import type { Logger } from 'pino';
import type { Database } from '../../platform/database';
import type { Outbound } from '../../platform/outbound';
import type { Scope } from '../../platform/scope';
import type { Feed } from '../changes';
import { type Dispatcher, startDispatcher } from './dispatcher';
import type { Presenters } from './messages';
import { Secrets } from './secrets';

export interface WebhookOutletServices {
  readonly database: Database;
  readonly feed: Feed;
  readonly findSystemScope: (institutionId: string) => Promise<Scope>;
  readonly outbound: Outbound;
  readonly secret: string;
  readonly log: Logger;
  readonly clock: () => Date;
}

/** Delivers changes to webhook endpoints until it is stopped. */
export function startWebhooks(services: WebhookOutletServices, presenters: Presenters): Dispatcher {
  const { database, feed, findSystemScope: openScope, outbound, secret, log, clock } = services;
  const secrets = Secrets.of(secret);
  return startDispatcher({ database, feed, openScope, outbound, secrets, presenters, log, clock });
}

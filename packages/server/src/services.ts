import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Config } from './config';
import { Feed } from './features/changes';
import { findInstitutionById } from './features/institutions';
import { KeyUses } from './features/keys';
import { endImpersonationsOf } from './features/operators';
import { createSignInServices, type SignInServices } from './features/sign-in';
import { confirmLink } from './features/sign-in-providers';
import { createTokens, openTokens, type Tokens } from './features/tokens';
import { AnswerSeal } from './http/answer-seal';
import type { TrustedProxies } from './http/client-address';
import { Cursors } from './http/cursors';
import { listensAt } from './http/listen';
import type { RateLimits } from './http/rate-limits';
import { openLog } from './log';
import { type AuditKey, auditKeyOf } from './platform/audit-chain';
import { type Bus, openBus } from './platform/bus';
import type { Cache } from './platform/cache';
import { Closing } from './platform/closing';
import type { Counters } from './platform/counters';
import { Database } from './platform/database';
import type { Photos } from './platform/files';
import type { Metrics } from './platform/metrics';
import { Outbound } from './platform/outbound';
import { type Institution, type OnOutgoing, openScope, type Scope } from './platform/scope';
import { openCaching } from './services/caching';
import { openCounters } from './services/counting';
import { type MailServices, openMail } from './services/mail';
import { openPhotos } from './services/photos';
import { processGroup } from './services/process-group';
import { startRelaying } from './services/relaying';

/** Everything that one process holds open. Each feature gets the same object, and names in its types what it needs of it. */
export interface Services {
  readonly log: Logger;
  readonly clock: () => Date;
  /** Signs what callers hand back, such as cursors, and seals what is kept in the database. */
  readonly secret: string;
  readonly auditKey: AuditKey;
  readonly database: Database;
  readonly bus: Bus;
  /** Wakes the relay, and has the cache forget what has changed: call it after each commit that left something in the outbox. */
  readonly onOutgoing: OnOutgoing;
  /** Keeps answers to the public. */
  readonly cache: Cache | undefined;
  /** Wakes those who wait for changes. */
  readonly feed: Feed;
  readonly changesRetentionDays: number;
  readonly cursors: Cursors;
  /** Seals kept answers that hold a secret. */
  readonly answerSeal: AnswerSeal;
  /** Calls addresses that others have chosen. */
  readonly outbound: Outbound;
  /** The service's public address: `iss` of its tokens, and where others reach it. */
  readonly issuer: string;
  readonly tokens: Tokens;
  readonly keyUses: KeyUses;
  readonly signIn: SignInServices;
  readonly photos: Photos;
  readonly mail: MailServices;
  readonly rateLimits: RateLimits;
  readonly counters: Counters;
  readonly trustedProxies: TrustedProxies;
  /** Aborted when the process is about to stop: it then reports itself not ready. */
  readonly stopping: AbortSignal;
  /** The scope in which the service itself acts at an institution. */
  readonly systemScope: (institution: Institution) => Scope;
  /** The same, by the institution's id. @throws {Error} if there is no such institution */
  readonly findSystemScope: (institutionId: string) => Promise<Scope>;
}

export interface Opening {
  /** The application's login. */
  readonly url: string;
  readonly secret: string;
  readonly log?: Logger;
  readonly clock?: () => Date;
  /** Where the service listens, if that isn't what the configuration says. */
  readonly origin?: () => string;
  readonly stopping?: AbortSignal;
  readonly metrics?: Pick<Metrics, 'onBatch' | 'onSlowTransaction' | 'watchCache'>;
  /** How loudly the log reports a slow transaction, by default `warn`. */
  readonly slowTransactionLevel?: () => 'debug' | 'warn';
  /** For a single command: nothing is relayed, nothing is kept up to date, nothing is shared over Redis. */
  readonly oneOff?: boolean;
  /** Whether this process relays what transactions leave in the outbox; by default unless it is one-off. */
  readonly relays?: boolean;
  /** Whether answers to the public are kept; by default unless it is one-off. */
  readonly caches?: boolean;
  /** Parts that are open already, used in place of those that the configuration describes. Whoever opened them closes them. */
  readonly given?: Partial<
    Pick<Services, 'database' | 'outbound' | 'photos' | 'mail' | 'counters' | 'issuer'>
  >;
}

/** Opens everything in order; `close` closes it in reverse. What was opened before a failure is closed again. */
export async function openServices(
  config: Config,
  opening: Opening,
): Promise<Services & { close(): Promise<void> }> {
  const closing = new Closing();
  try {
    return { ...(await open(config, opening, closing)), close: closing.close };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

async function open(config: Config, opening: Opening, closing: Closing): Promise<Services> {
  const { url, secret, metrics, oneOff = false, relays = !oneOff, caches = !oneOff } = opening;
  const {
    given = {},
    log = openLog(config),
    clock = () => new Date(),
    origin = () => listensAt(config),
  } = opening;
  const redisUrl = oneOff ? undefined : config.redisUrl;
  const auditKey = auditKeyOf(secret);

  const database = given.database ?? openDatabase({ ...opening, config, log, closing });
  const bus = openBus({ log, redisUrl, name: processGroup('bus', secret) });
  closing.add(() => bus.close());
  const wake = relays
    ? startRelaying({ url, bus, log, onBatch: metrics?.onBatch, closing })
    : () => undefined;
  const feed = new Feed({ database, bus, log });
  closing.add(() => feed.close());
  const { cache, onOutgoing } = caches
    ? openCaching({ redisUrl, log, secret, feed, wake, closing })
    : { cache: undefined, onOutgoing: wake };
  if (cache) metrics?.watchCache(cache);

  const issuer = given.issuer ?? config.publicUrl ?? `http://localhost:${config.port}`;
  const tokenOptions = { database, secret, issuer, clock, log, onMemberRevoked: endImpersonationsOf };
  const tokens = oneOff ? createTokens(tokenOptions) : await openKeptTokens(tokenOptions, bus, closing);

  const mostAddressesOfDomain = config.rateLimits.mailedAddresses.networkDomainDay;
  const systemScope = (institution: Institution) =>
    openScope({
      ...{ database, institution, clock, auditKey, onOutgoing },
      principal: { kind: 'system' },
      log: log.child({ institution: institution.slug }),
    });
  return {
    ...{ log, clock, secret, auditKey, database, bus, onOutgoing, cache, feed, issuer, tokens },
    changesRetentionDays: config.changesRetentionDays,
    cursors: new Cursors(secret),
    answerSeal: new AnswerSeal(secret),
    outbound: given.outbound ?? new Outbound({ allowedHosts: config.outboundAllowedHosts }),
    keyUses: new KeyUses(database, clock),
    signIn: createSignInServices({ secret, ...tokens, mostAddressesOfDomain, confirmLink }),
    photos: given.photos ?? openPhotos({ config, secret, clock, origin, log: oneOff ? undefined : log }),
    mail: given.mail ?? openMail(config),
    rateLimits: config.rateLimits,
    counters: given.counters ?? openCounters({ redisUrl, log, secret, closing }),
    trustedProxies: config.trustedProxies,
    stopping: opening.stopping ?? new AbortController().signal,
    systemScope,
    findSystemScope: institutionScopes(database, systemScope),
  };
}

interface DatabaseParts extends Pick<Opening, 'url' | 'metrics' | 'slowTransactionLevel'> {
  readonly config: Config;
  readonly log: Logger;
  readonly closing: Closing;
}

function openDatabase({ config, url, log, metrics, slowTransactionLevel, closing }: DatabaseParts): Database {
  const database = new Database({
    url,
    poolSize: config.databasePoolSize,
    onError: (error) => log.warn({ err: error }, 'lost a database connection'),
    onSlowTransaction: (slow) => {
      log[slowTransactionLevel?.() ?? 'warn'](slow, 'a write transaction took more than a second');
      metrics?.onSlowTransaction(slow);
    },
  });
  closing.add(() => database.close());
  return database;
}

async function openKeptTokens(
  options: Parameters<typeof openTokens>[0],
  bus: Bus,
  closing: Closing,
): Promise<Tokens> {
  const tokens = await openTokens({ ...options, wakeUps: bus });
  closing.add(() => tokens.close());
  return tokens;
}

/** How long a process trusts what it knows of an institution, as it does with keys. */
const trustMs = 1_000;

function institutionScopes(
  database: Database,
  systemScope: (institution: Institution) => Scope,
): Services['findSystemScope'] {
  const known = new LRUCache<string, Institution>({ max: 1_000, ttl: trustMs });
  return async (id) => {
    let institution = known.get(id);
    if (!institution) {
      institution = await findInstitutionById(database, id);
      if (!institution) throw new Error('This institution no longer exists.');
      known.set(id, institution);
    }
    return systemScope(institution);
  };
}

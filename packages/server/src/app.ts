import Koa from 'koa';
import type { Logger } from 'pino';
import type { Handlers } from './contract/handler';
import {
  accessHandlers,
  exposureReporter,
  keyAuthenticator,
  keyHandlers,
  permissions,
  type Tokens,
} from './features/access';
import { auditHandlers } from './features/audit';
import { changesHandlers, Feed, Positions } from './features/changes';
import { claimHandlers } from './features/claims';
import { degreeListHandlers } from './features/degree-lists';
import { countVisible, directoryHandlers, visitingAudience } from './features/directory';
import { bulkHandlers, createMemberServices, invitationHandlers, memberHandlers } from './features/members';
import { createOperatorServices, operatorAuthenticator, operatorHandlers } from './features/operators';
import { confirmLink, createSignInTools, signInProviderHandlers } from './features/sign-in-providers';
import { taskHandlers } from './features/tasks';
import { Secrets, webhookHandlers } from './features/webhooks';
import { AnswerSeal } from './http/answer-seal';
import { clientAddressReader, TrustedProxies } from './http/client-address';
import { cors } from './http/cors';
import { devMail } from './http/dev-mail';
import { Cursors } from './http/cursors';
import { errorBoundary, type CallState } from './http/errors';
import { healthHandlers } from './http/health';
import { operationRoutes } from './http/operations';
import type { Caller } from './http/principal';
import { photoFiles } from './http/photo-files';
import { publicFiles } from './http/public-files';
import { welcome } from './http/welcome';
import type { WelcomeFacts } from './http/welcome-page';
import type { RequestSource } from './platform/audit';
import { auditKeyOf } from './platform/audit-chain';
import { openBus } from './platform/bus';
import { defaultRateLimits, type RateLimits } from './http/rate-limits';
import { MemoryCounters, type Counters } from './platform/counters';
import type { Database } from './platform/database';
import type { MailFolder } from './platform/mail';
import type { Photos } from './platform/files';
import { Outbound } from './platform/outbound';
import { operatorIdOf } from './platform/permission';
import { Problem } from './contract/problems';
import { openScope, type OnOutgoing } from './platform/scope';
import type { Cache } from './platform/cache';

export interface Dependencies {
  readonly database: Database;
  readonly log: Logger;
  readonly clock: () => Date;
  /** Signs what callers hand back, such as cursors; seals what webhooks are signed with, kept answers that hold a secret, and the audit logs. */
  readonly secret: string;
  /** What this process knows of access tokens. */
  readonly tokens: Tokens;
  /** Wakes who waits for changes; by default one that looks for them by itself. */
  readonly feed?: Feed;
  /** Told after each commit that has left something in the outbox. */
  readonly onOutgoing?: OnOutgoing;
  /** Keeps answers to the public; without one each is made anew. Then `onOutgoing` has it forget what has changed. */
  readonly cache?: Cache;
  /** Calls addresses that others have chosen; by default no private ones. */
  readonly outbound?: Outbound;
  /** Shows what lies in this folder of mail at /dev/mail: for the demo. */
  readonly shownMail?: MailFolder;
  /** Told of each operation that was answered, for metrics. */
  readonly onAnswered?: (operationId: string, status: number, durationMs: number) => void;
  /** What the page at `/` says; asked each time, since a demo is seeded while the service runs. */
  readonly welcomeFacts?: () => WelcomeFacts;
  readonly photos: Photos;
  readonly rateLimits?: RateLimits;
  /** What is counted against the rate limits; by default in this process alone. */
  readonly counters?: Counters;
  /** Whose word on where a call comes from is taken; by default nobody's. */
  readonly trustedProxies?: TrustedProxies;
  /** Told who called, each time. */
  readonly onKeyUse?: (caller: Caller) => void;
  /** Aborted when the process is about to stop: it then no longer reports itself ready. */
  readonly stopping?: AbortSignal;
  /** Throw where an answer is not what the contract says: for tests. */
  readonly checkAnswers?: boolean;
}

/** The service as one Koa application: no listening, no environment. */
export function createApp({
  database,
  log,
  clock,
  secret,
  tokens,
  photos,
  feed = new Feed({ database, bus: openBus({ log }), log }),
  onOutgoing = () => undefined,
  cache,
  outbound = new Outbound(),
  shownMail,
  welcomeFacts = () => ({ origin: tokens.issuer, demo: undefined, showsMail: false }),
  onAnswered,
  rateLimits = defaultRateLimits,
  counters = new MemoryCounters(),
  trustedProxies = new TrustedProxies([]),
  onKeyUse = () => undefined,
  stopping = new AbortController().signal,
  checkAnswers = false,
}: Dependencies): Koa<CallState> {
  const cursors = new Cursors(secret);
  const auditKey = auditKeyOf(secret);
  const members = createMemberServices({
    ...{ secret, ...tokens },
    mostAddressesOfDomain: rateLimits.mailedAddresses.networkDomainDay,
  });
  const { issuer } = tokens;
  const handlers: Handlers = {
    ...healthHandlers(database, stopping),
    ...directoryHandlers(cursors, photos),
    ...changesHandlers({ feed, positions: new Positions(secret), cursors }),
    ...taskHandlers(cursors),
    ...webhookHandlers({ database, cursors, clock, outbound, secrets: Secrets.of(secret) }),
    ...keyHandlers(cursors),
    ...auditHandlers(cursors),
    ...accessHandlers(tokens.keys),
    ...memberHandlers(members, cursors, photos, confirmLink),
    ...invitationHandlers(cursors),
    ...bulkHandlers(cursors),
    ...operatorHandlers(createOperatorServices({ secret, ...tokens }), cursors),
    ...signInProviderHandlers(createSignInTools({ database, secret, issuer, outbound, members })),
    ...claimHandlers(tokens.revocations, cursors),
    ...degreeListHandlers(cursors),
  };
  const scopeOf = (caller: Caller, request: RequestSource) =>
    openScope({
      ...{ ...caller, database, clock, auditKey, request, onOutgoing, log },
      about: { requestId: request.id, operatorId: operatorIdOf(caller.principal) },
    });
  const reportExposure = exposureReporter();
  const addressOf = clientAddressReader(trustedProxies, (proxy) =>
    log.warn(
      { proxy },
      `A call came through ${proxy}, which TRUSTED_PROXIES does not name: all visitors behind it share the limits of one address`,
    ),
  );
  const app = new Koa<CallState>();
  // The boundary below answers every failure; what reaches Koa is a broken connection.
  app.on('error', (error: unknown) => log.debug({ err: error }, 'connection lost'));
  app.use(errorBoundary(log, onAnswered));
  // Before the header that lets every page read answers: mail is for whoever opens this page, and nobody else.
  if (shownMail) app.use(devMail(shownMail));
  app.use(cors());
  app.use(welcome(welcomeFacts));
  app.use(publicFiles());
  app.use(photoFiles(photos, database, clock));
  app.use(
    operationRoutes({
      handlers,
      authenticator: keyAuthenticator(database, clock),
      authenticateMember: (token, beside) => tokens.accessTokens.authenticate(token, beside),
      authenticateOperator: operatorAuthenticator(database, clock),
      permissions,
      rateLimiter: { counters, limits: rateLimits, addressOf },
      register: { audienceOf: visitingAudience, sizeOf: countVisible },
      openScope: (caller, request) => {
        onKeyUse(caller);
        return scopeOf(caller, request);
      },
      reportExposure: (caller, origin, request) => reportExposure(scopeOf(caller, request), origin),
      seal: new AnswerSeal(secret),
      ...(cache && { cache }),
      checkAnswers,
    }),
  );
  app.use((ctx) => {
    throw new Problem('not_found', `There is nothing at ${ctx.path}. The API reference is at /docs.`);
  });
  return app;
}

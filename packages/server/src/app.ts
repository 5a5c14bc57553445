import Koa from 'koa';
import { permissions } from './contract/generated/permissions';
import { Problem } from './contract/problems';
import { handlersOf } from './features';
import { countVisible, visitingAudience } from './features/directory';
import { exposureReporter, keyAuthenticator } from './features/keys';
import { operatorAuthenticator } from './features/operators';
import { clientAddressReader } from './http/client-address';
import { cors } from './http/cors';
import { devMail } from './http/dev-mail';
import { type CallState, errorBoundary } from './http/errors';
import { operationRoutes } from './http/operations';
import { photoFiles } from './http/photo-files';
import type { Caller } from './http/principal';
import { publicFiles } from './http/public-files';
import { welcome } from './http/welcome';
import type { WelcomeFacts } from './http/welcome-page';
import type { RequestSource } from './platform/audit';
import type { MailFolder } from './platform/mail';
import { operatorIdOf } from './platform/permission';
import { openScope } from './platform/scope';
import type { Services } from './services';

export interface AppOptions {
  /** Shows the mail in this folder at /dev/mail: for the demo. */
  readonly shownMail?: MailFolder | undefined;
  /** Called with each operation that was answered, for metrics. */
  readonly onAnswered?: (operationId: string, status: number, durationMs: number) => void;
  /** What the page at `/` says; asked each time, since a demo is seeded while the service runs. */
  readonly welcomeFacts?: () => WelcomeFacts;
  /** Throw if an answer isn't what the contract says: for tests. */
  readonly checkAnswers?: boolean;
}

/** The service as one Koa application, on services that are open: it opens nothing, listens to nothing, reads no environment. */
export function createApp(services: Services, options: AppOptions = {}): Koa<CallState> {
  const { database, log, clock, auditKey, onOutgoing, tokens, photos, keyUses } = services;
  const { rateLimits: limits, counters, trustedProxies } = services;
  const {
    shownMail,
    onAnswered,
    welcomeFacts = () => ({ origin: tokens.issuer, demo: undefined, showsMail: false }),
    checkAnswers = false,
  } = options;
  const scopeOf = ({ institution, principal }: Caller, request: RequestSource) =>
    openScope({
      institution,
      principal,
      database,
      clock,
      auditKey,
      request,
      onOutgoing,
      log,
      about: { requestId: request.id, operatorId: operatorIdOf(principal) },
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
      handlers: handlersOf(services),
      authenticator: keyAuthenticator(database, clock),
      authenticateMember: (token, beside) => tokens.accessTokens.authenticate(token, beside),
      authenticateOperator: operatorAuthenticator(database, clock),
      permissions,
      rateLimiter: { counters, limits, addressOf },
      register: { audienceOf: visitingAudience, sizeOf: countVisible },
      openScope: (caller, request) => {
        keyUses.note(caller);
        return scopeOf(caller, request);
      },
      reportExposure: (caller, origin, request) => reportExposure(scopeOf(caller, request), origin),
      cursors: services.cursors,
      seal: services.answerSeal,
      cache: services.cache,
      checkAnswers,
    }),
  );
  app.use((ctx) => {
    throw new Problem('not_found', `Nothing is at ${ctx.path}. The API reference is at /docs.`);
  });
  return app;
}

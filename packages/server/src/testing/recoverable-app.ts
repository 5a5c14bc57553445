import Koa from 'koa';
import { operations } from '../contract/document';
import { directoryHandlers } from '../features/directory/handlers';
import { AnswerSeal } from '../http/answer-seal';
import { Cursors } from '../http/cursors';
import { type CallState, errorBoundary } from '../http/errors';
import { operationRoutes } from '../http/operations';
import type { Database } from '../platform/database';
import { newId } from '../platform/ids';
import { openScope } from '../platform/scope';
import { keysOnly } from './keys-only';
import { noPhotos } from './no-photos';
import { silent } from './quiet';
import { testAuditKey, testSecret } from './secret';
import { unlimited } from './unlimited';

/** Where the command below stands when it tells the outside. */
export type Stage = 'begun' | 'saved' | 'finishing';

export interface RecoverableAppOptions {
  readonly database: Database;
  readonly clock: () => Date;
  /** The outside. Refuses by throwing. */
  readonly tell: (stage: Stage, reference: string) => Promise<void>;
}

/**
 * POST /v1/profiles as if creating a profile had to be agreed with somebody outside: a recoverable command behind all of the
 * middleware, without one in the contract. The profile's headline is the reference under which it was agreed.
 */
export function createRecoverableApp({ database, clock, tell }: RecoverableAppOptions): Koa<CallState> {
  const create = operations.find(({ operationId }) => operationId === 'createProfile')!;
  const { createProfile } = directoryHandlers({ photos: noPhotos });
  const app = new Koa<CallState>();
  app.use(errorBoundary(silent));
  app.use(
    operationRoutes({
      operations: [{ ...create, idempotency: 'recoverable' }],
      handlers: {
        createProfile: async (call) => {
          const { scope, recovery } = call;
          let point = recovery.point as { reference: string } | undefined;
          if (!point) {
            point = { reference: newId() };
            await tell('begun', point.reference);
            await scope.transaction((tx) => recovery.save(tx, point));
          }
          const { reference } = point;
          await tell('saved', reference);
          return recovery.finish(async (tx) => {
            const body = { ...call.body, headline: reference };
            const profile = await createProfile({ ...call, scope: tx, recovery, body });
            await tell('finishing', reference);
            return profile;
          });
        },
      },
      rateLimiter: unlimited(),
      reportExposure: () => Promise.resolve(),
      cursors: new Cursors(testSecret),
      seal: new AnswerSeal(testSecret),
      ...keysOnly(database, clock),
      openScope: ({ institution, principal }) =>
        openScope({ database, institution, principal, clock, log: silent, auditKey: testAuditKey }),
      checkAnswers: true,
    }),
  );
  return app;
}

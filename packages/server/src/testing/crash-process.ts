import { once } from 'node:events';
import { createInterface } from 'node:readline';
import Koa from 'koa';
import { operations } from '../contract/document';
import type { Handlers } from '../contract/handler';
import type { Profile } from '../features/directory/profile';
import { createProfile, getProfile, updateProfile } from '../features/directory/profiles';
import { findInstitutionById } from '../features/institutions';
import { AnswerSeal } from '../http/answer-seal';
import { Cursors } from '../http/cursors';
import { type CallState, errorBoundary } from '../http/errors';
import { answerOnce } from '../http/idempotency';
import { listen } from '../http/listen';
import { operationRoutes } from '../http/operations';
import { openBus } from '../platform/bus';
import type { ChangeType } from '../platform/change-types';
import { Database } from '../platform/database';
import { formatId, newId, parseId } from '../platform/ids';
import { outgoingTopic, startRelay } from '../platform/relay';
import { type Institution, openScope, type Principal, type Scope } from '../platform/scope';
import { startTaskRunner } from '../platform/task-runner';
import type { TaskHandlers } from '../platform/tasks';
import { keysOnly } from './keys-only';
import { silent } from './quiet';
import { testAuditKey, testSecret } from './secret';
import { unlimited } from './unlimited';

/*
 * crash-process DATABASE_URL PORT OUTSIDE_ORIGIN CLOCK_AHEAD_MS: the service as a process to be killed. It prints
 * a line when it has loaded, listens when it is sent one, and ends with its standard input.
 *
 * Two POSTs of the contract have commands here that leave all that a command can leave: rows, changes and tasks. To undelete
 * is recoverable: it is agreed with the outside under a reference, and counts in the profile's headline, where a second effect
 * would show.
 */

const [url, port, outside, aheadMs] = process.argv.slice(2) as [string, string, string, string];
const database = new Database({ url });
const clock = () => new Date(Date.now() + Number(aheadMs));

const say = (tx: Scope, type: ChangeType, subjectId: string) =>
  tx.changes.add({ type, subjectId, version: 1, audience: 'public' });

const present = ({ id, familyName = '', headline = '' }: Profile) => ({
  id: formatId('profile', id),
  ...{ displayName: familyName, headline, otherNames: [], degrees: [], skills: [], links: [] },
});

const handlers: Pick<Handlers, 'createProfile' | 'undeleteProfile'> = {
  createProfile: ({ scope, body }) =>
    scope.transaction(async (tx) => {
      const profile = await createProfile(tx, body);
      say(tx, 'claim.created', profile.id);
      tx.tasks.add({ task: 'crash.count', payload: { profileId: profile.id } });
      return present(profile);
    }),

  undeleteProfile: async ({ scope, recovery, path }) => {
    const id = parseId('profile', path.profileId)!;
    let point = recovery.point as { reference: string } | undefined;
    if (!point) {
      point = { reference: newId() };
      await scope.transaction((tx) => recovery.save(tx, point));
    }
    await fetch(`${outside}/${id}/${point.reference}`, { method: 'POST' });
    return recovery.finish(async (tx) => {
      const { headline = '0' } = await getProfile(tx, id);
      say(tx, 'claim.approved', id);
      return present(await updateProfile(tx, id, { headline: String(Number(headline) + 1) }));
    });
  },
};

const bus = openBus({ log: silent });
const scopeOf = (institution: Institution, principal: Principal) =>
  openScope({
    database,
    institution,
    principal,
    clock,
    auditKey: testAuditKey,
    log: silent,
    onOutgoing: () => bus.publish(outgoingTopic, undefined),
  });

/** A task may run twice: what it does is kept with its name, as a call is with its key. It counts in the profile's title. */
const tasks: TaskHandlers = {
  'crash.count': async (scope, payload, _signal, { taskId }) => {
    const { profileId } = payload as { profileId: string };
    const once = { principalId: scope.institution.id, operationId: 'crash.count', key: taskId };
    await answerOnce(scope, { ...once, fingerprint: Buffer.alloc(32) }, async (tx) => {
      const { title = '0' } = await getProfile(tx, profileId);
      await updateProfile(tx, profileId, { title: String(Number(title) + 1) });
      say(tx, 'claim.rejected', profileId);
      return { status: 204, json: undefined };
    });
  },
};

const app = new Koa<CallState>();
app.use(errorBoundary(silent));
app.use(
  operationRoutes({
    operations: operations
      .filter(({ operationId }) => operationId in handlers)
      .map((each) =>
        each.operationId === 'undeleteProfile' ? { ...each, idempotency: 'recoverable' } : each,
      ),
    handlers,
    rateLimiter: unlimited(),
    reportExposure: () => Promise.resolve(),
    cursors: new Cursors(testSecret),
    seal: new AnswerSeal(testSecret),
    ...keysOnly(database, clock),
    openScope: ({ institution, principal }) => scopeOf(institution, principal),
  }),
);

process.stdin.on('end', () => process.exit());
process.stdout.write('loaded\n');
await once(createInterface(process.stdin), 'line');
await listen(app.callback(), { port: Number(port), host: '127.0.0.1' });
startRelay({ database: new Database({ url, poolSize: 1 }), bus, log: silent });
await startTaskRunner({
  url,
  handlers: tasks,
  openScope: async (id) => scopeOf((await findInstitutionById(database, id))!, { kind: 'system' }),
  log: silent,
});

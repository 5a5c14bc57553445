import { onTestFinished } from 'vitest';
import { findInstitutionById } from '../features/institutions';
import { asOwner } from '../platform/owner';
import { openScope } from '../platform/scope';
import { startTaskRunner, type TaskRunner, type TaskRunnerOptions } from '../platform/task-runner';
import { testAuditKey } from './secret';
import { silent, type TestService } from './service';

export interface JobRow {
  readonly id: string;
  readonly taskId: string;
  readonly task: string;
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly lastError: string | null;
  readonly lockedBy: string | null;
  readonly secondsUntilDue: number;
}

/** Background work as tests need it: the relay and the queue by hand, runners that end with the test. */
export function backgroundOf(service: TestService) {
  const owner = <R>(text: string, values: unknown[] = []) =>
    asOwner(service.ownerUrl, (queryable) => queryable.query<R>({ text }, values));
  const scopeOf = async (institutionId: string) => {
    const institution = (await findInstitutionById(service.database, institutionId))!;
    const { database } = service;
    return openScope({
      database,
      institution,
      principal: { kind: 'system' },
      clock: () => new Date(),
      auditKey: testAuditKey,
      log: silent,
    });
  };
  return {
    owner,
    /** Hands on what has been committed. */
    relay: () => service.database.across.query({ text: 'select relay_outbox(10000)' }),
    jobs: () =>
      owner<JobRow>(
        `select j.id::text, j.payload ->> 'id' as "taskId", t.identifier as task, attempts, max_attempts as "maxAttempts",
                last_error as "lastError", locked_by as "lockedBy", extract(epoch from run_at - now())::float as "secondsUntilDue"
           from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id order by j.id`,
      ),
    /** Makes due what waits for its next try. */
    makeDue: () => owner('update graphile_worker._private_jobs set run_at = now() where locked_at is null'),
    start: async (
      options: Partial<TaskRunnerOptions> & Pick<TaskRunnerOptions, 'handlers'>,
    ): Promise<TaskRunner> => {
      const runner = await startTaskRunner({
        url: service.ownerUrl,
        openScope: scopeOf,
        log: silent,
        ...options,
      });
      let stopped: Promise<void> | undefined;
      const once = { stop: () => (stopped ??= runner.stop()) };
      onTestFinished(once.stop);
      return once;
    },
  };
}

/** Asks until it holds; the test's time limit is the limit. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  let over = false;
  onTestFinished(() => void (over = true));
  while (!over && !(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}

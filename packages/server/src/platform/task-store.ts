import type pg from 'pg';

/*
 * What the runner asks of graphile-worker's tables as their owner, beside what that package does itself. The tables whose
 * names begin with _private may change with its version: these and migrations/0009 are what to read again then.
 */

type Connection = Pick<pg.ClientBase, 'query'>;

// Its key says that a runner lives: a lock of the session, which goes with a killed process.
const lockKey = (workerId: string) => `hashtextextended('homecoming task runner ' || ${workerId}, 0)`;

export async function holdRunnerLock(session: Connection, workerId: string): Promise<void> {
  await session.query(`select pg_advisory_lock(${lockKey('$1')})`, [workerId]);
}

/**
 * Unlocks what runners hold that live no more. Whoever holds a task took its lock before: where it can be had for the moment
 * of this statement, nobody holds it.
 * @returns the ids of the dead
 */
export async function unlockTasksOfTheDead(session: Connection, own: string): Promise<string[]> {
  const { rows } = await session.query<{ dead: string[] | null }>(
    `with holders as materialized (
       select locked_by from graphile_worker._private_jobs where locked_by is not null
       union select locked_by from graphile_worker._private_job_queues where locked_by is not null
     ), dead as materialized (
       select array_agg(locked_by) as ids from holders where locked_by <> $1 and pg_try_advisory_xact_lock(${lockKey('locked_by')})
     )
     select ids as dead, graphile_worker.force_unlock_workers(ids) from dead where ids is not null`,
    [own],
  );
  return rows[0]?.dead ?? [];
}

/** Ends another session of the same login, where it still lives. */
export async function endSession(session: Connection, backend: number): Promise<void> {
  await session.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where pid = $1 and usename = current_user and application_name = 'homecoming tasks'`,
    [backend],
  );
}

export async function countTasksOf(session: Connection, workerId: string): Promise<number> {
  const { rows } = await session.query<{ count: number }>(
    'select count(*)::int as count from graphile_worker._private_jobs where locked_by = $1',
    [workerId],
  );
  return rows[0]!.count;
}

/** Of what a runner could not end: each is due at once, without having used up the try that was cut off. */
export async function giveTasksBack(
  session: Connection,
  workerId: string,
  jobs: readonly { readonly id: string; readonly attempts: number }[],
): Promise<void> {
  await session.query('select graphile_worker.force_unlock_workers(array[$1])', [workerId]);
  for (const { id, attempts } of jobs) {
    await session.query(
      'select graphile_worker.reschedule_jobs(array[$1::bigint], run_at => now(), attempts => $2)',
      [id, attempts - 1],
    );
  }
}

/** Lets the try under way be a task's last. */
export async function setLastAttempt(session: Connection, jobId: string, workerId: string): Promise<void> {
  await session.query(
    'update graphile_worker._private_jobs set attempts = max_attempts where id = $1 and locked_by = $2',
    [jobId, workerId],
  );
}

export async function listInstitutionIds(session: Connection): Promise<string[]> {
  const { rows } = await session.query<{ id: string }>(
    'select id from institutions where deleted_at is null',
  );
  return rows.map(({ id }) => id);
}

/** Writes tasks of several institutions to the outbox, in one statement. */
export async function insertOutgoingTasks(
  session: Connection,
  tasks: readonly { readonly institutionId: string; readonly task: object }[],
): Promise<void> {
  await session.query(
    `insert into outbox (institution_id, task)
     select t."institutionId", t.task from jsonb_to_recordset($1::jsonb) as t("institutionId" uuid, task jsonb)`,
    [JSON.stringify(tasks)],
  );
}

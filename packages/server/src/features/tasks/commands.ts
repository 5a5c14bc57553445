import { parseArgs } from 'node:util';
import type { CommandContext, Commands } from '../../cli/command';
import { Problem } from '../../contract/problems';
import { parseId } from '../../platform/ids';
import { oneLine } from '../../platform/one-line';
import { rerunDeadTasks, rerunTask } from './dead-tasks';
import { presentTask } from './present';
import { listTasks } from './store';

type Context = CommandContext<unknown>;

const taskStates = ['waiting', 'running', 'dead'] as const;

async function list(args: string[], { within, print }: Context): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { institution: { type: 'string' }, state: { type: 'string', default: 'dead' } },
  });
  const state = taskStates.find((each) => each === values.state);
  if (!state) throw new Problem('invalid_request', `--state must be one of ${taskStates.join(', ')}.`);
  await within(values.institution, async (scope) => {
    const found = await listTasks(scope, { state, before: undefined, limit: mostTasksShown + 1 });
    for (const task of found.slice(0, mostTasksShown)) {
      const { id, name, attempts, maxAttempts, runAt, lastError } = presentTask(task);
      print(
        `${id}  ${name}  ${attempts} of ${maxAttempts} attempts, due ${runAt}${lastError ? `: ${oneLine(lastError)}` : ''}`,
      );
    }
    if (found.length > mostTasksShown) print('… and more');
    if (!found.length) print(`No ${state} tasks.`);
  });
}

const mostTasksShown = 100;

async function rerun(args: string[], { within, print }: Context): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { institution: { type: 'string' }, all: { type: 'boolean', default: false } },
  });
  if (values.all === positionals.length > 0)
    throw new Problem('invalid_request', 'Specify the IDs of dead tasks, or --all.');
  const ids = positionals.map((id) => {
    const uuid = parseId('task', id);
    if (!uuid) throw new Problem('invalid_id', `${id} isn’t the ID of a task.`);
    return uuid;
  });
  await within(values.institution, async (scope) => {
    let done = 0;
    if (values.all) done = await rerunDeadTasks(scope);
    for (const id of ids) {
      await rerunTask(scope, id);
      done++;
    }
    print(`${done} task${done === 1 ? '' : 's'} will run again.`);
  });
}

export const taskCommands: Commands<unknown> = {
  'tasks list': {
    synopsis: '--institution SLUG [--state waiting|running|dead]',
    help: 'list background tasks, newest first; dead (the default): tasks that failed for good',
    run: list,
  },
  'tasks rerun': {
    synopsis: '--institution SLUG TASK_ID … | --all',
    help: 'run dead tasks again',
    run: rerun,
  },
};

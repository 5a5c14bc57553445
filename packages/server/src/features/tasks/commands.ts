import { Argument, Option } from '@commander-js/extra-typings';
import type { Commands, DeclareCommand } from '../../cli/command';
import { idOf, institutionOption, wrongUse } from '../../cli/options';
import { oneLine } from '../../platform/one-line';
import { rerunDeadTasks, rerunTask } from './dead-tasks';
import { presentTask } from './present';
import { listTasks } from './store';

const mostTasksShown = 100;

const list: DeclareCommand<unknown> = (add, { within, print }) =>
  add('tasks list', 'List background tasks, newest first.')
    .addOption(institutionOption)
    .addOption(
      new Option('--state <state>', 'only tasks in this state; dead tasks have failed for good')
        .choices(['waiting', 'running', 'dead'])
        .default('dead'),
    )
    .action(async ({ institution, state }) =>
      within(institution, async (scope) => {
        const found = await listTasks(scope, { state, before: undefined, limit: mostTasksShown + 1 });
        for (const task of found.slice(0, mostTasksShown)) {
          const { id, name, attempts, maxAttempts, runAt, lastError } = presentTask(task);
          print(
            `${id}  ${name}  ${attempts} of ${maxAttempts} attempts, due ${runAt}${lastError ? `: ${oneLine(lastError)}` : ''}`,
          );
        }
        if (found.length > mostTasksShown) print('… and more');
        if (!found.length) print(`No ${state} tasks.`);
      }),
    );

const idOfTask = idOf('task');

const rerun: DeclareCommand<unknown> = (add, { within, print }) =>
  add('tasks rerun', 'Run dead tasks again.', {
    examples: ['tasks rerun --institution northbridge --all'],
  })
    .addArgument(
      new Argument('[task-id...]', 'IDs of dead tasks ("homecoming tasks list" shows them)').argParser(
        (text: string, previous: readonly string[] = []): readonly string[] => [...previous, idOfTask(text)],
      ),
    )
    .addOption(institutionOption)
    .option('--all', 'rerun all dead tasks')
    .action(async (ids, { institution, all = false }) => {
      if (all === ids.length > 0) throw wrongUse('Specify the IDs of dead tasks, or --all.');
      await within(institution, async (scope) => {
        let done = 0;
        if (all) done = await rerunDeadTasks(scope);
        for (const id of ids) {
          await rerunTask(scope, id);
          done++;
        }
        print(`${done} task${done === 1 ? '' : 's'} will run again.`);
      });
    });

export const taskCommands: Commands<unknown> = [list, rerun];

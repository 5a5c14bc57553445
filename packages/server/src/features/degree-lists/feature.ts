import { defineFeature } from '../feature';
import { degreeListHandlers, presentDegreeLists } from './handlers';
import { rowsKeptDays } from './list';
import { deleteRowsBefore } from './store';
import { degreeListTasks } from './tasks';

export const degreeLists = defineFeature({
  handlers: degreeListHandlers,
  tasks: () => degreeListTasks,
  subjects: () => ({ degreeList: presentDegreeLists }),
  // What lists say of people goes, also of lists that were never finished.
  retention: [{ table: 'degree_list_rows', keepDays: rowsKeptDays, purge: deleteRowsBefore }],
  audits: ['degree_list.finished', 'degree_list.uploaded'],
});

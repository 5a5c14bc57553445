import { invalidField, Problem } from '../../contract/problems';
import { newId } from '../../platform/ids';
import type { Scope } from '../../platform/scope';
import { defineTask, priorities } from '../../platform/tasks';
import { trimmed } from '../directory';
import type { ConferredDegree, DegreeList } from './list';
import { findList, insertList } from './store';

// One list of an institution after another: two at once would only wait for each other's profiles.
export const verifyTask = defineTask<{ readonly listId: string }>('degreeLists.verify', {
  queue: 'degree lists',
  priority: priorities.maintenance,
});

/** Keeps a registrar's list, and asks for it to be compared with the directory. @throws {Problem} invalid_request */
export async function createList(
  scope: Scope,
  name: string,
  rows: readonly ConferredDegree[],
): Promise<DegreeList> {
  const id = newId();
  const cleaned = rows.map(cleanedRow);
  return scope.transaction(async (tx) => {
    await insertList(tx, { id, name: name.trim(), rows: cleaned });
    verifyTask.add(tx, { listId: id });
    tx.audit.add({
      action: 'degree_list.uploaded',
      subject: { kind: 'degreeList', id },
      after: { name: name.trim(), rows: rows.length },
    });
    return getList(tx, id);
  });
}

/** As profiles are written, so that what looks the same is the same. */
function cleanedRow(row: ConferredDegree, place: number): ConferredDegree {
  const { batchYear, birthDate, ...texts } = row;
  try {
    return { batchYear, birthDate, ...trimmed(texts), name: trimmed({ name: row.name }).name! };
  } catch (error) {
    const message = 'has a text without visible characters';
    throw invalidField(`/rows/${place}`, message, {
      detail: `Row ${place + 1} ${message}.`,
      cause: error,
    });
  }
}

/** @throws {Problem} not_found */
export async function getList(scope: Scope, id: string): Promise<DegreeList> {
  const list = await findList(scope, id);
  if (!list) throw new Problem('not_found', 'No such list.');
  return list;
}

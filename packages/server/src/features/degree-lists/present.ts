import type { components } from '@homecoming/contract';
import { formatId } from '../../platform/ids';
import { type DegreeList, type ListRow, rowsKeptUntil } from './list';

type Schemas = components['schemas'];

export function presentList(list: DegreeList): Schemas['DegreeList'] {
  const { id, name, counts, rowCount, createdAt, finishedAt } = list;
  return {
    id: formatId('degreeList', id),
    name,
    status: statusOf(list),
    counts: { rows: rowCount, ...counts },
    createdAt: createdAt.toISOString(),
    ...(finishedAt && { finishedAt: finishedAt.toISOString() }),
    rowsKeptUntil: rowsKeptUntil(list).toISOString(),
  };
}

function statusOf({ checkedThrough, finishedAt }: DegreeList): Schemas['DegreeList']['status'] {
  if (finishedAt) return 'done';
  return checkedThrough ? 'running' : 'queued';
}

export function presentRow(row: ListRow): Schemas['DegreeListRow'] {
  const { number, name, batchYear, externalId, birthDate, programme, department, kind, outcome, profileId } =
    row;
  return {
    row: number,
    ...(externalId !== undefined && { externalId }),
    name,
    ...(birthDate !== undefined && { birthDate }),
    batchYear,
    ...(programme !== undefined && { programme }),
    ...(department !== undefined && { department }),
    ...(kind !== undefined && { kind }),
    ...(outcome && { outcome }),
    ...(profileId && { profileId: formatId('profile', profileId) }),
  };
}

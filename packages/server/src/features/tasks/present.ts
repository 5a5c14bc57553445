import type { components } from '@homecoming/contract';
import { formatId } from '../../platform/ids';
import type { Task } from './store';

/** A task as the contract shows it: never what it is to be done with, which may hold personal data. */
export function presentTask({
  id,
  lastError,
  createdAt,
  runAt,
  ...rest
}: Task): components['schemas']['Task'] {
  return {
    ...rest,
    id: formatId('task', id),
    ...(lastError !== undefined && { lastError }),
    createdAt: createdAt.toISOString(),
    runAt: runAt.toISOString(),
  };
}

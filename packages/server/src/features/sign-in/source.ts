import { createHmac } from 'node:crypto';
import type { Scope } from '../../platform/scope';

/**
 * Where a try comes from, as it is kept: enough to tell one network or session from another, and nothing that tells which it is.
 * @param from such as `network 192.0.2.1`
 */
export const sourceOf = (
  key: Buffer,
  { institution }: Scope,
  from: `${'network' | 'session'} ${string}` | 'second factor',
) => createHmac('sha256', key).update(`source ${institution.id} ${from}`).digest().subarray(0, 16);

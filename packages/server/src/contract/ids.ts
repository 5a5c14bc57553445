import { type IdKind, idPrefixes, parseId } from '../platform/ids';
import { Problem } from './problems';

/** The UUID of an id that a call has named. @throws {Problem} invalid_id */
export function uuidOf(kind: IdKind, id: string): string {
  const uuid = parseId(kind, id);
  if (!uuid) throw new Problem('invalid_id', `${id} isn’t an ID that starts with ${idPrefixes[kind]}_.`);
  return uuid;
}

import { invalidField, Problem } from '../../contract/problems';
import type { ActorKind } from '../../platform/audit';
import { parseReference } from '../../platform/ids';
import type { AuditFilter } from './store';

/** The filters as a caller gives them. */
export interface AskedFilter {
  readonly action?: string;
  readonly subject?: string;
  readonly actor?: string;
  readonly from?: string;
  readonly to?: string;
}

/** @throws {Problem} invalid_id, invalid_request */
export function filterOf({ action, subject, actor, from, to }: AskedFilter): AuditFilter {
  return {
    action,
    subject: subject === undefined ? undefined : referenceOf(subject),
    actor: actor === undefined ? undefined : actorOf(actor),
    from: instantOf('from', from),
    to: instantOf('to', to),
  };
}

function referenceOf(text: string) {
  const reference = parseReference(text);
  if (!reference) throw new Problem('invalid_id', `${text} isn’t a valid ID.`);
  return reference;
}

const actorKinds: Readonly<Partial<Record<string, readonly ActorKind[]>>> = {
  key: ['publishableKey', 'secretKey'],
  member: ['member'],
  operator: ['operator'],
};

function actorOf(text: string): AuditFilter['actor'] {
  if (text === 'system') return { kinds: ['system'], id: undefined };
  const { kind, id } = referenceOf(text);
  // Nothing but keys, members and operators can have acted: another id is sound, and finds nothing.
  return { kinds: actorKinds[kind] ?? [], id };
}

function instantOf(name: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const instant = new Date(text);
  // A leap second is RFC 3339 too, but no instant that can be compared with.
  if (!Number.isNaN(instant.getTime())) return instant;
  throw invalidField(name, 'must be a time, such as 2026-11-21T09:30:00Z');
}

import type { components } from '../../contract/generated/schema';
import { formatId } from '../../platform/ids';
import type { AuditEntry } from './store';

/** An entry as the contract shows it. */
export function presentEntry(entry: AuditEntry): components['schemas']['AuditEntry'] {
  const { number, at, action, actor, subject, requestId, detail, hash } = entry;
  return {
    number,
    at: at.toISOString(),
    action,
    actor: {
      kind: actor.kind,
      ...(actor.id && { id: formatId(actor.kind === 'member' ? 'member' : 'key', actor.id) }),
    },
    subject: formatId(subject.kind, subject.id),
    ...(requestId && { requestId }),
    ...detail,
    ...(!detail && { detailErased: true }),
    hash: hash.toString('hex'),
  };
}

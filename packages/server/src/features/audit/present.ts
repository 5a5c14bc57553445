import type { components } from '@homecoming/contract';
import { formatId } from '../../platform/ids';
import type { AuditEntry, EntryActor } from './store';

/** An entry as the contract shows it. */
export function presentEntry(entry: AuditEntry): components['schemas']['AuditEntry'] {
  const { number, at, action, actor, onBehalfOf, subject, requestId, detail, hash } = entry;
  return {
    number,
    at: at.toISOString(),
    action,
    actor: presentActor(actor),
    ...(onBehalfOf && { onBehalfOf: presentActor(onBehalfOf) }),
    subject: formatId(subject.kind, subject.id),
    ...(requestId && { requestId }),
    ...detail,
    ...(!detail && { detailErased: true }),
    hash: hash.toString('hex'),
  };
}

function presentActor({ kind, id }: EntryActor): components['schemas']['AuditActor'] {
  const idKind = kind === 'member' || kind === 'operator' ? kind : 'key';
  return { kind, ...(id && { id: formatId(idKind, id) }) };
}

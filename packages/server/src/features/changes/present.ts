import type { components } from '@homecoming/contract';
import { formatId, type IdKind, idPrefixes } from '../../platform/ids';
import type { Audience, Institution } from '../../platform/scope';
import { mostCounted } from './consumer-store';
import type { ConsumerState } from './consumers';
import type { Block, Change } from './log';
import type { LogPosition } from './log-position';
import type { Positions } from './positions';

type Schemas = components['schemas'];

/** Which kind of thing a change is about, and its public id. */
export function subjectOf({ type, subjectId }: Pick<Change, 'type' | 'subjectId'>): Schemas['ChangeSubject'] {
  const kind = type.split('.')[0]!;
  if (!(kind in idPrefixes)) throw new Error(`There are no ids of the kind ${kind}, of which ${type} tells.`);
  return { type: kind, id: formatId(kind as IdKind, subjectId) };
}

export function presentBlock(
  { changes, position, more }: Block,
  { institution, viewer, positions }: { institution: Institution; viewer: Audience; positions: Positions },
): Schemas['ChangeBlock'] {
  const places = positions.encode(institution.id, [...changes.map(positionOf), position]);
  return {
    data: changes.map((change, i) => ({
      id: formatId('change', change.id),
      type: change.type,
      position: places[i]!,
      subject: subjectOf(change),
      ...(viewer === 'private' && { version: change.version }),
      occurredAt: change.occurredAt.toISOString(),
    })),
    position: places.at(-1)!,
    more,
  };
}

const positionOf = ({ position, id }: Change): LogPosition => ({ number: position, changeId: id });

export function presentConsumer(
  { consumer, pending, expired }: ConsumerState,
  institution: Institution,
  positions: Positions,
): Schemas['ChangeConsumer'] {
  const { name, ownerKeyId, grantedKeyIds, types, position, createdAt, acknowledgedAt } = consumer;
  return {
    name,
    ...(ownerKeyId && { ownerKeyId: formatId('key', ownerKeyId) }),
    grantedKeyIds: grantedKeyIds.map((id) => formatId('key', id)),
    types: types ? [...types] : null,
    position: positions.encode(institution.id, [position])[0]!,
    pending: {
      value: Math.min(pending.value, mostCounted),
      relation: pending.value > mostCounted ? 'atLeast' : 'exact',
      ...(pending.oldestAt && { oldestAt: pending.oldestAt.toISOString() }),
    },
    expired,
    createdAt: createdAt.toISOString(),
    ...(acknowledgedAt && { acknowledgedAt: acknowledgedAt.toISOString() }),
  };
}

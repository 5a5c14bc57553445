import { Problem } from '../../contract/problems';
import type { Scope } from '../../platform/scope';
import { findKeysByIds } from '../keys';
import { consumerUser, requireOwnership, requireUse } from './consumer-policy';
import {
  type Consumer,
  countPending,
  deleteConsumerRow,
  ensureConsumer,
  findConsumer,
  listConsumersAfter,
  lockConsumer,
  type Pending,
  updateConsumer,
} from './consumer-store';
import { type LogPosition, requireKept } from './log-position';
import { selectEnds, selectFirstFrom } from './store';
import { type Reach, requireReceivable } from './types';

/** A consumer and how far it is behind. */
export interface ConsumerState {
  readonly consumer: Consumer;
  readonly pending: Pending;
  /** Whether changes that it had not acknowledged have been removed by age. */
  readonly expired: boolean;
}

/** @throws {Problem} not_found, consumer_not_granted */
export async function getConsumer(scope: Scope, name: string): Promise<Consumer> {
  return scope.reading(async (reading) => {
    const consumer = found(await findConsumer(reading, name));
    requireUse(await consumerUser(reading), consumer);
    return consumer;
  });
}

function found(consumer: Consumer | undefined): Consumer {
  if (!consumer) throw new Problem('not_found', 'No such consumer. Create it first with PUT.');
  return consumer;
}

/** Those that the caller may use, by name, from behind `after` on. */
export async function listConsumers(
  scope: Scope,
  { after, limit, reach }: { after: string; limit: number; reach: Reach },
): Promise<ConsumerState[]> {
  return scope.reading(async (reading) => {
    const { keyIds, managesAll } = await consumerUser(reading);
    const page = { after, limit, keyIds: managesAll ? undefined : keyIds };
    return statesOf(reading, await listConsumersAfter(reading, page), reach);
  });
}

export interface ConsumerWrite {
  /** Null: all. Undefined: as it is; all for a new one. */
  readonly types?: readonly string[] | null | undefined;
  readonly from?: 'start' | 'now' | undefined;
  /** Other keys that may use it. Undefined: as it is; none for a new one. */
  readonly grantedKeyIds?: readonly string[] | undefined;
}

/**
 * Creates the consumer, or changes the types and grants of an existing one. See the contract for where it then stands.
 * @throws {Problem} unknown_change_type, missing_scope, consumer_not_granted, invalid_request for a key that can't be granted
 */
export async function putConsumer(
  scope: Scope,
  name: string,
  { types, from = 'now', grantedKeyIds }: ConsumerWrite,
  reach: Reach,
): Promise<ConsumerState> {
  if (types) requireReceivable(scope.principal, types);
  return scope.transaction(async (tx) => {
    const { expired, head } = await selectEnds(tx);
    const position = from === 'now' ? head : expired;
    const before = await ensureConsumer(tx, { name, ownerKeyId: ownKey(tx), position });
    const user = await consumerUser(tx);
    requireUse(user, before);
    if (grantedKeyIds) {
      requireOwnership(user, before);
      await requireSecretKeys(tx, grantedKeyIds);
      auditGrants(tx, before, grantedKeyIds);
    }
    const after = {
      ...adopted(tx, before),
      types: types === undefined ? before.types : (types ?? undefined),
      grantedKeyIds: grantedKeyIds ?? before.grantedKeyIds,
    };
    await updateConsumer(tx, after);
    return (await statesOf(tx, [after], reach))[0]!;
  });
}

const ownKey = ({ principal }: Scope): string | undefined =>
  principal.kind === 'secret' ? principal.keyId : undefined;

/** One that an earlier version made belongs to the first key that uses it. */
const adopted = (tx: Scope, consumer: Consumer): Consumer => ({
  ...consumer,
  ownerKeyId: consumer.ownerKeyId ?? ownKey(tx),
});

async function requireSecretKeys(tx: Scope, ids: readonly string[]): Promise<void> {
  const keys = await findKeysByIds(tx, ids);
  const errors = ids.flatMap((id, i) =>
    keys.some((key) => key.id === id && key.kind === 'secret' && !key.revokedAt)
      ? []
      : [{ path: `/grantedKeyIds/${i}`, message: 'is not a secret key of this institution' }],
  );
  if (errors.length)
    throw new Problem('invalid_request', `${errors[0]!.path}: ${errors[0]!.message}.`, { errors });
}

function auditGrants(tx: Scope, { name, grantedKeyIds: before }: Consumer, after: readonly string[]): void {
  const entry = (action: `change_consumer.${'granted' | 'withdrawn'}`) => (id: string) => {
    tx.audit.add({ action, subject: { kind: 'key', id }, after: { consumer: name } });
  };
  after.filter((id) => !before.includes(id)).forEach(entry('change_consumer.granted'));
  before.filter((id) => !after.includes(id)).forEach(entry('change_consumer.withdrawn'));
}

/** @throws {Problem} not_found, consumer_not_granted */
export async function deleteConsumer(scope: Scope, name: string): Promise<void> {
  await scope.transaction(async (tx) => {
    const consumer = found(await lockConsumer(tx, name));
    requireOwnership(await consumerUser(tx), consumer);
    await deleteConsumerRow(tx, name);
  });
}

/**
 * Moves the consumer on; never back.
 * @throws {Problem} not_found, consumer_not_granted; position_expired where the log isn't, or isn't any more, the one of the position
 */
export async function acknowledge(
  scope: Scope,
  name: string,
  position: LogPosition,
  reach: Reach,
): Promise<ConsumerState> {
  return scope.transaction(async (tx) => {
    // Of two at once the further one stands.
    const before = found(await lockConsumer(tx, name));
    requireUse(await consumerUser(tx), before);
    const isFurther = position.number > before.position.number;
    if (isFurther) requireKept(position, await selectFirstFrom(tx, position.number));
    // The time is noted either way: it must not tell whether something happened that the reader may not know of.
    const after = {
      ...adopted(tx, before),
      position: isFurther ? position : before.position,
      acknowledgedAt: tx.clock(),
    };
    await updateConsumer(tx, after);
    return (await statesOf(tx, [after], reach))[0]!;
  });
}

async function statesOf(
  scope: Scope,
  consumers: readonly Consumer[],
  reach: Reach,
): Promise<ConsumerState[]> {
  const { expired } = await selectEnds(scope);
  const pending = await countPending(
    scope,
    consumers.map(({ name }) => name),
    reach,
  );
  return consumers.map((consumer) => ({
    consumer,
    pending: pending.get(consumer.name) ?? { value: 0, oldestAt: undefined },
    expired: consumer.position.number < expired,
  }));
}

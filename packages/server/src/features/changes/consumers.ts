import { Problem } from '../../contract/problems';
import type { Audience, Scope } from '../../platform/scope';
import {
  advanceConsumer,
  countPending,
  deleteConsumerRow,
  findConsumer,
  listConsumersAfter,
  putConsumerRow,
  type Consumer,
  type Pending,
} from './consumer-store';
import { selectEnds } from './store';

/** A consumer and how far it is behind. */
export interface ConsumerState {
  readonly consumer: Consumer;
  readonly pending: Pending;
  /** Whether changes that it had not acknowledged have been removed by age. */
  readonly expired: boolean;
}

/** @throws {Problem} not_found */
export async function getConsumer(scope: Scope, name: string): Promise<Consumer> {
  const consumer = await findConsumer(scope, name);
  if (!consumer) throw new Problem('not_found', 'There is no such consumer. Put it first.');
  return consumer;
}

/** By name, from behind `after` on, as far as these audiences may know of what is pending. */
export async function listConsumers(
  scope: Scope,
  { after, limit, audiences }: { after: string; limit: number; audiences: readonly Audience[] },
): Promise<ConsumerState[]> {
  return scope.reading(async (reading) =>
    statesOf(reading, await listConsumersAfter(reading, after, limit), audiences),
  );
}

export interface ConsumerWrite {
  /** Null: all. Undefined: as it is; all for a new one. */
  readonly types?: readonly string[] | null | undefined;
  readonly from?: 'start' | 'now' | undefined;
}

/** Makes the consumer, or gives the one that there is other types. See the contract for where it then stands. */
export async function putConsumer(
  scope: Scope,
  name: string,
  { types, from = 'now' }: ConsumerWrite,
  audiences: readonly Audience[],
): Promise<ConsumerState> {
  return scope.transaction(async (tx) => {
    const { expired, head } = await selectEnds(tx);
    const begin = from === 'now' ? head : expired;
    const consumer = await putConsumerRow(tx, { name, types, begin });
    return (await statesOf(tx, [consumer], audiences))[0]!;
  });
}

/** @throws {Problem} not_found */
export async function deleteConsumer(scope: Scope, name: string): Promise<void> {
  await scope.transaction(async (tx) => {
    if (!(await deleteConsumerRow(tx, name))) throw new Problem('not_found', 'There is no such consumer.');
  });
}

/** Moves the consumer on; never back. @throws {Problem} not_found, invalid_position beyond the end of the log */
export async function acknowledge(
  scope: Scope,
  name: string,
  position: number,
  audiences: readonly Audience[],
): Promise<ConsumerState> {
  return scope.transaction(async (tx) => {
    await getConsumer(tx, name);
    const { head } = await selectEnds(tx);
    if (position > head) throw new Problem('invalid_position', 'The log has not come that far.');
    await advanceConsumer(tx, name, position);
    return (await statesOf(tx, [await getConsumer(tx, name)], audiences))[0]!;
  });
}

async function statesOf(
  scope: Scope,
  consumers: readonly Consumer[],
  audiences: readonly Audience[],
): Promise<ConsumerState[]> {
  const { expired } = await selectEnds(scope);
  const pending = await countPending(
    scope,
    consumers.map(({ name }) => name),
    audiences,
  );
  return consumers.map((consumer) => ({
    consumer,
    pending: pending.get(consumer.name) ?? { value: 0, oldestAt: undefined },
    expired: consumer.position < expired,
  }));
}

import { Problem } from '../../contract/problems';
import { newId } from '../../platform/ids';
import type { Scope } from '../../platform/scope';
import { audiencesWithin, type Change, findLogEnds, isReceivable, matches, readChanges } from '../changes';
import { messageTypes } from './change-types';
import { insertDeliveries, type NewDelivery } from './delivery-store';
import { lockPosition, updatePosition } from './dispatch-store';
import type { Endpoint } from './endpoint';
import { findReceivingEndpoints, updateReplay } from './endpoint-store';

/** Changes of one transaction. */
const mostAtOnce = 500;

/**
 * Makes deliveries of the institution's log, from where it was left, and moves replays on. The position moves in the
 * transaction that makes them, so that no change is left out and none becomes two deliveries of one endpoint.
 */
export async function fanOut(scope: Scope, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await scope.transaction(fanOutBlock)));
}

/** @returns whether there may be more */
async function fanOutBlock(tx: Scope): Promise<boolean> {
  const position = await lockPosition(tx);
  if (position === undefined) return false;
  const endpoints = await findReceivingEndpoints(tx);
  const enabled = endpoints.filter((endpoint) => endpoint.enabled);
  const more = await fanOutNew(tx, enabled, position);
  let replaysMore = false;
  for (const endpoint of endpoints) if (await replayBlock(tx, endpoint)) replaysMore = true;
  return more || replaysMore;
}

async function fanOutNew(tx: Scope, endpoints: readonly Endpoint[], position: number): Promise<boolean> {
  if (!endpoints.length) {
    const { head } = await findLogEnds(tx);
    if (head !== position) await updatePosition(tx, head);
    return false;
  }
  const block = await readBlock(tx, position);
  const deliveries = block.changes.flatMap((change) =>
    endpoints
      .filter((endpoint) => change.position > endpoint.afterPosition && wants(endpoint, change))
      .map((endpoint) => deliveryOf(endpoint, change)),
  );
  await insertDeliveries(tx, deliveries, { dueAt: tx.clock() });
  if (block.position.number !== position) await updatePosition(tx, block.position.number);
  return block.more;
}

async function replayBlock(tx: Scope, endpoint: Endpoint): Promise<boolean> {
  const { replay } = endpoint;
  if (!replay) return false;
  const { changes, position, more } = await readBlock(tx, replay.after);
  const deliveries = changes
    .filter(
      (change) =>
        change.position <= replay.until && change.occurredAt >= replay.from && wants(endpoint, change),
    )
    .map((change) => deliveryOf(endpoint, change));
  await insertDeliveries(tx, deliveries, { dueAt: tx.clock(), again: true });
  const goesOn = more && position.number < replay.until;
  await updateReplay(tx, endpoint.id, goesOn ? { ...replay, after: position.number } : undefined);
  return goesOn;
}

/** What stands after a position; after the first that is kept, where the outlet has slept for so long. */
async function readBlock(tx: Scope, after: number) {
  try {
    return await readChanges(tx, { after: { number: after }, limit: mostAtOnce });
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'position_expired') throw error;
    const { expired } = await findLogEnds(tx);
    tx.log.error({ after, expired }, 'changes expired before webhooks were created from them');
    return readChanges(tx, { after: { number: expired }, limit: mostAtOnce });
  }
}

/** Whether a change is of the endpoint's types, has a message that the contract describes, and may be known to its audience and scopes. */
function wants({ types, audience, scopes }: Endpoint, { type, audience: noticedBy }: Change): boolean {
  return (
    messageTypes.some((known) => known === type) &&
    matches(types, type) &&
    isReceivable(scopes, type) &&
    audiencesWithin(audience).includes(noticedBy)
  );
}

function deliveryOf(endpoint: Endpoint, { id, type, subjectId, occurredAt }: Change): NewDelivery {
  return { id: newId(), endpointId: endpoint.id, changeId: id, type, subjectId, occurredAt };
}

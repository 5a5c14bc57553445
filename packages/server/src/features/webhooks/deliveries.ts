import { Problem } from '../../contract/problems';
import type { Scope } from '../../platform/scope';
import { type Delivery, findDelivery, requeueDelivery } from './delivery-store';
import { getEndpoint, requireEnabled } from './endpoints';
import { requireReach } from './policy';

/** @throws {Problem} not_found */
export async function getDelivery(scope: Scope, id: string): Promise<Delivery> {
  const delivery = await findDelivery(scope, id);
  if (!delivery) throw new Problem('not_found', 'No such delivery.');
  return delivery;
}

/** Has it sent now, whatever has become of it. @throws {Problem} not_found, missing_scope, webhook_endpoint_disabled */
export async function resend(scope: Scope, id: string): Promise<Delivery> {
  return scope.transaction(async (tx) => {
    const { endpointId } = await getDelivery(tx, id);
    const endpoint = await getEndpoint(tx, endpointId);
    requireReach(scope.principal, endpoint);
    requireEnabled(endpoint.enabled);
    await requeueDelivery(tx, id, tx.clock());
    return getDelivery(tx, id);
  });
}

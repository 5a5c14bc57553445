import type { components } from '@homecoming/contract';
import type { Recovery } from '../../contract/handler';
import { formatId, newId } from '../../platform/ids';
import type { Scope } from '../../platform/scope';
import { testType } from './change-types';
import { type EndpointTools, getEndpoint } from './endpoints';
import { bodyOf } from './messages';
import { requireReach } from './policy';
import { presentEndpoint } from './present';
import { send } from './send';

type Test = components['schemas']['WebhookTest'];

/**
 * Sends a test now. A try that takes up one that was cut off sends the message of that one, with its id.
 * @throws {Problem} not_found, missing_scope
 */
export async function sendTest(
  scope: Scope,
  { secrets, outbound }: EndpointTools,
  endpointId: string,
  recovery: Recovery<Test>,
): Promise<Test> {
  const endpoint = await getEndpoint(scope, endpointId);
  requireReach(scope.principal, endpoint);
  let point = recovery.point as { readonly testId: string } | undefined;
  if (!point) {
    const begun = (point = { testId: newId() });
    await scope.transaction((tx) => recovery.save(tx, begun));
  }
  const signers = (await secrets.signersOf(scope, [endpointId])).get(endpointId) ?? [];
  if (!signers.length) throw new Error('There is no secret to sign the test with.');
  const sentAt = scope.clock();
  const messageId = formatId('webhookTest', point.testId);
  const { attempt, succeeded } = await send(outbound, {
    url: endpoint.url,
    message: { id: messageId, sentAt, body: bodyOf(testType, sentAt, presentEndpoint(endpoint)) },
    signers,
    allowHttp: scope.institution.mode === 'test',
  });
  const { status, durationMs, error, responseStart } = attempt;
  return recovery.finish(() =>
    Promise.resolve({
      messageId,
      succeeded,
      ...(status !== undefined && { status }),
      durationMs,
      ...(error && { error }),
      ...(responseStart !== undefined && { responseStart }),
    }),
  );
}

import { mail } from '../../platform/mail';
import type { Scope } from '../../platform/scope';
import type { Endpoint } from './endpoint';
import { findContactEmail, updateEndpointRow } from './endpoint-store';

const reasons = {
  gone: 'The partner has answered that it wants no messages any more (410).',
  failing: 'No message has arrived for five days.',
} as const;

/** Ends sending to an endpoint that this transaction has locked, and tells whoever is concerned. */
export async function disableEndpoint(
  tx: Scope,
  endpoint: Endpoint,
  reason: keyof typeof reasons,
): Promise<void> {
  const disabled: Endpoint = {
    ...endpoint,
    enabled: false,
    disabledReason: reason,
    version: endpoint.version + 1,
    updatedAt: tx.clock(),
  };
  await updateEndpointRow(tx, disabled);
  tx.changes.add({
    type: 'webhookEndpoint.disabled',
    subjectId: disabled.id,
    version: disabled.version,
    audience: 'private',
  });
  tx.log.warn({ endpointId: disabled.id, reason }, 'a webhook endpoint was disabled');
  const to = await findContactEmail(tx);
  if (!to) return;
  const name = endpoint.description || new URL(endpoint.url).host;
  await mail(tx, {
    to,
    subject: `Webhooks to ${name.slice(0, 80)} are disabled`,
    text: [
      `Homecoming sends no more webhooks of ${tx.institution.name} to ${endpoint.url}.`,
      reasons[reason],
      'When the partner is there again, enable the endpoint and have everything since then sent again (replay).',
    ].join('\n\n'),
  });
}

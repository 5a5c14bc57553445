import { forSubject, InvalidMail, mail } from '../../platform/mail';
import type { Scope } from '../../platform/scope';
import { findContactEmail } from '../institutions';
import type { Endpoint } from './endpoint';
import { updateEndpointRow } from './endpoint-store';

const reasons = {
  gone: 'The server answered that it no longer accepts messages (410).',
  failing: 'No message could be delivered for five days.',
} as const;

/** Disables an endpoint that this transaction has locked, and notifies the institution. */
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
  const subject = { kind: 'webhookEndpoint', id: disabled.id } as const;
  tx.audit.add({ action: 'webhook_endpoint.disabled', subject, after: { reason } });
  tx.log.warn({ endpointId: disabled.id, reason }, 'a webhook endpoint was disabled');
  const to = await findContactEmail(tx);
  if (to) await tell(tx, to, endpoint, reason);
}

async function tell(
  tx: Scope,
  to: string,
  { description, url }: Endpoint,
  reason: keyof typeof reasons,
): Promise<void> {
  const name = (description || new URL(url).host).replaceAll(/[\s\p{C}]+/gu, ' ');
  try {
    await mail(tx, {
      to,
      subject: `Webhooks to ${forSubject(name)} were disabled`,
      text: [
        `Homecoming has stopped sending webhooks for ${tx.institution.name} to ${url}.`,
        reasons[reason],
        'Once the server works again, enable the endpoint and replay the messages that it missed.',
      ].join('\n\n'),
    });
  } catch (error) {
    // A contact address that can't be written to must not keep the endpoint enabled.
    if (!(error instanceof InvalidMail)) throw error;
    tx.log.warn({ err: error }, 'the institution’s contact address is invalid');
  }
}

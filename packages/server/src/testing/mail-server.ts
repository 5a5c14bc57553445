import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';

export interface ReceivedMail {
  readonly from: string;
  readonly to: string[];
  readonly source: string;
}

/** A mail server that keeps what it took; `options` let it refuse. `onWhole` runs when all of a mail has come, before the answer. */
export async function startMailServer({
  onWhole,
  ...options
}: SMTPServerOptions & { onWhole?: (stop: () => void) => void } = {}): Promise<{
  url: string;
  received: ReceivedMail[];
}> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, session, answer) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString(),
        });
        if (!onWhole) return answer();
        onWhole(() => {
          for (const connection of server.connections as Set<{ _socket: { destroy(): void } }>) {
            connection._socket.destroy();
          }
        });
      });
    },
    ...options,
  });
  // A client that hangs up in the middle.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, received };
}

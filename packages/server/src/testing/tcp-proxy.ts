import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { atEnd } from './at-end';

export interface TcpProxy {
  /** The URL, leading through the proxy. */
  readonly url: string;
  /** From now on nothing passes on the connections there are, and nobody is told: as when a firewall forgets them. */
  silence(): void;
  /** Likewise for the connections that are still to come: as when the far end's machine hangs. */
  silenceNew(): void;
  /** Lets new connections pass again. */
  heal(): void;
}

/** A connection to a server that can be made to fall silent without being closed. */
export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const ends = new Set<Socket>();
  let isSilent = false;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(from);
      from.on('error', () => undefined).on('close', () => ends.delete(from) && to.destroy());
      if (!isSilent) from.pipe(to);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  atEnd(async () => {
    for (const end of ends) end.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const silence = () => {
    for (const end of ends) end.unpipe().pause();
  };
  return {
    url: Object.assign(new URL(target), { port: (server.address() as AddressInfo).port }).href,
    silence,
    silenceNew: () => (isSilent = true),
    heal: () => (isSilent = false),
  };
}

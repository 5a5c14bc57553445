import { type IncomingMessage, type RequestListener, Server, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { type ProblemCode, problems } from '../contract/problems';
import { StartError } from '../platform/start-error';
import { Connections } from './connections';

export interface Listening {
  readonly port: number;
  /** Still takes calls, but answers each with `Connection: close`: clients and proxies turn to another process. */
  drain(): void;
  /** Drains, takes no new connections, lets calls under way end for at most `patienceMs`, then cuts them off. */
  close(patienceMs?: number): Promise<void>;
}

/** Where programs on this machine reach the service. */
export function listensAt({ host, port }: { readonly host: string; readonly port: number }): string {
  return `http://${host === '127.0.0.1' || host === '0.0.0.0' ? 'localhost' : host}:${port}`;
}

/** How long a connection without a call under way may still send one after the server has stopped listening. */
const idleMs = 500;

/** Node's own `close` also closes kept-alive connections at once, though a call may be on its way on them. */
class PatientServer extends Server {
  override closeIdleConnections(): void {
    // `Connections` closes them, a moment later.
  }
}

/** @throws {StartError} where the port is taken or may not be used */
export async function listen(
  listener: RequestListener,
  options: { port: number; host: string },
): Promise<Listening> {
  const timeouts = { requestTimeout: 60_000, headersTimeout: 20_000, keepAliveTimeout: 65_000 };
  // Node.js itself would refuse a missing Host and an unknown Expect with an empty answer, and let a second Host pass.
  const server = new PatientServer({ ...timeouts, requireHostHeader: false });
  const connections = new Connections(server);
  const answer: RequestListener = (request, response) => {
    connections.add(request.socket, response);
    if (hasOneHost(request)) listener(request, response);
    else refuse(request.socket, 'invalid_request');
  };
  server.on('request', answer).on('checkExpectation', answer);
  server.on('clientError', refuseUnreadable);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  }).catch((error: unknown) => {
    throw cannotListen(error, options);
  });
  return {
    port: (server.address() as AddressInfo).port,
    drain: () => connections.drain(),
    close: (patienceMs = 10_000) => close(server, connections, patienceMs),
  };
}

/** A proxy in front may go by the one Host and we by the other: RFC 9112, 3.2, has more than one refused, and none in HTTP/1.1. */
function hasOneHost({ rawHeaders, httpVersion }: IncomingMessage): boolean {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  return hosts === 1 || (hosts === 0 && httpVersion !== '1.1');
}

function cannotListen(error: unknown, { port, host }: { port: number; host: string }): unknown {
  switch ((error as { code?: string }).code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} is already in use.`,
        'Stop what uses it, or choose another one: PORT=4700 npm start',
      );
    case 'EACCES':
      return new StartError(
        `Port ${port} may not be used by this user.`,
        'Choose one above 1023: PORT=4600 npm start',
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(`This machine has no address ${host}.`, 'Correct HOST, or leave it out.');
    default:
      return error;
  }
}

async function close(server: Server, connections: Connections, patienceMs: number): Promise<void> {
  connections.drain();
  await quietTurn(server);
  const idle = setTimeout(() => connections.closeIdle(), Math.min(idleMs, patienceMs));
  const cutOff = setTimeout(() => server.closeAllConnections(), patienceMs);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearTimeout(idle);
  clearTimeout(cutOff);
}

/**
 * Waits for a turn of the event loop in which no client connects, for a quarter of a second at most. Closing the listener resets
 * the connections that the kernel has made and Node has not accepted yet; right after such a turn there are none.
 */
async function quietTurn(server: Server): Promise<void> {
  await turn(); // the rest of this one
  let hasAccepted = false;
  const note = () => (hasAccepted = true);
  server.on('connection', note);
  const until = performance.now() + 250;
  do {
    hasAccepted = false;
    await turn();
  } while (hasAccepted && performance.now() < until);
  server.off('connection', note);
}

/** What Node.js could not read as HTTP never reaches the application: it is refused here, as a problem too. */
function refuseUnreadable(error: Error & { code?: string }, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  refuse(socket, error.code === 'HPE_HEADER_OVERFLOW' ? 'headers_too_large' : 'invalid_request');
}

function refuse(socket: Duplex, code: ProblemCode): void {
  const { status, title } = problems[code];
  const requestId = uuidv7();
  const body = JSON.stringify({ type: `/docs/errors#${code}`, title, status, code, requestId });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n` +
      `Content-Type: application/problem+json\r\nCache-Control: no-store\r\nRequest-Id: ${requestId}\r\n` +
      'Access-Control-Allow-Origin: *\r\nConnection: close\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

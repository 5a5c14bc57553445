import { Agent, request } from 'node:http';
import { connect } from 'node:net';

export interface WireCall {
  readonly method?: string;
  /** Sent as it stands, so that it may be malformed. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true });

/** One HTTP call that leaves path, headers and body exactly as they are; fetch would put them right. */
export function callRaw(
  origin: string,
  { method = 'GET', path, headers = {}, body }: WireCall,
): Promise<WireAnswer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const call = request({
      hostname,
      port,
      method,
      path,
      headers: headers as Record<string, string | string[]>,
      agent,
    });
    call.on('error', reject);
    call.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({
          status: response.statusCode!,
          headers: response.headers as Record<string, string | undefined>,
          text,
        });
      });
    });
    call.end(body);
  });
}

/** Sends bytes over a connection of their own, and gives all that comes back until the server closes it. */
export function exchange(
  origin: string,
  bytes: string | Uint8Array,
  { endAfter = false } = {},
): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    // A server that refuses early may reset what is still being sent: what it had said until then counts.
    socket.on('error', (error: Error & { code?: string }) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? undefined : reject(error),
    );
    socket.on('end', () => socket.end());
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
    socket.write(bytes);
    if (endAfter) socket.end();
  });
}

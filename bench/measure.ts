import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Figures {
  readonly perSecond: number;
  /** Milliseconds from sending to the last byte. */
  readonly p50: number;
  readonly p99: number;
  /** Of a typical answer. */
  readonly bytes: number;
}

type Headers = Readonly<Record<string, string>>;

/** A path to GET, or a JSON body to POST to it. */
export type Asked = string | { readonly path: string; readonly body: string };

/** One call at a time, over one kept connection: what a single user feels. */
export async function oneByOne(
  origin: string,
  asked: readonly Asked[],
  headers: Headers,
  calls = asked.length,
): Promise<Figures> {
  const caller = await Caller.open(origin);
  const times: number[] = [];
  const started = performance.now();
  let bytes = 0;
  for (let i = 0; i < calls; i++) {
    const sent = performance.now();
    bytes += await caller.call(requestOf(origin, asked[i % asked.length]!, headers));
    times.push(performance.now() - sent);
  }
  caller.close();
  return summary(times, (performance.now() - started) / 1_000, bytes);
}

/** As many calls at once as there are connections, for some seconds: what the server can carry. */
export async function measure(
  origin: string,
  asked: readonly Asked[],
  headers: Headers,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Figures> {
  const requests = asked.map((each) => requestOf(origin, each, headers));
  const callers = await Promise.all(Array.from({ length: connections }, () => Caller.open(origin)));
  const times: number[] = [];
  const started = performance.now();
  const until = started + seconds * 1_000;
  let next = 0;
  let bytes = 0;
  const goOn = async (caller: Caller) => {
    for (let sent = performance.now(); sent < until;) {
      // Not added to directly: the sum would be read before the answer and written after others' have come.
      const answered = await caller.call(requests[next++ % requests.length]!);
      bytes += answered;
      const now = performance.now();
      times.push(now - sent);
      sent = now;
    }
    caller.close();
  };
  await Promise.all(callers.map(goOn));
  return summary(times, (performance.now() - started) / 1_000, bytes);
}

function requestOf(origin: string, asked: Asked, headers: Headers): Buffer {
  const { path, body } = typeof asked === 'string' ? { path: asked, body: undefined } : asked;
  const all = {
    Host: new URL(origin).host,
    ...headers,
    ...(body !== undefined && {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
    }),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(
    `${body === undefined ? 'GET' : 'POST'} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`,
  );
}

/**
 * One kept connection, written by hand: node:http's client takes more of the cores that it shares with the servers than they do, and
 * then all of them look alike.
 */
class Caller {
  #waiting: { resolve: (bytes: number) => void; reject: (error: Error) => void } | undefined;
  #received: Buffer = Buffer.alloc(0);
  #asked: Buffer = Buffer.alloc(0);

  private constructor(private readonly socket: Socket) {
    socket.on('data', (piece) => this.#receive(piece));
    const fail = (error?: Error) => this.#waiting?.reject(error ?? new Error('The connection was closed.'));
    socket.on('error', fail).on('close', () => fail());
  }

  static async open(origin: string): Promise<Caller> {
    const { hostname, port } = new URL(origin);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await once(socket, 'connect');
    return new Caller(socket);
  }

  /** @returns how many bytes its body has */
  call(request: Buffer): Promise<number> {
    this.#asked = request;
    this.socket.write(request);
    return new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
  }

  close(): void {
    this.socket.destroy();
  }

  #receive(piece: Buffer): void {
    this.#received = this.#received.length ? Buffer.concat([this.#received, piece]) : piece;
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#received.toString('latin1', 0, end);
    const bytes = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#received.length < end + 4 + bytes) return;
    const { resolve, reject } = this.#waiting!;
    const status = head.slice(9, 12);
    const received = this.#received;
    this.#received = Buffer.alloc(0);
    if (/^(2..|304)$/.test(status)) return resolve(bytes);
    const line = this.#asked.toString('latin1', 0, this.#asked.indexOf(' HTTP/1.1'));
    reject(new Error(`${line} was answered with ${status}: ${received.toString('utf8', end + 4)}`));
  }
}

function summary(times: number[], seconds: number, bytes: number): Figures {
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  return {
    perSecond: times.length / seconds,
    p50: at(0.5),
    p99: at(0.99),
    bytes: Math.round(bytes / times.length),
  };
}

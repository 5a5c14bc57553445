import { Agent, request } from 'node:http';

export interface Figures {
  readonly perSecond: number;
  /** Milliseconds from sending to the last byte. */
  readonly p50: number;
  readonly p99: number;
  /** Of a typical answer. */
  readonly bytes: number;
}

type Headers = Readonly<Record<string, string>>;

/** One call at a time, over one kept connection: what a single user feels. */
export async function oneByOne(
  origin: string,
  paths: readonly string[],
  headers: Headers,
  calls = paths.length,
): Promise<Figures> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  const started = performance.now();
  let bytes = 0;
  for (let i = 0; i < calls; i++) {
    const sent = performance.now();
    const answered = await call(agent, origin, paths[i % paths.length]!, headers);
    bytes += answered;
    times.push(performance.now() - sent);
  }
  agent.destroy();
  return summary(times, (performance.now() - started) / 1_000, bytes);
}

/** As many calls at once as there are connections, for some seconds: what the server can carry. */
export async function measure(
  origin: string,
  paths: readonly string[],
  headers: Headers,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Figures> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  const started = performance.now();
  const until = started + seconds * 1_000;
  let next = 0;
  let bytes = 0;
  const caller = async () => {
    while (performance.now() < until) {
      const sent = performance.now();
      // Not added to directly: the sum would be read before the answer and written after others' have come.
      const answered = await call(agent, origin, paths[next++ % paths.length]!, headers);
      bytes += answered;
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: connections }, caller));
  agent.destroy();
  return summary(times, (performance.now() - started) / 1_000, bytes);
}

function call(agent: Agent, origin: string, path: string, headers: Headers): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(origin + path, { agent, headers }, (response) => {
      let bytes = 0;
      response.on('data', (piece: Buffer) => (bytes += piece.length));
      response.on('end', () => {
        if (response.statusCode === 200) resolve(bytes);
        else reject(new Error(`${path} was answered with ${response.statusCode}.`));
      });
    });
    sent.on('error', reject).end();
  });
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

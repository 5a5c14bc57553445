import type { Socket } from 'node:net';
import type pg from 'pg';

const tickMs = 250;

/**
 * Bounds how long connections may stay silent. PostgreSQL's own limits say nothing where PostgreSQL is frozen or the network between
 * drops everything: then no answer comes at all.
 *
 * Time is counted in ticks of one timer, not read from a clock: a process that was held up for seconds first reads what has
 * arrived meanwhile.
 */
export class ConnectionWatch {
  /** The tick that it is. */
  now = 0;
  readonly #lines = new Set<Line>();
  readonly #timer: NodeJS.Timeout;

  constructor(onSilent: (client: pg.ClientBase) => void) {
    this.#timer = setInterval(() => {
      this.now++;
      for (const line of this.#lines) {
        if (line.due > this.now || line.isGivenMoreTime()) continue;
        this.remove(line);
        onSilent(line.client);
      }
    }, tickMs).unref();
  }

  add(line: Line): void {
    this.#lines.add(line);
  }

  remove(line: Line): void {
    this.#lines.delete(line);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/**
 * A connection, with what it has been asked and not yet answered. It costs no promise of its own: reads are asked by the thousand
 * in a second.
 */
export class Line {
  /** The tick at which the next answer is overdue. */
  due = Infinity;
  #pending = 0;
  #bytesBefore = 0;
  #moreMs: number | undefined;
  readonly #stream: Socket;

  constructor(
    readonly client: pg.PoolClient,
    /** Of which generation of connections it is. */
    readonly generation: number,
    private readonly watch: Pick<ConnectionWatch, 'now'>,
  ) {
    this.#stream = streamOf(client);
  }

  /** A statement has been sent: its answer, or that of one sent before, comes within `limitMs`. */
  sent(limitMs: number): void {
    this.#pending++;
    this.#wait(limitMs);
  }

  /** What opens a call and what follows have been sent together: something comes within `openingMs`, and then all of it within `limitMs`. */
  sentWithOpening(openingMs: number, limitMs: number): void {
    this.sent(openingMs);
    this.#bytesBefore = this.#stream.bytesRead;
    this.#moreMs = limitMs;
  }

  /** An answer has come; those that are still to come have `limitMs`. */
  answered(limitMs = Infinity): void {
    this.#moreMs = undefined;
    this.#wait(--this.#pending ? limitMs : Infinity);
  }

  /** Whether the opening has been answered, so that what follows it is what takes its time. */
  isGivenMoreTime(): boolean {
    if (this.#moreMs === undefined || this.#stream.bytesRead === this.#bytesBefore) return false;
    this.#wait(this.#moreMs);
    this.#moreMs = undefined;
    return true;
  }

  #wait(limitMs: number): void {
    this.due = this.watch.now + Math.ceil(limitMs / tickMs) + 1;
  }
}

/** Ends a connection without a farewell, which could wait for ever: what was asked on it fails at once. */
export function destroyConnection(client: pg.ClientBase): void {
  streamOf(client).destroy();
}

/** pg itself reaches for it where a connection takes too long to come about; its types leave it out. */
function streamOf(client: pg.ClientBase): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream;
}

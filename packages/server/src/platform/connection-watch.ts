import type { Duplex } from 'node:stream';
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
  readonly #lines = new Set<Line>();
  readonly #timer: NodeJS.Timeout;
  #now = 0;

  constructor(onSilent: (client: pg.ClientBase) => void) {
    this.#timer = setInterval(() => {
      this.#now++;
      for (const line of this.#lines) {
        if (line.due > this.#now) continue;
        this.#lines.delete(line);
        onSilent(line.client);
      }
    }, tickMs).unref();
  }

  /** Watches a connection until it is given back. */
  open(client: pg.ClientBase): Line {
    const line = new Line(client, (limitMs) => this.#now + Math.ceil(limitMs / tickMs) + 1);
    this.#lines.add(line);
    return line;
  }

  close(line: Line): void {
    this.#lines.delete(line);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/** A connection in use, with what it has been asked and not yet answered. */
export class Line {
  /** The tick at which the oldest answer is overdue. */
  due = Infinity;
  readonly #limits: number[] = [];

  constructor(
    readonly client: pg.ClientBase,
    private readonly tickIn: (limitMs: number) => number,
  ) {}

  /** Expects an answer at most `limitMs` after the one before it: the server answers in the order of asking. */
  expect<T>(answer: Promise<T>, limitMs: number): Promise<T> {
    this.#limits.push(limitMs);
    if (this.#limits.length === 1) this.due = this.tickIn(limitMs);
    answer.then(this.#answered, this.#answered);
    return answer;
  }

  readonly #answered = () => {
    this.#limits.shift();
    const [next] = this.#limits;
    this.due = next === undefined ? Infinity : this.tickIn(next);
  };
}

/** Ends a connection without a farewell, which could wait for ever: what was asked on it fails at once. */
export function destroyConnection(client: pg.ClientBase): void {
  // As pg does itself where a connection takes too long to come about; its types leave it out.
  (client as unknown as { connection: { stream: Duplex } }).connection.stream.destroy();
}

import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The open connections of a server and the calls under way on each, so that a stop cuts off no call. */
export class Connections {
  readonly #calls = new Map<Socket, Set<ServerResponse>>();
  #isDraining = false;
  #keepsIdle = true;

  constructor(server: Server) {
    server.on('connection', (socket) => {
      this.#calls.set(socket, new Set());
      socket.once('close', () => this.#calls.delete(socket));
    });
  }

  /** Notes a call until its answer has left. */
  add(socket: Socket, response: ServerResponse): void {
    const calls = this.#calls.get(socket);
    if (!calls) return;
    calls.add(response);
    if (this.#isDraining) response.shouldKeepAlive = false;
    response.once('close', () => {
      calls.delete(response);
      // The headers of a long answer may have left before the stop, without `Connection: close`.
      if (!this.#keepsIdle && !calls.size) socket.destroySoon();
    });
  }

  /** From now on every answer says `Connection: close` (RFC 9112, 9.6), so that clients turn to another process. */
  drain(): void {
    this.#isDraining = true;
    for (const calls of this.#calls.values()) for (const each of calls) each.shouldKeepAlive = false;
  }

  /** Closes the connections without a call under way, and from now on each one whose calls are answered. */
  closeIdle(): void {
    this.#keepsIdle = false;
    for (const [socket, calls] of this.#calls) if (!calls.size) socket.destroySoon();
  }
}

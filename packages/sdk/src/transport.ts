import { readAnswer } from './answer';
import { ConnectionError, HomecomingError, TimeoutError } from './errors';
import { describeBreak, describeTimeout } from './messages';
import { type Config, readLimits } from './options';
import { type Input, prepareRequest, type PreparedRequest } from './request';
import { backoffMs, isRetryable } from './retry';
import { type Answer, type OperationId, type Route } from './routes/operation';
import { type Runtime, timerMs } from './runtime';
import type { RequestOptions } from './types';

/** A call of the user's: one request or several, under one deadline. */
export interface Call {
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly endsAt: number;
}

/** Sends the operations that it has routes of and gets their answers, with tries and time limits. */
export class Transport<Known extends OperationId = OperationId> {
  readonly #config: Config;
  readonly #routes: Readonly<Record<Known, Route>>;

  constructor(
    config: Config,
    readonly runtime: Runtime,
    routes: Readonly<Record<Known, Route>>,
  ) {
    this.#config = config;
    this.#routes = routes;
  }

  /** Starts a call's clock. @throws TypeError for limits that are none */
  begin(options: RequestOptions = {}): Call {
    const limits = readLimits(options, this.#config);
    return { ...limits, signal: options.signal, endsAt: this.runtime.now() + limits.deadlineMs };
  }

  /** @throws HomecomingError, or the reason of the call's signal */
  async send<Id extends Known>(id: Id, input: Input, call: Call): Promise<Answer<Id>> {
    const request = prepareRequest(this.#config, this.#routes[id], input);
    let failure: unknown;
    for (let attempt = 0; ; attempt++) {
      try {
        // The contract says what it is, and the service's tests hold it to that.
        return (await this.#try(request, call, failure)) as Answer<Id>;
      } catch (error) {
        if (attempt >= this.#config.maxRetries || !isRetryable(request.method, error)) throw error;
        const delayMs = backoffMs(attempt, error, this.runtime.random());
        // Waiting in vain helps nobody; and this error says more than that time ran out.
        if (this.runtime.now() + delayMs >= call.endsAt) throw error;
        await this.runtime.wait(delayMs, call.signal);
        failure = error;
      }
    }
  }

  async #try(request: PreparedRequest, call: Call, earlierFailure: unknown): Promise<unknown> {
    call.signal?.throwIfAborted();
    const remainingMs = call.endsAt - this.runtime.now();
    const limit = call.timeoutMs < remainingMs ? 'try' : 'deadline';
    const timeout = () =>
      new TimeoutError(
        describeTimeout(request.name, call, limit),
        limit,
        earlierFailure === undefined ? {} : { cause: earlierFailure },
      );
    if (remainingMs <= 0) throw timeout();

    // One controller a try, by hand: AbortSignal.any is missing in browsers that are still in use.
    const aborter = new AbortController();
    const abort = () => aborter.abort();
    let isLate = false;
    const timer = setTimeout(
      () => {
        isLate = true;
        abort();
      },
      timerMs(Math.min(call.timeoutMs, remainingMs)),
    );
    call.signal?.addEventListener('abort', abort);
    try {
      const response = await this.#config.fetch(request.url, { ...request.init, signal: aborter.signal });
      return await readAnswer(response, request.name);
    } catch (error) {
      call.signal?.throwIfAborted();
      if (isLate) throw timeout();
      if (error instanceof HomecomingError) throw error;
      throw new ConnectionError(describeBreak(request.name, error), { cause: error });
    } finally {
      clearTimeout(timer);
      call.signal?.removeEventListener('abort', abort);
    }
  }
}

import { ConnectionError, HomecomingError, TimeoutError } from '../errors';
import type { MakeOptions, RequestOptions } from '../types';
import { readAnswer } from './answer';
import { describeBreak, describeTimeout } from './messages';
import { type Config, readLimits } from './options';
import { type Input, type PreparedRequest, prepareRequest } from './request';
import { backoffMs, isRetryable } from './retry';
import type { Answer, OperationId, Route } from './route';
import { type Runtime, timerMs } from './runtime';

/** A call of the user's: one request or several, under one deadline. */
export interface Call {
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly endsAt: number;
}

/** Sends operations and gets their answers, with tries and time limits. */
export class Transport {
  readonly #config: Config;

  constructor(
    config: Config,
    readonly runtime: Runtime,
  ) {
    this.#config = config;
  }

  /** One call of one operation. @throws HomecomingError, TypeError, or the reason of the call's signal */
  async call<Id extends OperationId>(
    route: Route<Id>,
    input: Input,
    options: MakeOptions | undefined,
  ): Promise<Answer<Id>> {
    return this.send(route, { ...input, idempotencyKey: options?.idempotencyKey }, this.begin(options));
  }

  /** Starts a call's clock. @throws TypeError for limits that are none */
  begin(options: RequestOptions = {}): Call {
    const limits = readLimits(options, this.#config);
    return { ...limits, signal: options.signal, endsAt: this.runtime.now() + limits.deadlineMs };
  }

  /** @throws HomecomingError, or the reason of the call's signal */
  async send<Id extends OperationId>(route: Route<Id>, input: Input, call: Call): Promise<Answer<Id>> {
    // The contract says what it is, and the service's tests hold it to that.
    return (await this.request(route, input, call, readAnswer)) as Answer<Id>;
  }

  /** What `read` makes of the response, within the same tries and time limits. */
  async request<Result>(
    route: Route,
    input: Input,
    call: Call,
    read: (response: Response, name: string) => Promise<Result>,
  ): Promise<Result> {
    const request = prepareRequest(this.#config, route, input);
    let failure: unknown;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#try(request, call, failure, read);
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

  async #try<Result>(
    request: PreparedRequest,
    call: Call,
    earlierFailure: unknown,
    read: (response: Response, name: string) => Promise<Result>,
  ): Promise<Result> {
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
      return await read(response, request.name);
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

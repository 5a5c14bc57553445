import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { Bell } from '../../platform/bell';
import type { Database } from '../../platform/database';
import { newId } from '../../platform/ids';
import type { Outbound } from '../../platform/outbound';
import type { Scope } from '../../platform/scope';
import type { Feed } from '../changes';
import { claimDeliveries, type Claimed } from './dispatch-store';
import type { Endpoint } from './endpoint';
import { findEndpoints } from './endpoint-store';
import { FanOutLoop } from './fan-out-loop';
import { Flights } from './flights';
import { groupBy } from './group-by';
import { breaksAfter } from './health';
import { keepLeases, leaseMs } from './leases';
import { bodiesOf, messageIdOf, type Presenters } from './messages';
import type { Done } from './record';
import { Recorder } from './recorder';
import type { Secrets } from './secrets';
import { send } from './send';
import type { Signer } from './signing';

/** How much is under way at once in one process: together they bound its memory. */
export interface DispatchLimits {
  readonly all: number;
  readonly perInstitution: number;
  readonly perEndpoint: number;
  /** For one that answers late. */
  readonly perSlowEndpoint: number;
}

export interface DispatcherOptions {
  readonly database: Database;
  readonly feed: Pick<Feed, 'onMoved'>;
  /** The institution's scope, with the principal system. */
  readonly openScope: (institutionId: string) => Promise<Scope>;
  readonly outbound: Outbound;
  readonly secrets: Secrets;
  readonly presenters: Presenters;
  readonly log: Logger;
  /** What the schedule goes by. */
  readonly clock: () => Date;
  readonly random?: () => number;
  readonly limits?: DispatchLimits;
  readonly pollMs?: number;
  /** How long deliveries under way have to end once a stop is asked for. */
  readonly graceMs?: number;
}

export interface Dispatcher {
  /** There may be something due. */
  wake(): void;
  /** Deliveries that are under way in this process. */
  readonly underWay: number;
  /** Resolves when nothing is under way: what did not end in time is given back. */
  stop(): Promise<void>;
}

const defaultLimits: DispatchLimits = { all: 300, perInstitution: 60, perEndpoint: 8, perSlowEndpoint: 2 };

/** Before what could not be prepared is tried again. */
const repairMs = 30_000;

const failurePauseMs = 500;

/**
 * Sends what is due, of all institutions. It is no task of the task runner's, so that a partner who does not answer keeps none
 * of its places. Each endpoint, each institution and the process have a limit, and whoever has places may take only a share of those
 * that are free: partners that don't answer never hold them all (docs/decisions/0024).
 */
export function startDispatcher(options: DispatcherOptions): Dispatcher {
  return new DispatchLoop(options);
}

class DispatchLoop implements Dispatcher {
  readonly #options: Required<DispatcherOptions>;
  readonly #bell = new Bell();
  readonly #stopping = new AbortController();
  /** Aborted when the grace of a stop is over. */
  readonly #ending = new AbortController();
  readonly #flights = new Flights();
  readonly #recorders = new LRUCache<string, Recorder>({ max: 1_000 });
  readonly #sending = new Set<Promise<void>>();
  readonly #fanOut: FanOutLoop;
  readonly #working: Promise<void>;
  /** Aborted when nothing is under way any more. */
  readonly #landed = new AbortController();
  readonly #leases: Promise<void>;

  constructor(options: DispatcherOptions) {
    this.#options = {
      random: Math.random,
      limits: defaultLimits,
      pollMs: 500,
      graceMs: 5_000,
      ...options,
    };
    const { database, feed, openScope, log, pollMs, limits } = this.#options;
    // Each call under way listens; more than that would be a leak.
    setMaxListeners(limits.all + 1, this.#ending.signal);
    this.#fanOut = new FanOutLoop({
      database,
      feed,
      openScope,
      log,
      pollMs,
      onDeliveries: () => this.wake(),
    });
    this.#working = this.#work();
    this.#leases = keepLeases({ flights: this.#flights, openScope, log }, this.#landed.signal);
  }

  get underWay(): number {
    return this.#flights.count;
  }

  wake(): void {
    this.#bell.ring();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#bell.ring();
    await this.#fanOut.stop();
    await this.#working;
    const timer = setTimeout(() => this.#ending.abort(new Error('The process ends.')), this.#options.graceMs);
    while (this.#sending.size) await Promise.all(this.#sending);
    clearTimeout(timer);
    this.#landed.abort();
    await this.#leases;
  }

  async #work(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        if (!(await this.#claim())) await this.#bell.rung(this.#options.pollMs);
      } catch (error) {
        this.#options.log.error({ err: error }, 'could not check which webhooks are due');
        await delay(failurePauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** @returns whether there was anything due */
  async #claim(): Promise<boolean> {
    const { database, clock, limits } = this.#options;
    const free = limits.all - this.#flights.count;
    if (free <= 0) return false;
    const at = clock();
    const claimId = newId();
    const claimed = await claimDeliveries(database, {
      at,
      leaseUntil: new Date(at.getTime() + leaseMs),
      claimId,
      busy: this.#flights.busy(),
      slow: this.#flights.slowEndpoints(),
      mostPerEndpoint: limits.perEndpoint,
      mostPerSlowEndpoint: limits.perSlowEndpoint,
      mostPerInstitution: limits.perInstitution,
      free,
      breaksAfter,
    });
    for (const [institutionId, its] of groupBy(claimed, (each) => each.institutionId)) {
      for (const each of its) this.#flights.enter(each, claimId);
      void this.#deliver(institutionId, claimId, its);
    }
    return claimed.length > 0;
  }

  #leave(claimed: Claimed): void {
    this.#flights.leave(claimed);
    this.#bell.ring();
  }

  /** Prepares what was claimed of one institution together, then lets each go its own way. */
  async #deliver(institutionId: string, claimId: string, all: readonly Claimed[]): Promise<void> {
    const work = this.#prepare(institutionId, all).then(
      ({ scope, prepared }) => {
        for (const claimed of all) {
          this.#follow(this.#deliverOne(scope, claimId, claimed, prepared.get(claimed)), claimed);
        }
      },
      (error: unknown) => {
        // Leases end; what cannot be prepared now may be then.
        this.#options.log.error({ err: error, institutionId }, 'could not prepare webhooks');
        for (const claimed of all) this.#leave(claimed);
      },
    );
    this.#sending.add(work);
    await work.finally(() => this.#sending.delete(work));
  }

  #follow(work: Promise<void>, claimed: Claimed): void {
    const followed = work
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'could not send a webhook'))
      .finally(() => {
        this.#sending.delete(followed);
        this.#leave(claimed);
      });
    this.#sending.add(followed);
  }

  async #prepare(institutionId: string, all: readonly Claimed[]) {
    const { openScope, secrets, presenters } = this.#options;
    const scope = await openScope(institutionId);
    const prepared = await scope.reading(async (reading) => {
      const ids = [...new Set(all.map(({ endpointId }) => endpointId))];
      const endpoints = new Map((await findEndpoints(reading, ids)).map((each) => [each.id, each]));
      const signers = await secrets.signersOf(reading, ids);
      const tellings = all.flatMap((claimed) => {
        const endpoint = endpoints.get(claimed.endpointId);
        if (!endpoint) return [];
        const { audience, types } = endpoint;
        return [{ ...claimed, claimed, endpoint, audience, types }];
      });
      const bodies = await bodiesOf(reading, presenters, tellings);
      return new Map(
        tellings.map((telling): [Claimed, Prepared] => [
          telling.claimed,
          {
            endpoint: telling.endpoint,
            signers: signers.get(telling.endpointId) ?? [],
            body: bodies.get(telling),
          },
        ]),
      );
    });
    return { scope, prepared };
  }

  async #deliverOne(
    scope: Scope,
    claimId: string,
    claimed: Claimed,
    prepared: Prepared | undefined,
  ): Promise<void> {
    // Its endpoint was deleted a moment ago.
    if (!prepared) return;
    const outcome = await this.#outcomeOf(scope, claimed, prepared);
    await this.#recorderOf(scope).record({ claimed, claimId, outcome }, this.#ending.signal);
  }

  async #outcomeOf(
    { institution }: Scope,
    { changeId }: Claimed,
    { endpoint, signers, body }: Prepared,
  ): Promise<Done['outcome']> {
    const { outbound, clock } = this.#options;
    if (body === undefined) return 'withheld';
    const later = (ms: number) => ({ givenBackUntil: new Date(clock().getTime() + ms) });
    // Never unsigned: its secret could not be opened, which has been logged.
    if (!signers.length) return later(repairMs);
    const { signal } = this.#ending;
    try {
      return await send(outbound, {
        url: endpoint.url,
        message: { id: messageIdOf(changeId), sentAt: clock(), body },
        signers,
        allowHttp: institution.mode === 'test',
        signal,
      });
    } catch (error) {
      if (signal.aborted) return later(0);
      throw error;
    }
  }

  #recorderOf(scope: Scope): Recorder {
    const { id } = scope.institution;
    const known = this.#recorders.get(id);
    if (known) return known;
    const recorder = new Recorder(scope, this.#options.random);
    this.#recorders.set(id, recorder);
    return recorder;
  }
}

interface Prepared {
  readonly endpoint: Endpoint;
  readonly signers: readonly Signer[];
  /** Undefined where there is nothing to tell. */
  readonly body: string | undefined;
}

import { createServer } from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CacheCounts } from './cache';
import type { Database, SlowTransaction, Statement } from './database';
import type { RelayedBatch } from './relay';

/** What is measured of this process and of the change feed, as Prometheus reads it. */
export interface Metrics {
  onAnswered(operationId: string, status: number, durationMs: number): void;
  onBatch(batch: RelayedBatch): void;
  onSlowTransaction(slow: SlowTransaction): void;
  watchCache(cache: { readonly counts: CacheCounts }): void;
  /** The text format, version 0.0.4. What is of the database is asked of it now. */
  text(database: Database): Promise<string>;
}

const contentType = Registry.PROMETHEUS_CONTENT_TYPE;

const outboxLag: Statement = { name: 'outbox-lag', text: 'select waiting, oldest_seconds from outbox_lag()' };
const consumerLags: Statement = {
  name: 'consumer-lags',
  text: 'select institution, consumer, behind from change_consumer_lags()',
};

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const answered = new Histogram({
    name: 'homecoming_http_request_duration_seconds',
    help: 'Time to answer a call; long polls wait on purpose.',
    labelNames: ['operation', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30],
    registers,
  });
  const batches = new Histogram({
    name: 'homecoming_relay_batch_duration_seconds',
    help: 'Time in which the relay of this process has moved a batch.',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
    registers,
  });
  const relayed = new Counter({
    name: 'homecoming_relay_rows_total',
    help: 'Changes and tasks that the relay of this process has handed on.',
    registers,
  });
  const slow = new Counter({
    name: 'homecoming_slow_transactions_total',
    help: 'Writing transactions of this process that took over a second.',
    registers,
  });
  const waiting = new Gauge({
    name: 'homecoming_outbox_rows',
    help: 'Changes and tasks that wait for the relay, of all processes.',
    registers,
  });
  const oldest = new Gauge({
    name: 'homecoming_outbox_oldest_seconds',
    help: 'For how long the oldest of them has waited.',
    registers,
  });
  const behind = new Gauge({
    name: 'homecoming_change_consumer_behind',
    help: 'Changes after the position that a consumer has acknowledged.',
    labelNames: ['institution', 'consumer'],
    registers,
  });
  return {
    onAnswered: (operation, status, durationMs) =>
      answered.observe({ operation, status }, durationMs / 1_000),
    onBatch: ({ taken, durationMs }) => {
      batches.observe(durationMs / 1_000);
      relayed.inc(taken);
    },
    onSlowTransaction: () => slow.inc(),
    watchCache: (cache) => {
      new Counter({
        name: 'homecoming_cache_reads_total',
        help: 'Answers to the public that were kept (hit), and that had to be made (miss).',
        labelNames: ['result'],
        registers,
        collect() {
          this.reset();
          this.inc({ result: 'hit' }, cache.counts.hits);
          this.inc({ result: 'miss' }, cache.counts.misses);
        },
      });
    },
    text: async (database) => {
      const [[lag], lags] = await Promise.all([
        database.across.query<{ waiting: string; oldest_seconds: number }>(outboxLag),
        database.across.query<{ institution: string; consumer: string; behind: string }>(consumerLags),
      ]);
      waiting.set(Number(lag!.waiting));
      oldest.set(lag!.oldest_seconds);
      // Consumers that were deleted are told of no more.
      behind.reset();
      for (const { institution, consumer, behind: count } of lags) {
        behind.set({ institution, consumer }, Number(count));
      }
      return registry.metrics();
    },
  };
}

/** Answers `GET /metrics`, for a listener of its own: no key is asked for. */
export function metricsListener(metrics: Metrics, database: Database): Parameters<typeof createServer>[1] {
  return (request, response) => {
    const isAsked = request.method === 'GET' && request.url?.split('?')[0] === '/metrics';
    if (!isAsked) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('GET /metrics\n');
      return;
    }
    metrics.text(database).then(
      (text) => response.writeHead(200, { 'Content-Type': contentType }).end(text),
      () =>
        response.writeHead(503, { 'Content-Type': 'text/plain' }).end('The database cannot be reached.\n'),
    );
  };
}

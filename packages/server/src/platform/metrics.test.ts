import { beforeAll, expect, it } from 'vitest';
import { putConsumer } from '../features/changes/consumers';
import { reachOf } from '../features/changes/types';
import { listen } from '../http/listen';
import { startTestService, type TestInstitution, type TestService } from '../testing/service';
import { callRaw } from '../testing/wire';
import { newId } from './ids';
import { createMetrics, metricsListener } from './metrics';

let service: TestService;
let ours: TestInstitution;
beforeAll(async () => {
  service = await startTestService({ relays: false });
  ours = await service.createInstitution();
});

const say = () =>
  ours.scope.transaction((tx) =>
    Promise.resolve(
      tx.changes.add({ type: 'profile.updated', subjectId: newId(), version: 1, audience: 'public' }),
    ),
  );

it('metrics tell what waits for the relay, who is behind, and what has been done', async () => {
  const metrics = createMetrics();
  const listening = await listen(metricsListener(metrics, service.database)!, {
    port: 0,
    host: '127.0.0.1',
  });
  try {
    await putConsumer(ours.scope, 'crm', { from: 'start' }, reachOf(ours.scope.principal));
    await say();
    await service.database.across.query({ text: 'select relay_outbox(10)' });
    await say();
    await say();
    metrics.onAnswered('getProfile', 200, 12);
    metrics.onBatch({ taken: 3, durationMs: 4 });
    metrics.onSlowTransaction({ durationMs: 1_200, ran: [] });
    const ask = (path: string) => callRaw(`http://127.0.0.1:${listening.port}`, { path });
    const { status, headers, text } = await ask('/metrics');
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    for (const line of [
      'homecoming_outbox_rows 2',
      `homecoming_change_consumer_behind{institution="${ours.institution.slug}",consumer="crm"} 1`,
      'homecoming_relay_rows_total 3',
      'homecoming_slow_transactions_total 1',
      'homecoming_http_request_duration_seconds_count{operation="getProfile",status="200"} 1',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(text).toMatch(/homecoming_outbox_oldest_seconds [\d.e-]+/);
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
    expect((await ask('/')).status).toBe(404);
  } finally {
    await listening.close();
  }
});

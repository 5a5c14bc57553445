import { beforeAll, expect, it } from 'vitest';
import { parseId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { testAuditKey } from '../../testing/secret';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { backgroundOf } from '../../testing/tasks';
import { callRaw } from '../../testing/wire';
import { changeSetting } from '../institutions';
import { verifyOne } from './testing/verify';

interface Entry {
  readonly action: string;
  readonly subject: string;
  readonly actor: { readonly kind: string; readonly id?: string };
  readonly address?: string;
  readonly requestId?: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

let service: TestService;
let school: TestInstitution;
let key: string;
beforeAll(async () => {
  service = await startTestService();
  school = await service.createInstitution();
  key = await school.createKey();
});

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await callRaw(service.origin, {
    method,
    path,
    headers: { 'Homecoming-Key': key, 'Content-Type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const json = JSON.parse(answer.text || '{}') as Readonly<Record<string, unknown>> & { id: string };
  return { status: answer.status, requestId: answer.headers['request-id'], json };
}

/** What the log says of a subject, oldest first. */
async function entriesAbout(subject: string): Promise<readonly Entry[]> {
  const { json } = await call('GET', `/v1/audit-log?limit=100&subject=${subject}`);
  return (json as unknown as { data: Entry[] }).data.reverse();
}
const actionsOf = (entries: readonly Entry[]) => entries.map(({ action }) => action);

it('keys are in the log from their making to their end, with who did it, from where and in which call', async () => {
  const draft = { kind: 'secret', name: 'CRM', scopes: ['directory:read', 'directory:write'] };
  const { id } = (await call('POST', '/v1/keys', draft)).json;
  const path = `/v1/keys/${id}`;
  const updated = await call('PATCH', path, { scopes: ['directory:read'] });
  expect((await call('PATCH', path, { scopes: ['directory:read'] })).status).toBe(200);
  const rotated = await call('POST', `${path}/rotate`, { overlapSeconds: 60 });
  expect((await call('DELETE', path)).status).toBe(204);
  expect((await call('DELETE', path)).status).toBe(404);

  const entries = await entriesAbout(id);
  expect(actionsOf(entries), 'nothing is said of what changed nothing').toEqual([
    'key.created',
    'key.updated',
    'key.rotated',
    'key.revoked',
  ]);
  const [, restriction, rotation] = entries;
  expect(restriction).toMatchObject({
    actor: { kind: 'secretKey', id: expect.stringMatching(/^key_/) as string },
    address: '127.0.0.1',
    requestId: updated.requestId,
    before: { scopes: draft.scopes },
    after: { scopes: ['directory:read'] },
  });
  expect(rotation!.after).toMatchObject({ replacedById: rotated.json.id });
  expect(actionsOf(await entriesAbout(rotated.json.id))).toEqual(['key.created']);
  expect(JSON.stringify(entries)).not.toContain((rotated.json.key as string).split('_')[3]);
});

it('a key that a page has sent is in the log once, with the page', async () => {
  const made = (await call('POST', '/v1/keys', { kind: 'secret', name: 'Leaky', scopes: ['directory:read'] }))
    .json;
  for (let i = 0; i < 3; i++)
    await callRaw(service.origin, {
      path: '/v1/batches',
      headers: { 'Homecoming-Key': made.key as string, Origin: 'https://leaky.example' },
    });
  const entries = await entriesAbout(made.id);
  expect(actionsOf(entries)).toEqual(['key.created', 'key.exposed']);
  expect(entries[1]).toMatchObject({
    actor: { kind: 'secretKey', id: made.id },
    address: '127.0.0.1',
    after: { origin: 'https://leaky.example' },
  });
});

it('webhook endpoints are in the log, without what of their addresses may be secret', async () => {
  const draft = { url: 'https://partner.example/token-1?key=token-2', types: ['profile.*'] };
  const { id } = (await call('POST', '/v1/webhook-endpoints', draft)).json;
  const path = `/v1/webhook-endpoints/${id}`;
  await call('PATCH', path, { enabled: false });
  const rotated = await call('POST', `${path}/rotate-secret`, {});
  await call('DELETE', path);
  const entries = await entriesAbout(id);
  expect(actionsOf(entries)).toEqual([
    'webhook_endpoint.created',
    'webhook_endpoint.updated',
    'webhook_endpoint.secret_rotated',
    'webhook_endpoint.deleted',
  ]);
  expect(entries[1]).toMatchObject({
    before: { origin: 'https://partner.example', enabled: true },
    after: { enabled: false },
  });
  const told = JSON.stringify(entries);
  for (const hidden of ['token-1', 'token-2', rotated.json.secret as string])
    expect(told).not.toContain(hidden);
});

it('tasks that were given up are in the log when they are run again or deleted', async () => {
  const background = backgroundOf(service);
  await school.scope.transaction((tx) =>
    Promise.resolve(['a', 'b'].forEach((name) => tx.tasks.add({ task: 'audit.nothing', payload: { name } }))),
  );
  await background.relay();
  await background.owner('update graphile_worker._private_jobs set attempts = max_attempts');
  const { data } = (await call('GET', '/v1/tasks?state=dead')).json as unknown as { data: { id: string }[] };
  const [again, gone] = data as [{ id: string }, { id: string }];
  expect((await call('POST', `/v1/tasks/${again.id}/rerun`)).status).toBe(200);
  expect((await call('DELETE', `/v1/tasks/${gone.id}`)).status).toBe(204);
  expect((await call('DELETE', `/v1/tasks/${gone.id}`)).status).toBe(404);
  expect(actionsOf(await entriesAbout(again.id))).toEqual(['task.rerun']);
  expect(actionsOf(await entriesAbout(gone.id))).toEqual(['task.deleted']);
});

it('the command line’s change of an institution’s contact address is in the log with the change, or not at all', async () => {
  const { institution } = school;
  const tools = { ownerUrl: service.ownerUrl, auditKey: testAuditKey, clock: service.clock };
  await changeSetting(tools, institution.slug, 'contactEmail', 'office@school.example');
  expect(await changeSetting(tools, 'no-such-school', 'contactEmail', 'a@b.example')).toBeUndefined();
  const { json } = await call('GET', '/v1/audit-log?action=institution.contact_changed');
  const entries = (json as unknown as { data: Entry[] }).data;
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    actor: { kind: 'system' },
    after: { contactEmail: 'office@school.example' },
  });
  expect(parseId('institution', entries[0]!.subject)).toBe(institution.id);
  const broken = { ...tools, clock: () => new Date(Number.NaN) };
  await expect(
    changeSetting(broken, institution.slug, 'contactEmail', 'other@school.example'),
  ).rejects.toThrow();
  const rows = await asOwner(service.ownerUrl, (owner) =>
    owner.query<{ contact_email: string }>({ text: 'select contact_email from institutions where id = $1' }, [
      institution.id,
    ]),
  );
  expect(rows).toEqual([{ contact_email: 'office@school.example' }]);
  expect(await verifyOne(service, school)).toMatchObject({ faults: [] });
});

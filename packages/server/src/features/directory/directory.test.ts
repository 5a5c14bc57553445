import { beforeAll, describe, expect, it } from 'vitest';
import { startTestService, type TestService } from '../../testing/service';

let service: TestService;
let secretKey: string;
let publishableKey: string;

beforeAll(async () => {
  service = await startTestService();
  const school = await service.createInstitution();
  secretKey = await school.createKey();
  publishableKey = await school.createKey({ kind: 'publishable' });
});

async function call(method: string, path: string, { key = secretKey, body }: { key?: string; body?: unknown } = {}) {
  const response = await fetch(service.origin + path, {
    method,
    headers: { 'Homecoming-Key': key, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: response.status === 204 ? undefined : ((await response.json()) as any) };
}

describe('profiles', () => {
  it('lives through create, search, update, delete and undelete', async () => {
    const created = await call('POST', '/v1/profiles', {
      body: {
        givenName: 'Erwin', familyName: 'Schrödinger', externalId: '39', company: 'Berlin University', city: 'Berlin',
        degrees: [{ batchYear: 1933, department: 'Physics' }], skills: ['Waves'],
      },
    });
    expect(created.status, JSON.stringify(created.body)).toBe(201);
    const search = (query: string) => call('GET', `/v1/directory/search?${query}`, { key: publishableKey });
    for (const query of ['q=schrodinger', 'q=schr', 'q=schrodnger', 'q=erwin+berlin', 'batchYear=1933', 'batchYear=1930..1940&company=berlin+university', 'q=schroedinger', 'skill=waves', '']) {
      const found = await search(query + '&facets=company,batchYear,department,skill,city');
      expect(found.body.data?.[0]?.displayName, query + JSON.stringify(found.body)).toBe('Erwin Schrödinger');
      expect(found.body.total).toEqual({ value: 1, relation: 'exact' });
      expect(found.body.facets.company).toEqual([{ value: 'Berlin University', count: 1 }]);
    }
    const id = created.body.id as string;
    const updated = await call('PATCH', `/v1/profiles/${id}`, { body: { company: 'Oxford University' } });
    expect(updated.body.company).toBe('Oxford University');
    expect((await search('company=berlin+university')).body.data).toEqual([]);
    expect((await search('q=oxford')).body.data).toHaveLength(1);
    expect((await call('DELETE', `/v1/profiles/${id}`)).status).toBe(204);
    expect((await search('')).body.total.value).toBe(0);
    expect((await call('POST', `/v1/profiles/${id}/undelete`)).status).toBe(200);
    expect((await search('')).body.total.value).toBe(1);
    expect((await call('GET', `/v1/profiles/${id}`, { key: publishableKey })).body.displayName).toBe('Erwin Schrödinger');
    expect((await call('GET', `/v1/profiles?ids=${id}`)).body.data).toHaveLength(1);
    expect((await call('GET', `/v1/batches`)).body.data[0].year).toBe(1933);
    expect((await call('GET', `/v1/directory/suggest?q=sch`)).body.data[0].value).toBe('Erwin Schrödinger');
    expect((await call('GET', `/v1/directory/suggest?q=oxf`)).body.data[0].value).toBe('Oxford University');
  });
});

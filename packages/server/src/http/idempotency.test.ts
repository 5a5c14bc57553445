import { beforeAll, describe, expect, it } from 'vitest';
import { type Operation, operations } from '../contract/document';
import { newId } from '../platform/ids';
import { asOwner } from '../platform/owner';
import { startTestService, type TestInstitution, type TestService } from '../testing/service';
import { callRaw, type WireAnswer } from '../testing/wire';
import { declaredIdempotency } from './idempotency';

let service: TestService;
let ours: TestInstitution;
let secretKey: string;
beforeAll(async () => {
  service = await startTestService();
  ours = await service.createInstitution();
  secretKey = await ours.createKey();
});

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly key?: string;
  readonly as?: string;
  readonly body?: unknown;
}

const send = ({ method = 'POST', path = '/v1/profiles', key, as = secretKey, body }: Sent) =>
  callRaw(service.origin, {
    method,
    path,
    headers: {
      'Homecoming-Key': as,
      ...(key !== undefined && { 'Idempotency-Key': key }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });

const jsonOf = (answer: WireAnswer) => JSON.parse(answer.text) as { id: string; code?: string };
const replayed = (answer: WireAnswer) => answer.headers['idempotent-replayed'] === 'true';

/** How many living profiles have this family name. */
async function countOf(familyName: string): Promise<number> {
  const rows = await asOwner(service.ownerUrl, (owner) =>
    owner.query({ text: 'select from profiles where family_name = $1 and deleted_at is null' }, [familyName]),
  );
  return rows.length;
}

const keptOf = (key: string) =>
  asOwner(service.ownerUrl, (owner) =>
    owner.query({ text: 'select status from idempotency_keys where key = $1' }, [key]),
  );

describe('a POST with an idempotency key', () => {
  it('has one effect, and is answered again byte by byte', async () => {
    const familyName = `Noether ${newId()}`;
    const call = { key: newId(), body: { familyName, degrees: [{ batchYear: 1907 }] } };
    const first = await send(call);
    expect([first.status, replayed(first)]).toEqual([201, false]);
    const second = await send(call);
    expect([second.status, second.text, replayed(second)]).toEqual([201, first.text, true]);
    expect(second.headers['content-type']).toBe(first.headers['content-type']);
    expect(second.headers['cache-control']).toBe('private, no-store');
    expect(second.headers['request-id']).not.toBe(first.headers['request-id']);
    expect(await countOf(familyName)).toBe(1);
  });

  it.each([
    ['has lost a scope since', `answered_to || '{directory:private}'`],
    ['was answered by the release before, which did not note its scopes', 'null'],
  ])('shows a key that %s only a reference', async (_, answeredTo) => {
    const as = await ours.createKey({ scopes: ['directory:read', 'directory:write'] });
    const call = { as, key: newId(), body: { familyName: 'Franklin' } };
    const first = await send(call);
    expect((await send(call)).text).toBe(first.text);
    await asOwner(service.ownerUrl, (owner) =>
      owner.query({ text: `update idempotency_keys set answered_to = ${answeredTo} where key = $1` }, [
        call.key,
      ]),
    );
    const again = await send(call);
    expect([again.status, replayed(again)]).toEqual([201, true]);
    expect(JSON.parse(again.text)).toEqual({ id: jsonOf(first).id, version: 1 });
  });

  it('is the same call whatever the order and the spacing of its body', async () => {
    const key = newId();
    const first = await send({ key, body: '{"familyName":"Hopper","givenName":"Grace","skills":["a","b"]}' });
    const second = await send({
      key,
      body: '{ "skills": ["a", "b"], "givenName": "Gr\\u0061ce", "familyName": "Hopper" }',
    });
    expect([second.status, second.text]).toEqual([201, first.text]);
  });

  it.each([
    ['another value', { familyName: 'Hopper', skills: ['b', 'a'] }],
    ['one property more', { familyName: 'Hopper', skills: ['a', 'b'], city: 'Paris' }],
    ['another order of a list', { familyName: 'Hopper', skills: ['b', 'a'] }],
  ])('is refused as another call: %s', async (_, body) => {
    const key = newId();
    await send({ key, body: { familyName: 'Hopper', skills: ['a', 'b'] } });
    const other = await send({ key, body });
    expect([other.status, jsonOf(other).code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('is refused as another call for another address', async () => {
    const [one, two] = [
      await send({ body: { familyName: 'One' } }),
      await send({ body: { familyName: 'Two' } }),
    ];
    const key = newId();
    const undelete = (answer: WireAnswer) =>
      send({ key, path: `/v1/profiles/${jsonOf(answer).id}/undelete` });
    expect((await undelete(one)).status).toBe(200);
    expect((await undelete(two)).status).toBe(422);
  });

  it('knows nothing of the keys of other callers, operations and institutions', async () => {
    const key = newId();
    const body = { familyName: `Franklin ${key}` };
    const theirs = await service.createInstitution();
    const first = await send({ key, body });
    const others = [
      await send({ key, body, as: await ours.createKey() }),
      await send({ key, body, as: await theirs.createKey() }),
      await send({ key, path: `/v1/profiles/${jsonOf(first).id}/undelete` }),
    ];
    expect(others.map(({ status }) => status)).toEqual([201, 201, 200]);
    expect(others.some(replayed)).toBe(false);
    expect(await countOf(body.familyName)).toBe(3);
  });

  it('has one effect when fifty are sent at once', async () => {
    for (let round = 0; round < 4; round++) {
      const call = { key: newId(), body: { familyName: `Lamarr ${newId()}` } };
      const answers = await Promise.all(Array.from({ length: 50 }, () => send(call)));
      const created = answers.filter(({ status }) => status === 201);
      expect(created.length).toBeGreaterThan(0);
      expect(new Set(created.map(({ text }) => text)).size).toBe(1);
      expect(created.filter((answer) => !replayed(answer))).toHaveLength(1);
      const waiting = answers.filter(({ status }) => status !== 201);
      for (const answer of waiting) {
        expect([answer.status, jsonOf(answer).code, answer.headers['retry-after']]).toEqual([
          409, 'idempotency_in_flight', '1',
        ]); // prettier-ignore
      }
      const again = await Promise.all(waiting.map(() => send(call)));
      for (const { status, text } of again) expect([status, text]).toEqual([201, created[0]!.text]);
      expect(await countOf(call.body.familyName)).toBe(1);
    }
  });

  it('is not kept when it is refused, and may then be another call', async () => {
    const key = newId();
    const externalId = newId();
    const holder = jsonOf(await send({ body: { familyName: 'Holder', externalId } }));
    const body = { familyName: 'Later', externalId };
    for (let i = 0; i < 2; i++) {
      const refused = await send({ key, body });
      expect([refused.status, jsonOf(refused).code, replayed(refused)]).toEqual([
        409,
        'external_id_taken',
        false,
      ]);
    }
    expect((await send({ key, body: { familyName: '' } })).status).toBe(400);
    expect(await keptOf(key)).toEqual([]);
    await send({ method: 'DELETE', path: `/v1/profiles/${holder.id}` });
    const accepted = await send({ key, body });
    expect([accepted.status, replayed(accepted)]).toEqual([201, false]);
  });

  it('is answered as the first time also when what it made is gone', async () => {
    const call = { key: newId(), body: { familyName: `Meitner ${newId()}` } };
    const first = await send(call);
    await send({ method: 'DELETE', path: `/v1/profiles/${jsonOf(first).id}` });
    const second = await send(call);
    expect([second.status, second.text]).toEqual([201, first.text]);
    expect(await countOf(call.body.familyName)).toBe(0);
  });

  it('is answered to nobody whose key may no longer call', async () => {
    const as = await ours.createKey();
    const call = { key: newId(), as, body: { familyName: 'Revoked' } };
    expect((await send(call)).status).toBe(201);
    await asOwner(service.ownerUrl, (owner) =>
      owner.query(
        { text: `update api_keys set scopes = '{directory:read}' where digest = sha256($1::text::bytea)` },
        [as],
      ),
    );
    // What a process knows of a key it trusts for a second.
    await expect.poll(async () => (await send(call)).status, { timeout: 5_000 }).toBe(403);
  });

  it('is answered anew once its day is over, removed or not', async () => {
    const call = { key: newId(), body: { familyName: `Germain ${newId()}` } };
    const first = await send(call);
    const age = (by: string) =>
      asOwner(service.ownerUrl, (owner) =>
        owner.query(
          { text: `update idempotency_keys set expires_at = expires_at - $2::interval where key = $1` },
          [call.key, by],
        ),
      );
    await age('23 hours 59 minutes');
    expect((await send(call)).text).toBe(first.text);
    await age('1 minute');
    const second = await send(call);
    expect([second.status, replayed(second)]).toEqual([201, false]);
    expect(second.text).not.toBe(first.text);
    expect((await send(call)).text).toBe(second.text);
    expect(await countOf(call.body.familyName)).toBe(2);
  });

  it.each([
    ['empty', ''],
    ['of 256 characters', 'k'.repeat(256)],
    ['with a space', 'a b'],
    ['with letters beyond ASCII', 'clé'],
  ])('is refused when the key is malformed: %s', async (_, key) => {
    const refused = await send({ key, body: { familyName: 'Nobody' } });
    expect([refused.status, jsonOf(refused).code]).toEqual([400, 'invalid_request']);
    expect(refused.text).toContain('"path":"Idempotency-Key"');
  });

  it.each([
    ['of 255 characters', '~'.repeat(255)],
    ['of signs', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'],
  ])('takes a key %s', async (_, key) => {
    const call = { key, body: { familyName: 'Somebody' } };
    const first = await send(call);
    expect(first.status).toBe(201);
    expect((await send(call)).text).toBe(first.text);
  });
});

it('a key has no effect on other methods', async () => {
  const { id } = jsonOf(await send({ body: { familyName: 'Curie' } }));
  const path = `/v1/profiles/${id}`;
  const key = newId();
  expect((await send({ method: 'PATCH', path, key, body: { city: 'Paris' } })).status).toBe(200);
  const second = await send({ method: 'PATCH', path, key, body: { city: 'Warsaw' } });
  expect([second.status, (JSON.parse(second.text) as { city: string }).city]).toEqual([200, 'Warsaw']);
  expect((await send({ method: 'GET', path, key: 'a b' })).status).toBe(200);
  expect((await send({ method: 'DELETE', path, key })).status).toBe(204);
  expect((await send({ method: 'DELETE', path, key })).status).toBe(404);
  expect(await keptOf(key)).toEqual([]);
});

it('without a key every POST is a call of its own', async () => {
  const body = { familyName: `Twice ${newId()}` };
  const [one, two] = [await send({ body }), await send({ body })];
  expect([one.status, two.status]).toEqual([201, 201]);
  expect(await countOf(body.familyName)).toBe(2);
});

describe('the start', () => {
  const create = operations.find(({ operationId }) => operationId === 'createProfile')!;
  const read = operations.find(({ operationId }) => operationId === 'getProfile')!;
  it.each<[string, Operation, string]>([
    ['a POST that promises nothing', { ...create, idempotency: undefined }, 'must say x-idempotent'],
    ['a POST that does not take the header', { ...create, parameters: [] }, 'must take the parameter'],
    ['an exempt POST that takes it', { ...create, idempotency: 'exempt' }, 'must take the parameter'],
    ['a POST that is open to all', { ...create, security: [] }, 'is open to all'],
    ['a GET that promises', { ...read, idempotency: 'transaction' }, 'is no POST'],
  ])('is stopped by %s', (_, operation, fault) => {
    expect(() => declaredIdempotency(operation)).toThrow(fault);
  });
});

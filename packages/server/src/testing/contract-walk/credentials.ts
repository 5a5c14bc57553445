import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../contract/document';
import { scopes } from '../../features/keys';
import { encodeUuid, newId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { expectRefusal, expectSound } from './answers';
import { acceptedParts, callOf, named, type Parts } from './calls';
import { allowedOrigin, operator, ours, send, service, theirs } from './school';

/** Refuses every credential that isn't the right one. */
export function walkCredentials(operations: readonly Operation[]): void {
  describe.each(named(operations.filter(({ security }) => security.length)))('%s', (_, operation) => {
    const takesPublishable = operation.callers.includes('publishable');

    it('refuses every wrong credential, whatever else is sent', async () => {
      const known = await acceptedParts(operation, ours);
      const malformed: Parts = { ...known, query: [...known.query, ['unknown', '1']], body: '{' };
      for (const { what, headers, key, status, code } of await wrongCredentials(operation)) {
        for (const parts of [known, malformed]) {
          const query =
            key === undefined ? parts.query : [...parts.query, ['key', encodeURIComponent(key)] as const];
          await expectRefusal(operation, callOf(operation, { ...parts, query }, headers), what, status, code);
        }
      }
    });

    it('takes a publishable key from an allowed origin only where the contract says so, and names the key that is needed', async () => {
      for (const origin of [undefined, allowedOrigin]) {
        const parts = await acceptedParts(operation, ours);
        const headers = { 'Homecoming-Key': ours.publishableKey, ...(origin && { Origin: origin }) };
        const answer = await send(callOf(operation, parts, headers));
        expectSound(operation, answer, 'a publishable key');
        expect(answer.status < 400).toBe(takesPublishable);
        if (!takesPublishable && operation.callers.includes('secret'))
          expect(answer.text).toContain(`a secret key (sk_…) with the scope ${operation.permission},`);
      }
    });
  });
}

interface WrongCredential {
  readonly what: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly key?: string;
  readonly status: number;
  readonly code: string;
}

/** Where operators are asked for, nothing else is looked at: whose key it would be makes no difference. */
async function wrongForOperators(): Promise<WrongCredential[]> {
  const { secretKey, publishableKey, caller } = ours;
  const { headers } = ours.operator;
  const member = { Authorization: caller.headers.Authorization! };
  const [, session] = ours.operator.token.split('_') as [string, string];
  const other = await operator.signIn();
  await operator.send('POST', '/v1/operator/sign-out', undefined, other.headers);
  const refused = (what: string, status: number, code: string, sent: WrongCredential['headers']) => ({
    ...{ what, status, code },
    headers: sent,
  });
  const forged = (what: string, token: string) =>
    refused(what, 401, 'invalid_token', { Authorization: `Bearer ${token}` });
  return [
    refused('none', 401, 'missing_token', {}),
    refused('an empty one', 401, 'missing_token', { Authorization: '' }),
    refused('basic credentials', 401, 'missing_token', { Authorization: 'Basic YTpi' }),
    refused('a secret key', 403, 'key_kind_not_allowed', { 'Homecoming-Key': secretKey }),
    refused('a secret key as bearer', 403, 'key_kind_not_allowed', { Authorization: `Bearer ${secretKey}` }),
    refused('a publishable key', 403, 'key_kind_not_allowed', { 'Homecoming-Key': publishableKey }),
    refused('a key that is none', 403, 'key_kind_not_allowed', { 'Homecoming-Key': 'sk_test_nothing' }),
    refused('a key beside a token', 403, 'key_kind_not_allowed', { ...headers, 'Homecoming-Key': secretKey }),
    { ...refused('a key in the address', 403, 'key_kind_not_allowed', headers), key: publishableKey },
    refused('a member beside a key', 403, 'key_kind_not_allowed', caller.headers),
    refused('a member', 401, 'invalid_token', member),
    refused('a page', 403, 'origin_not_allowed', { ...headers, Origin: allowedOrigin }),
    refused('a sandboxed page', 403, 'origin_not_allowed', { ...headers, Origin: 'null' }),
    refused('a session that has ended', 401, 'session_ended', other.headers),
    forged('another secret', `hop_${session}_${'0'.repeat(64)}`),
    forged('another session', `hop_${encodeUuid(newId())}_${ours.operator.token.split('_')[2]!}`),
    forged('more', `${ours.operator.token}0`),
    forged('less', ours.operator.token.slice(0, -1)),
    forged('upper case', ours.operator.token.toUpperCase()),
    forged('a very long one', `hop_${'a'.repeat(8_000)}`),
    forged('a property of objects', '__proto__'),
  ];
}

async function wrongCredentials({ callers, permission, method }: Operation): Promise<WrongCredential[]> {
  if (callers.includes('operator')) return wrongForOperators();
  const { institution, createKey, secretKey, publishableKey } = ours;
  const keyOf = (kind: 'pk' | 'sk', mode: string, id: string) =>
    `${kind}_${mode}_${encodeUuid(id)}_${randomBytes(20).toString('hex')}`;
  const revoked = await createKey();
  await asOwner(service.ownerUrl, (owner) =>
    owner.query(
      {
        text: `update api_keys set revoked_at = now() where institution_id = $1 and digest = sha256($2::text::bytea)`,
      },
      [institution.id, revoked],
    ),
  );
  const expired = await createKey({ expiresAt: new Date(Date.now() - 1) });
  const [kind, mode, id, secret] = secretKey.split('_') as [string, string, string, string];

  const unknown = (what: string, key: string): WrongCredential => ({
    what,
    headers: { 'Homecoming-Key': key },
    status: 401,
    code: 'invalid_key',
  });
  const list: WrongCredential[] = [
    { what: 'none', headers: {}, status: 401, code: 'missing_key' },
    { what: 'an empty one', headers: { 'Homecoming-Key': '' }, status: 401, code: 'missing_key' },
    { what: 'basic credentials', headers: { Authorization: 'Basic YTpi' }, status: 401, code: 'missing_key' },
    {
      what: 'a publishable key as bearer',
      headers: { Authorization: `Bearer ${publishableKey}` },
      status: 401,
      code: 'missing_key',
    },
    unknown('a malformed one', 'sk_test_short'),
    unknown('no key at all', "' or 1=1 --"),
    unknown('a property of objects', '__proto__'),
    unknown('one of an institution that is not', keyOf('sk', mode, newId())),
    unknown('an unknown secret', keyOf('sk', mode, institution.id)),
    unknown('an unknown publishable key', keyOf('pk', mode, institution.id)),
    unknown(
      'one of another institution with our id',
      `${kind}_${mode}_${id}_${theirs.secretKey.split('_')[3]!}`,
    ),
    unknown(
      'ours with the id of another institution',
      `${kind}_${mode}_${theirs.secretKey.split('_')[2]!}_${secret}`,
    ),
    unknown('ours in another mode', `${kind}_live_${id}_${secret}`),
    unknown('ours as another kind', `pk_${mode}_${id}_${secret}`),
    unknown('ours in upper case', secretKey.toUpperCase()),
    unknown('ours and more', `${secretKey}0`),
    unknown('ours cut off', secretKey.slice(0, -1)),
    unknown('a very long one', `sk_${'a'.repeat(8_000)}`),
    unknown('a revoked one', revoked),
    {
      what: 'two in one header',
      headers: { 'Homecoming-Key': [secretKey, publishableKey] },
      status: 401,
      code: 'invalid_key',
    },
    {
      what: 'two of different kinds',
      headers: { 'Homecoming-Key': publishableKey, Authorization: `Bearer ${secretKey}` },
      status: 401,
      code: 'invalid_key',
    },
    { what: 'a secret key in the address', headers: {}, key: secretKey, status: 401, code: 'invalid_key' },
    { what: 'an expired one', headers: { 'Homecoming-Key': expired }, status: 401, code: 'expired_key' },
    {
      what: 'a secret key from a page',
      headers: { 'Homecoming-Key': secretKey, Origin: allowedOrigin },
      status: 403,
      code: 'secret_key_in_browser',
    },
    {
      what: 'a secret key from a sandboxed page',
      headers: { 'Homecoming-Key': secretKey, Origin: 'null' },
      status: 403,
      code: 'secret_key_in_browser',
    },
    {
      what: 'a bearer from a page',
      headers: { Authorization: `Bearer ${secretKey}`, Origin: allowedOrigin },
      status: 403,
      code: 'secret_key_in_browser',
    },
  ];
  if (!callers.includes('secret')) {
    list.push({
      what: 'a secret key',
      headers: { 'Homecoming-Key': secretKey },
      status: 403,
      code: 'key_kind_not_allowed',
    });
  } else {
    for (const held of [[], scopes.filter((each) => each !== permission)]) {
      list.push({
        what: `the scopes ${held.join(', ')}`,
        headers: { 'Homecoming-Key': await createKey({ scopes: held }) },
        status: 403,
        code: 'missing_scope',
      });
    }
  }
  const alone = {
    what: 'a publishable key',
    headers: { 'Homecoming-Key': publishableKey, Origin: allowedOrigin },
  };
  if (callers.every((each) => each === 'secret')) {
    list.push({ ...alone, status: 403, code: 'key_kind_not_allowed' });
  } else {
    if (!callers.includes('publishable')) list.push({ ...alone, status: 401, code: 'missing_token' });
    if (callers.includes('member')) {
      const token = { 'Homecoming-Key': publishableKey, Authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' };
      list.push({ what: 'a token that is none', headers: token, status: 401, code: 'invalid_token' });
    }
    for (const Origin of [
      'https://other.example',
      'null',
      `${allowedOrigin}.other.example`,
      allowedOrigin.replace('https', 'http'),
    ]) {
      list.push({
        what: `a publishable key from ${Origin}`,
        headers: { 'Homecoming-Key': publishableKey, Origin },
        status: 403,
        code: 'origin_not_allowed',
      });
    }
    if (method === 'get') {
      list.push({
        what: 'one in the address from elsewhere',
        headers: { Origin: 'https://other.example' },
        key: publishableKey,
        status: 403,
        code: 'origin_not_allowed',
      });
    }
  }
  if (method !== 'get')
    list.push({
      what: 'a publishable key in the address',
      headers: {},
      key: publishableKey,
      status: 401,
      code: 'invalid_key',
    });
  return list;
}

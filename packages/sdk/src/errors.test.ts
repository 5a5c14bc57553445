import { describe, expect, test, vi } from 'vitest';
import { createClient } from './client';
import {
  ApiError,
  AuthenticationError,
  ConflictError,
  HomecomingError,
  InvalidRequestError,
  isApiError,
  isHomecomingError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
} from './errors';
import { type Behaviour, marie, problem, type Reply, secretKey, startStandIn } from './testing/stand-in';

async function failureOf(reply: Reply | Behaviour): Promise<ApiError> {
  const { baseUrl } = await startStandIn(reply);
  const client = createClient({ baseUrl, key: secretKey, maxRetries: 0 });
  const error = await client.profiles.get(marie).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(HomecomingError);
  return error as ApiError;
}

describe('a refusal is an error of a class for its cause', () => {
  test.each([
    [400, InvalidRequestError],
    [401, AuthenticationError],
    [403, PermissionError],
    [404, NotFoundError],
    [405, ApiError],
    [409, ConflictError],
    [413, ApiError],
    [422, InvalidRequestError],
    [429, RateLimitError],
    [500, ServerError],
    [503, ServerError],
    [599, ServerError],
  ])('%i', async (status, type) => {
    const error = await failureOf(problem(status, 'new_code_of_tomorrow'));
    expect(error.constructor).toBe(type);
    expect(error.name).toBe(type.name);
    expect(error).toMatchObject({ status, code: 'new_code_of_tomorrow', requestId: 'req-1', errors: [] });
  });
});

describe('an error tells', () => {
  test('what to do, every fault of the input and the call’s name in the logs', async () => {
    const errors = [
      { path: 'batchYear', message: 'must be a year' },
      { path: '/degrees/0/kind', message: 'must not be empty' },
    ];
    const error = await failureOf(problem(400, 'invalid_request', { detail: 'Two faults.', errors }));
    expect(error.message).toBe(
      'Two faults: batchYear must be a year; /degrees/0/kind must not be empty. (400 invalid_request, request req-1)',
    );
    expect(error).toMatchObject({ detail: 'Two faults.', errors });
  });

  test('no fault twice, where the detail is the first of them', async () => {
    const errors = [{ path: 'limit', message: 'must be <= 100' }];
    const error = await failureOf(
      problem(400, 'invalid_request', { detail: 'limit: must be <= 100.', errors }),
    );
    expect(error.message).toBe('Refused: limit must be <= 100. (400 invalid_request, request req-1)');
  });

  test('the title, where the service gives no detail', async () => {
    expect((await failureOf(problem(404, 'not_found'))).message).toBe(
      'Refused. (404 not_found, request req-1)',
    );
  });

  test('its class at the head of its stack', async () => {
    expect((await failureOf(problem(404, 'not_found'))).stack).toMatch(/^NotFoundError: Refused/);
  });

  test('a forbidden origin from another lack of rights', async () => {
    const error = await failureOf(problem(403, 'origin_not_allowed'));
    expect(error).toBeInstanceOf(PermissionError);
    expect(error.code).toBe('origin_not_allowed');
  });

  test('how long the service asks to wait', async () => {
    const error = await failureOf({ ...problem(429, 'too_many_requests'), headers: { 'retry-after': '7' } });
    expect(error).toMatchObject({ name: 'RateLimitError', retryAfterMs: 7_000 });
    expect(await failureOf({ ...problem(429, 'x'), headers: { 'retry-after': 'soon' } })).toMatchObject({
      retryAfterMs: undefined,
    });
  });
});

describe('what Homecoming never answers becomes an error all the same', () => {
  const html = { 'content-type': 'text/html; charset=utf-8', 'request-id': 'edge-1' };

  test('a proxy’s page', async () => {
    const error = await failureOf({ status: 502, headers: html, body: '<h1>Bad gateway</h1>' });
    expect(error).toMatchObject({ name: 'ServerError', status: 502, code: undefined, requestId: 'edge-1' });
    expect(error.message).toMatch(
      /GET http:\S+ was answered with 502 and text\/html, not as .* \(request edge-1\)$/,
    );
  });

  test.each([
    ['a page', { headers: html, body: '<h1>Welcome</h1>' }],
    ['broken JSON', { body: '{"id":"prof_' }],
    ['nothing', { body: '' }],
  ])('%s with status 200', async (_, reply) => {
    expect(await failureOf(reply)).toMatchObject({ name: 'ApiError', status: 200, code: undefined });
  });

  test.each([
    ['null'],
    ['"no"'],
    ['{"code":"odd","title":"Odd","errors":"none"}'],
    ['{"message":"Forbidden"}'],
  ])('JSON that is no problem: %s', async (body) => {
    expect(await failureOf({ status: 403, body })).toMatchObject({ name: 'PermissionError', errors: [] });
  });

  test('no answer', async () => {
    const { baseUrl } = await startStandIn();
    const nowhere = createClient({ baseUrl: baseUrl.replace(/:\d+$/, ':9'), key: secretKey, maxRetries: 0 });
    const error = await nowhere.profiles.get(marie).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'ConnectionError', cause: expect.any(TypeError) as unknown });
    expect((error as Error).message).toMatch(/^GET \S+ got no answer \(.+\)\. Is Homecoming running there\?/);
  });

  test('an answer that breaks off', async () => {
    const error = await failureOf((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"id":', () => response.destroy());
    });
    expect(error.name).toBe('ConnectionError');
  });
});

describe('guards', () => {
  test('know errors of another copy of the package, as where ESM and CommonJS meet', async () => {
    vi.resetModules();
    const other = await import('./errors');
    const error = new other.NotFoundError({ message: 'No.', status: 404 });
    expect(error instanceof NotFoundError).toBe(false);
    expect(isHomecomingError(error)).toBe(true);
    expect(isApiError(error) && error.status).toBe(404);
    expect(error.name).toBe('NotFoundError');
  });

  test('know nothing else', () => {
    for (const other of [null, undefined, 'x', new Error('x'), { name: 'ApiError', status: 404 }]) {
      expect(isHomecomingError(other)).toBe(false);
      expect(isApiError(other)).toBe(false);
    }
    expect(isApiError(new HomecomingError('x'))).toBe(false);
  });
});

import { Writable } from 'node:stream';
import pg from 'pg';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { errorSerializers, summaryOf } from './error-description';

/** What is written of an error, as it stands in the log. */
function logged(error: unknown): Record<string, unknown> {
  let written = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      written += chunk.toString();
      done();
    },
  });
  pino({ serializers: errorSerializers }, stream).error({ err: error }, 'failed');
  return (JSON.parse(written) as { err: Record<string, unknown> }).err;
}

const databaseError = Object.assign(new pg.DatabaseError('invalid value "canary"', 1, 'error'), {
  code: '23505',
  table: 'members',
  constraint: 'members_email',
  detail: 'Key (email)=(canary@people.example) already exists.',
  where: 'canary',
});

const thrownBy = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

it.each([
  ['a database', databaseError, { code: '23505', constraint: 'members_email' }],
  [
    'a mail server',
    Object.assign(new Error('Recipient refused: 550 <canary@people.example> unknown'), {
      ...{ code: 'EENVELOPE', response: '550 <canary@people.example> unknown', responseCode: 550 },
    }),
    { code: 'EENVELOPE', status: 550 },
  ],
  ['a text that is no JSON', thrownBy(() => JSON.parse('canary')), { type: 'SyntaxError' }],
  [
    'a provider',
    Object.assign(new Error('server responded with an error', { cause: { email: 'canary' } }), {
      ...{ code: 'OAUTH_RESPONSE_BODY_ERROR', error_description: 'canary' },
    }),
    { code: 'OAUTH_RESPONSE_BODY_ERROR', message: 'server responded with an error' },
  ],
  [
    'a certificate',
    Object.assign(new Error('altnames: DNS:canary'), {
      ...{ code: 'ERR_TLS_CERT_ALTNAME_INVALID', cert: { subjectaltname: 'canary' } },
    }),
    { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
  ],
  ['an address that is none', thrownBy(() => new URL('canary')), { message: 'Invalid URL' }],
  ['a code that is a text', Object.assign(new Error('failed'), { code: 'canary says so' }), {}],
])('what %s has said is not in the log, nor what says it as a cause', (_, error, kept) => {
  for (const [described, shown] of [
    [logged(error), (it: Record<string, unknown>) => it],
    [logged(new Error('ours', { cause: error })), (it: Record<string, unknown>) => it.cause],
  ] as const) {
    expect(JSON.stringify(described)).not.toContain('canary');
    expect(shown(described)).toMatchObject(kept);
  }
  expect(summaryOf(error)).not.toContain('canary');
});

it('an error of our own is there whole: message, code, and where it arose', () => {
  const described = logged(new TypeError('x is not a function'));
  expect(described).toMatchObject({ type: 'TypeError', message: 'x is not a function' });
  expect(described.stack).toMatch(/^ {4}at .*error-description\.test\.ts/);
  expect(summaryOf(new Error('The file is gone.'))).toBe('The file is gone.');
  expect(summaryOf(databaseError)).toBe('DatabaseError 23505 members_email');
});

it('a foreign text cannot pass for a place in the code', () => {
  const error = Object.assign(new Error('no\n    at canary (x.ts:1:1)'), { response: 'no' });
  expect(JSON.stringify(logged(error))).not.toContain('canary');
});

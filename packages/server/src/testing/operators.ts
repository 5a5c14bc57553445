import type { components } from '@homecoming/contract';
import { createOperator } from '../features/operators';
import { totpCode, totpStepAt } from '../features/operators/totp';
import { formatId, newId } from '../platform/ids';
import { asOwner } from '../platform/owner';
import { platformItself } from '../platform/platform-itself';
import { openScope } from '../platform/scope';
import type { Answer, Person } from './members';
import { testAuditKey } from './secret';
import { silent, type TestInstitution, type TestService } from './service';
import { callRaw } from './wire';

type Schemas = components['schemas'];

export const operatorPassword = 'nine lamps over the harbour wall';

/** The command line's scope of the platform itself. */
export const platformOf = ({ database, clock }: TestService) =>
  openScope({
    ...{ database, clock, log: silent, auditKey: testAuditKey },
    institution: platformItself,
    principal: { kind: 'system' },
  });

export async function sendAs(
  { origin }: TestService,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const {
    status,
    text,
    headers: received,
  } = await callRaw(origin, {
    method,
    path,
    headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answered = (text === '' ? undefined : JSON.parse(text)) as { code?: string } | undefined;
  return { status, code: answered?.code, body: answered, headers: received };
}

/** What base 32 spells. */
export function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => parseInt(byte, 2)));
}

/** Somebody whom the command line has made an operator, who has set themselves up over HTTP. */
export async function makeOperator(service: TestService, email = `${newId()}@operators.example`) {
  const send = (method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) =>
    sendAs(service, method, path, body, headers);
  const { setUpCode } = await createOperator(platformOf(service), email);
  const password = operatorPassword;
  const factor = await send('POST', '/v1/operator/set-up', { setUpCode, password });
  const { totpSecret } = factor.body as Schemas['SecondFactor'];
  const secret = fromBase32(totpSecret);
  /** The code of a time step from now: the one of now has been used by setting up. */
  const codeOf = (steps = 0) => totpCode(secret, totpStepAt(service.clock()) + steps);
  const confirmed = await send('POST', '/v1/operator/set-up/confirm', { setUpCode, code: codeOf() });
  if (confirmed.status !== 204) throw new Error(`Not set up: ${confirmed.status} ${confirmed.code}`);
  /** As if half a minute had passed since the last code. */
  const forgetCodes = () =>
    asOwner(service.ownerUrl, (owner) =>
      owner.query({ text: 'update operators set totp_step = 0 where email = $1' }, [email]),
    );
  const trySignIn = (more: Readonly<Record<string, unknown>> = {}) =>
    send('POST', '/v1/operator/sign-in', { email, password, code: codeOf(), ...more });
  const signIn = async () => {
    await forgetCodes();
    const { status, code, body } = await trySignIn();
    if (status !== 200) throw new Error(`Not signed in: ${status} ${code}`);
    const signedIn = body as Schemas['OperatorSignedIn'];
    return { ...signedIn, headers: { Authorization: `Bearer ${signedIn.token}` } };
  };
  return { email, setUpCode, codeOf, forgetCodes, trySignIn, signIn, send };
}

export type TestOperator = Awaited<ReturnType<typeof makeOperator>>;
export type SignedInOperator = Awaited<ReturnType<TestOperator['signIn']>>;

export const aReason = 'Ticket 4711: she cannot see her own degrees.';

/** An operator acts as somebody; `headers` are what they then send. */
export async function impersonate(
  service: TestService,
  { headers }: Pick<SignedInOperator, 'headers'>,
  school: TestInstitution,
  { member }: Pick<Person, 'member'>,
  minutes = 15,
) {
  const institutionId = formatId('institution', school.institution.id);
  const draft = { institutionId, memberId: member.id, reason: aReason, minutes };
  const answer = await sendAs(service, 'POST', '/v1/operator/impersonations', draft, headers);
  if (answer.status !== 201) throw new Error(`Not acting: ${answer.status} ${answer.code}`);
  const started = answer.body as Schemas['StartedImpersonation'];
  return {
    ...started,
    headers: {
      'Homecoming-Key': started.publishableKey!,
      Authorization: `Bearer ${started.accessToken}`,
    },
  };
}

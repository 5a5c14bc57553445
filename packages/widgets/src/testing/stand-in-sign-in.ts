import type { Member } from '@homecoming/sdk';

export const marie: Member = {
  id: 'mem_01jdyvbv7gen8t9pe8z5aav004',
  email: 'marie@example.org',
  role: 'alumnus',
  status: 'verified',
  profileId: 'prof_01jdyvbv7gen8t9pe8z5aav002',
  hasPassword: true,
  createdAt: '2026-11-21T09:30:00.000Z',
};

export const goodCode = '418007';
export const goodLongCode = '412903775118';
export const goodChallenge = '01jdyvbv7gen8t9pe8z5aav009.c2lnbmF0dXJlb2Zjb2RlMQ';
/** For the subject `marie` of https://www.example.edu. */
export const goodHostToken = 'e30.eyJpc3MiOiAiaHR0cHM6Ly93d3cuZXhhbXBsZS5lZHUiLCAic3ViIjogIm1hcmllIn0.c2ln';
export const goodPassword = 'pitchblende in a wooden shed';

interface Call {
  readonly path: string;
  readonly body: Readonly<Record<string, string>>;
  readonly token: string | undefined;
}

type Refuse = (
  status: number,
  code:
    | 'invalid_code'
    | 'invalid_credentials'
    | 'invalid_subject_token'
    | 'link_code_needed'
    | 'session_ended'
    | 'sign_in_code_needed',
  more?: object,
) => StandInAnswer;

interface StandInAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Signs one member in and out as the service does. */
export class StandInSignIn {
  readonly calls: Call[] = [];
  member = marie;
  photoUrl: string | undefined;
  providers: { readonly id: string; readonly name: string }[] = [];
  /** As while somebody is guessing. */
  isUnderAttack = false;
  /** Whether the host's token links nobody without a code. */
  linksByCode = false;
  #issued = 0;
  #hasEnded = true;

  constructor(private readonly refuse: Refuse) {}

  /** Whether a path is one of those that it answers. */
  static knows(path: string): boolean {
    return /^\/v1\/(auth|me|profiles)\b/.test(path);
  }

  answer(call: Call): StandInAnswer {
    const { path, body, token } = call;
    this.calls.push(call);
    if (path === '/v1/auth/providers') return { status: 200, body: { data: this.providers } };
    if (path === '/v1/auth/token')
      return body.subject_token === goodHostToken
        ? this.#byHost()
        : this.refuse(401, 'invalid_subject_token');
    if (path === '/v1/auth/oidc/redeem') return this.#open();
    if (path === '/v1/auth/codes')
      return { status: 202, body: { challenge: goodChallenge, codeLength: this.isUnderAttack ? 12 : 6 } };
    if (path === '/v1/auth/codes/redeem')
      return body.code === (this.isUnderAttack ? goodLongCode : goodCode)
        ? this.#open()
        : this.refuse(401, 'invalid_code');
    if (path === '/v1/auth/password' && this.isUnderAttack) return this.refuse(403, 'sign_in_code_needed');
    if (path === '/v1/auth/password')
      return body.password === goodPassword ? this.#open() : this.refuse(401, 'invalid_credentials');
    if (path === '/v1/auth/sign-out') return this.#end();
    if (path === '/v1/auth/refresh') return this.#hasEnded ? this.refuse(401, 'session_ended') : this.#open();
    if (!this.isSignedIn(token)) return this.refuse(401, 'session_ended');
    return {
      status: 200,
      body: path === '/v1/me' ? this.member : { displayName: 'Marie Curie', photoUrl: this.photoUrl },
    };
  }

  #byHost(): StandInAnswer {
    return this.linksByCode
      ? this.refuse(403, 'link_code_needed', { challenge: goodChallenge })
      : this.#open();
  }

  isSignedIn(token: string | undefined): boolean {
    return !this.#hasEnded && token === `access-${this.#issued}`;
  }

  #open(): StandInAnswer {
    this.#hasEnded = false;
    this.#issued += 1;
    const { member } = this;
    return {
      status: 200,
      body: {
        accessToken: `access-${this.#issued}`,
        refreshToken: `refresh-${this.#issued}`,
        expiresIn: 900,
        member,
      },
    };
  }

  #end(): StandInAnswer {
    this.#hasEnded = true;
    return { status: 204, body: undefined };
  }
}

import { errors, type JWTHeaderParameters, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { Problem } from '../../contract/problems';
import { formatId, newId, parseId } from '../../platform/ids';
import type { Institution, MemberPrincipal, MemberRole } from '../../platform/scope';
import type { Revocations } from './revocations';
import type { SigningKeys } from './signing-keys';
import { accessTokenLifeMs, clockToleranceMs } from './times';

const algorithm = 'ES256';
const type = 'at+jwt';

/** No token of ours is longer: nothing that is gets parsed. */
const longestToken = 2_000;

/** Whom a token is for. */
export interface TokenSubject {
  readonly keyId: string;
  readonly memberId: string;
  readonly memberVersion: number;
  readonly sessionId: string;
  readonly role: MemberRole;
  readonly status: 'unverified' | 'verified';
  /** When the member showed who they are; undefined where another site vouched for them. */
  readonly authenticatedAt: Date | undefined;
}

/** Whom an operator's token is for that lets them act as a member. */
export interface ImpersonatedSubject {
  readonly impersonationId: string;
  readonly operatorId: string;
  readonly operatorSessionId: string;
  readonly memberId: string;
  readonly memberVersion: number;
  readonly role: MemberRole;
  readonly status: 'unverified' | 'verified';
  readonly endsAt: Date;
}

export interface AccessTokensOptions {
  /** The service's public address. */
  readonly issuer: string;
  readonly keys: SigningKeys;
  readonly revocations: Revocations;
  readonly clock: () => Date;
}

/** Access tokens as RFC 9068 has them, checked as RFC 8725 asks: algorithm, type, issuer and audience are pinned. */
export class AccessTokens {
  readonly lifeSeconds = accessTokenLifeMs / 1_000;

  constructor(private readonly options: AccessTokensOptions) {}

  async issue(institution: Institution, subject: TokenSubject): Promise<string> {
    const { authenticatedAt } = subject;
    const claims = {
      client_id: formatId('key', subject.keyId),
      sid: formatId('session', subject.sessionId),
      ...(authenticatedAt && { auth_time: secondsOf(authenticatedAt) }),
    };
    const endsAt = new Date(this.options.clock().getTime() + accessTokenLifeMs);
    return this.#sign(institution, subject, claims, endsAt);
  }

  /** A member's token for an operator, who stands in it as the actor (`act`, RFC 8693, section 4.1). */
  async issueImpersonation(institution: Institution, subject: ImpersonatedSubject): Promise<string> {
    const operator = formatId('operator', subject.operatorId);
    const claims = {
      client_id: operator,
      sid: formatId('impersonation', subject.impersonationId),
      act: { sub: operator, sid: formatId('operatorSession', subject.operatorSessionId) },
    };
    return this.#sign(institution, subject, claims, subject.endsAt);
  }

  async #sign(
    institution: Institution,
    subject: Pick<TokenSubject, 'memberId' | 'memberVersion' | 'role' | 'status'>,
    claims: JWTPayload,
    endsAt: Date,
  ): Promise<string> {
    const { issuer, keys, clock } = this.options;
    const { id: kid, privateKey } = await keys.signer();
    const { role, status, memberVersion: ver } = subject;
    return new SignJWT({ ...claims, role, status, ver })
      .setProtectedHeader({ alg: algorithm, typ: type, kid })
      .setIssuer(issuer)
      .setAudience(formatId('institution', institution.id))
      .setSubject(formatId('member', subject.memberId))
      .setJti(newId())
      .setIssuedAt(clock())
      .setExpirationTime(endsAt)
      .sign(privateKey);
  }

  /**
   * Whose token a text is. Reads neither the database nor Redis.
   * @throws {Problem} invalid_token, expired_token, session_ended, member_banned
   */
  async authenticate(
    token: string,
    { institution, keyId }: { readonly institution: Institution; readonly keyId: string },
  ): Promise<MemberPrincipal> {
    const facts = factsOf(await this.#verify(token, institution));
    switch (this.options.revocations.reasonOf(facts)) {
      case 'ended':
        throw refused('session_ended', 'The session has ended. Ask the member to sign in again.');
      case 'changed':
        throw refused('expired_token', 'The member’s permissions have changed. Get a new access token.');
      case 'banned':
        throw new Problem('member_banned', 'The member is banned.');
      case undefined:
    }
    const { memberId, sessionId, role, status, operatorId } = facts;
    const impersonation = operatorId && { id: sessionId, operatorId };
    return {
      kind: 'member',
      keyId,
      memberId,
      sessionId,
      role,
      status,
      ...(impersonation && { impersonation }),
    };
  }

  async #verify(token: string, institution: Institution): Promise<JWTPayload> {
    const { issuer, keys, clock } = this.options;
    if (token.length > longestToken) throw invalid();
    try {
      const { payload } = await jwtVerify(token, async ({ kid }: JWTHeaderParameters) => {
        const key = typeof kid === 'string' ? await keys.find(kid) : undefined;
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key;
      }, {
        algorithms: [algorithm],
        typ: type,
        issuer,
        audience: formatId('institution', institution.id),
        requiredClaims: ['exp', 'iat', 'sub', 'jti', 'client_id', 'sid', 'ver'],
        clockTolerance: clockToleranceMs / 1_000,
        currentDate: clock(),
      }); // prettier-ignore
      return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired)
        throw refused('expired_token', 'Get a new access token with the refresh token.');
      if (error instanceof errors.JOSEError || error instanceof TypeError) throw invalid(error);
      throw error;
    }
  }
}

const secondsOf = (date: Date) => Math.floor(date.getTime() / 1_000);

/** What a token of ours says. It was signed by us: what does not fit is of another version of the service. */
function factsOf({ sub, sid, ver, role, status, act }: JWTPayload) {
  const memberId = parseId('member', String(sub));
  const actor = act === undefined ? undefined : actorOf(act);
  const sessionId = parseId(actor ? 'impersonation' : 'session', String(sid));
  const isKnown =
    (role === 'student' || role === 'alumnus' || role === 'admin') &&
    (status === 'unverified' || status === 'verified') &&
    typeof ver === 'number';
  if (!memberId || !sessionId || !isKnown) throw invalid();
  return { memberId, sessionId, memberVersion: ver, role, status, ...actor } as const;
}

/** The operator whom `act` names. Whatever is there that is no operator is not passed over. */
function actorOf(act: unknown) {
  const { sub, sid } = (act ?? {}) as Record<string, unknown>;
  const operatorId = parseId('operator', String(sub));
  const operatorSessionId = parseId('operatorSession', String(sid));
  if (!operatorId || !operatorSessionId) throw invalid();
  return { operatorId, operatorSessionId };
}

const invalid = (cause?: unknown) =>
  refused('invalid_token', 'The access token isn’t valid for this institution.', cause);

function refused(
  code: 'invalid_token' | 'expired_token' | 'session_ended',
  detail: string,
  cause?: unknown,
): Problem {
  // RFC 6750, section 3.1.
  return new Problem(code, detail, {
    headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
    cause,
  });
}

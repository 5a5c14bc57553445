import { createHash } from 'node:crypto';
import { decodeJwt, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { Problem } from '../../contract/problems';
import {
  type Assertion,
  clockToleranceSeconds,
  isIssuer,
  isSubject,
  longestSubject,
  signatureAlgorithms,
} from './provider';

/** A token stands for somebody at this moment; no host needs more. */
const longestLifeSeconds = 300;

/** What a host's token says. */
export interface HostToken extends Assertion {
  /** SHA-256 of what names it, for it is good once. */
  readonly digest: Buffer;
  /** From then on it is refused for its age alone. */
  readonly refusedFrom: Date;
}

const refused = (detail: string, cause?: unknown) =>
  new Problem('invalid_subject_token', detail, cause === undefined ? {} : { cause });

/**
 * Who says to have issued a token. Nothing of it is believed yet: it tells whose keys to check it with.
 * @throws {Problem} invalid_subject_token
 */
export function claimedIssuer(token: string): string {
  try {
    const { iss } = decodeJwt(token);
    if (isIssuer(iss)) return iss;
  } catch (error) {
    throw refused('The token isn’t a JWT.', error);
  }
  throw refused('The token has no issuer (iss).');
}

export interface HostTokenRules {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
  readonly now: Date;
}

/**
 * Checks a host's token (RFC 7519) as RFC 8725 asks: the issuer's keys only, signatures that only the issuer can make, type,
 * issuer and audience pinned, a short life.
 * @throws {Problem} invalid_subject_token, and what `keys` throws
 */
export async function readHostToken(token: string, rules: HostTokenRules): Promise<HostToken> {
  const payload = await verified(token, rules);
  const { sub, jti, iat, exp, email } = payload as JWTPayload & { iat: number; exp: number };
  if (exp - iat > longestLifeSeconds)
    throw refused(`The token can last at most ${longestLifeSeconds} seconds, from iat to exp.`);
  if (!isSubject(sub))
    throw refused(`The token’s sub must be a string of 1 to ${longestSubject} characters.`);
  if (!isSubject(jti))
    throw refused(`The token’s jti must be a string of 1 to ${longestSubject} characters.`);
  return {
    subject: sub,
    email: typeof email === 'string' ? email : undefined,
    isEmailVerified: payload.email_verified === true,
    digest: createHash('sha256').update(jti).digest(),
    refusedFrom: new Date((exp + clockToleranceSeconds) * 1_000),
  };
}

async function verified(token: string, { issuer, audience, keys, now }: HostTokenRules): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: signatureAlgorithms,
      typ: 'JWT',
      issuer,
      audience,
      requiredClaims: ['sub', 'jti', 'iat', 'exp'],
      maxTokenAge: longestLifeSeconds,
      clockTolerance: clockToleranceSeconds,
      currentDate: now,
    });
    return payload;
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw refused(faultOf(error, audience), error);
  }
}

function faultOf(error: unknown, audience: string): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired.';
  if (error instanceof errors.JWTClaimValidationFailed) {
    const { claim } = error;
    if (claim === 'aud') return `The token’s aud must be ${audience}.`;
    if (claim === 'typ') return 'The token’s header must have typ JWT.';
    return `The token’s claim ${claim} is missing or wrong.`;
  }
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported)
    return `The token must be signed with one of ${signatureAlgorithms.join(', ')}.`;
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return 'The token’s header doesn’t name a registered key (kid).';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'The token’s signature is wrong.';
  return 'The token isn’t a JWT that can be checked.';
}

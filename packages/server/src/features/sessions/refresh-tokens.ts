import { createHmac, timingSafeEqual } from 'node:crypto';
import { decodeUuid, encodeUuid } from '../../platform/ids';

/** What a refresh token says of itself. */
export interface RefreshTokenParts {
  readonly institutionId: string;
  readonly sessionId: string;
  readonly generation: number;
  readonly code: Buffer;
}

const shape = /^hrt_([0-9a-hjkmnp-tv-z]{26})_([0-9a-hjkmnp-tv-z]{26})_([1-9]\d{0,8})_([0-9a-f]{64})$/;

/**
 * Refresh tokens: institution, session and generation, with an HMAC over them and the session's own salt. Nobody makes one
 * from the database alone, nor from the service's secret alone; and the current one can be given again without being kept.
 */
export class RefreshTokens {
  constructor(private readonly key: Buffer) {}

  text(institutionId: string, session: { id: string; generation: number; salt: Buffer }): string {
    const { id, generation, salt } = session;
    const code = this.#code(institutionId, id, generation, salt).toString('hex');
    return `hrt_${encodeUuid(institutionId)}_${encodeUuid(id)}_${generation}_${code}`;
  }

  parse(text: string): RefreshTokenParts | undefined {
    const [, institution = '', session = '', generation, code = ''] = shape.exec(text) ?? [];
    const institutionId = decodeUuid(institution);
    const sessionId = decodeUuid(session);
    if (!institutionId || !sessionId) return undefined;
    return { institutionId, sessionId, generation: Number(generation), code: Buffer.from(code, 'hex') };
  }

  isGenuine({ institutionId, sessionId, generation, code }: RefreshTokenParts, salt: Buffer): boolean {
    return timingSafeEqual(code, this.#code(institutionId, sessionId, generation, salt));
  }

  #code(institutionId: string, sessionId: string, generation: number, salt: Buffer): Buffer {
    return createHmac('sha256', this.key)
      .update(salt)
      .update(`${institutionId} ${sessionId} ${generation}`)
      .digest();
  }
}

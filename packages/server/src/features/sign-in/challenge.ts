import { createHmac, timingSafeEqual } from 'node:crypto';
import { decodeUuid, encodeUuid } from '../../platform/ids';

const macBytes = 16;

const macOf = (key: Buffer, id: string) =>
  createHmac('sha256', key).update(`challenge ${id}`).digest().subarray(0, macBytes);

/** Names a mailed code to the page that asked for it, and to nobody else: an id alone could be guessed. */
export const challengeOf = (key: Buffer, id: string): string =>
  `${encodeUuid(id)}.${macOf(key, id).toString('base64url')}`;

/** The id of the code that a challenge names; undefined if this service didn't make it. */
export function parseChallenge(key: Buffer, text: string): string | undefined {
  const [letters = '', mac = ''] = text.split('.');
  const id = decodeUuid(letters);
  const given = Buffer.from(mac, 'base64url');
  return id !== undefined && given.length === macBytes && timingSafeEqual(given, macOf(key, id))
    ? id
    : undefined;
}

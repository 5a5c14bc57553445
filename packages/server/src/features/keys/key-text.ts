import { createHash, randomBytes } from 'node:crypto';
import { decodeUuid, encodeUuid } from '../../platform/ids';
import type { Institution } from '../../platform/scope';

export type KeyKind = 'publishable' | 'secret';

const prefixes = { publishable: 'pk', secret: 'sk' } as const;
const shape = /^(?:pk|sk)_(?:live|test)_([0-9a-hjkmnp-tv-z]{26})_[0-9a-f]{40}$/;

/** A new key's text: it carries the institution, so that a scope can be opened before anything is compared. */
export function newKeyText({ id, mode }: Institution, kind: KeyKind): string {
  return `${prefixes[kind]}_${mode}_${encodeUuid(id)}_${randomBytes(20).toString('hex')}`;
}

/** The institution that a text of the right shape names. */
export function institutionIdOf(text: string): string | undefined {
  return decodeUuid(shape.exec(text)?.[1] ?? '');
}

export const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

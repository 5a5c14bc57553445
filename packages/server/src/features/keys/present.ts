import type { components } from '@homecoming/contract';
import { formatId } from '../../platform/ids';
import type { KeyScope } from './policy';
import type { Key } from './store';

/** @param text of a key that was just made */
export function presentKey(key: Key, text = key.text): components['schemas']['Key'] {
  const instants = {
    expiresAt: key.expiresAt,
    lastUsedAt: key.lastUsedAt,
    revokedAt: key.revokedAt,
    exposedAt: key.exposedAt,
  };
  return {
    id: formatId('key', key.id),
    kind: key.kind,
    name: key.name,
    ...(text !== undefined && { key: text }),
    ...(key.ending !== undefined && { ending: key.ending }),
    scopes: [...key.scopes] as KeyScope[],
    origins: [...key.origins],
    createdAt: key.createdAt.toISOString(),
    ...Object.fromEntries(
      Object.entries(instants).flatMap(([name, at]) => (at ? [[name, at.toISOString()]] : [])),
    ),
    ...(key.replacedById !== undefined && { replacedById: formatId('key', key.replacedById) }),
    ...(key.exposedOrigin !== undefined && { exposedOrigin: key.exposedOrigin }),
  };
}

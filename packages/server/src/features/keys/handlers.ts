import type { Handlers } from '../../contract/handler';
import { uuidOf } from '../../contract/ids';
import { invalidField } from '../../contract/problems';
import type { PresentSubjects } from '../../platform/present-subjects';
import { createKey, getKey, revokeKey, rotateKey, updateKey } from './keys';
import { presentKey } from './present';
import { findKeysByIds, listKeys } from './store';

type KeyOperation = 'listKeys' | 'createKey' | 'getKey' | 'updateKey' | 'revokeKey' | 'rotateKey';

/** What the contract fills in by itself. */
const dayInSeconds = 86_400;

export function keyHandlers(): Handlers<KeyOperation> {
  return {
    listKeys: async ({ scope, page }) => {
      const { items, nextCursor } = await page({
        find: (after: string | undefined, most) => listKeys(scope, after, most),
        cursorOf: ({ id }) => id,
      });
      return { data: items.map((key) => presentKey(key)), nextCursor };
    },

    createKey: async ({ scope, body: { expiresAt, ...draft } }) => {
      const { key, text } = await createKey(scope, { ...draft, ...endOf(expiresAt) });
      return presentKey(key, text);
    },

    getKey: async ({ scope, path }) => presentKey(await getKey(scope, uuidOf('key', path.keyId))),

    updateKey: async ({ scope, path, body: { expiresAt, ...changes } }) =>
      presentKey(await updateKey(scope, uuidOf('key', path.keyId), { ...changes, ...endOf(expiresAt) })),

    revokeKey: async ({ scope, path }) => {
      await revokeKey(scope, uuidOf('key', path.keyId));
      return undefined;
    },

    rotateKey: async ({ scope, path, body: { overlapSeconds = dayInSeconds, expiresAt } }) => {
      const rotation = { overlapSeconds, ...endOf(expiresAt) };
      const { key, text } = await rotateKey(scope, uuidOf('key', path.keyId), rotation);
      return presentKey(key, text);
    },
  };
}

/** For outlets: keys are for who may know everything of the institution. */
export const presentKeys: PresentSubjects = async (scope, ids, audience) => {
  const keys = audience === 'private' ? await findKeysByIds(scope, ids) : [];
  return new Map(keys.map((key) => [key.id, presentKey(key)]));
};

function endOf(expiresAt: string | undefined): { expiresAt?: Date } {
  if (expiresAt === undefined) return {};
  const end = new Date(expiresAt);
  // RFC 3339 knows leap seconds, Date does not.
  if (Number.isNaN(end.getTime()))
    throw invalidField('/expiresAt', 'is outside the range of times that can be stored');
  return { expiresAt: end };
}

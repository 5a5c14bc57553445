/** An object's name in the storage: parts of letters, digits, `-`, and one `.` with an ending, parted by `/`. */
export type StorageKey = string;

/** Where files lie. A key is written once and never overwritten with anything else. */
export interface FileStorage {
  /** Resolves when the bytes will survive a crash. @throws {StorageUnavailable} */
  put(key: StorageKey, bytes: Buffer, type: string): Promise<void>;
  /** Undefined where there is no such object. @throws {StorageUnavailable} */
  get(key: StorageKey): Promise<Buffer | undefined>;
  /** Also succeeds where there is none. @throws {StorageUnavailable} */
  remove(key: StorageKey): Promise<void>;
}

/** The storage did not answer, or refused: whether a put has arrived is not known. */
export class StorageUnavailable extends Error {
  override name = 'StorageUnavailable';
}

const keyPattern = /^[a-z0-9-]+(\/[a-z0-9-]+)*\/[a-z0-9-]+\.[a-z0-9]+$/;

/**
 * The key, if it is one. Both storages ask, whatever made the key: one with `..`, with a `%` or with a leading `/` could
 * name what is outside.
 */
export function checkedKey(key: StorageKey): StorageKey {
  if (key.length > 200 || !keyPattern.test(key)) throw new Error('Not a key of stored files.');
  return key;
}

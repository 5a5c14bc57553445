import { randomUUID } from 'node:crypto';
import { type Audience, sees } from '../audience';
import type { Database } from '../database';
import type { Scope } from '../scope';
import { findShown, insertFile, markDropped, markKept } from './file-store';
import { encodePhoto, type PhotoSize, photoSizes } from './images';
import { fileNamedBy, type OpenedGrant, SignedAddresses } from './signed-addresses';
import type { FileStorage } from './storage';
import { sweepTask } from './sweep-task';

/** Media type of every stored photo. */
export const photoType = 'image/webp';

const addressPath = '/v1/photos/';
const referencePrefix = 'stored-photo:';

/** What stands where otherwise an address of a photo stands. No web address begins so, so nobody can write one. */
const referenceTo = (fileId: string) => `${referencePrefix}${fileId}`;

/** The file that a kept photo address refers to; undefined for an address elsewhere, or none. */
export function storedPhotoOf(photoUrl: string | undefined): string | undefined {
  return photoUrl?.startsWith(referencePrefix) ? photoUrl.slice(referencePrefix.length) : undefined;
}

/** The file of a web address that was given for a stored photo, by whichever service and however long ago: see `fileNamedBy`. */
export function storedPhotoOfAddress(url: string | null | undefined): string | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  const path = new URL(url).pathname;
  const at = path.lastIndexOf(addressPath);
  return at < 0 ? undefined : fileNamedBy(path.slice(at + addressPath.length));
}

export function photoKey(institutionId: string, fileId: string, size: PhotoSize): string {
  return `photos/${institutionId}/${fileId}/${size}.webp`;
}

export interface PhotosParts {
  readonly storage: FileStorage;
  readonly secret: string;
  readonly clock: () => Date;
  /** Where others reach the service: photo addresses begin with it. Asked each time. */
  readonly origin: () => string;
}

/** A photo that may be shown, and where it lies. */
export type OpenedPhoto = OpenedGrant & { readonly key: string };

/** Photos of people: stored in two sizes, and given by signed addresses that end. */
export class Photos {
  readonly storage: FileStorage;
  readonly #addresses: SignedAddresses;
  readonly #origin: () => string;

  constructor({ storage, secret, clock, origin }: PhotosParts) {
    this.storage = storage;
    this.#origin = origin;
    this.#addresses = new SignedAddresses({ secret, clock, purpose: 'photos' });
  }

  /**
   * Stores an uploaded image, outside of any transaction. Nothing refers to it until `attach`; what is not attached within an
   * hour is removed.
   * @returns the id of the new file
   * @throws {InvalidImage}
   * @throws {ImagesBusy}
   * @throws {StorageUnavailable}
   */
  async store(scope: Scope, upload: Buffer): Promise<string> {
    const encoded = await encodePhoto(upload);
    // It stands in addresses, so it does not tell when it was made.
    const id = randomUUID();
    await scope.transaction((tx) => insertFile(tx, { id, kind: 'photo' }));
    await Promise.all(
      photoSizes.map((size) =>
        this.storage.put(photoKey(scope.institution.id, id, size), encoded[size], photoType),
      ),
    );
    return id;
  }

  /**
   * The address of a kept photo for one audience, absolute: of a stored one it is signed and ends, of one elsewhere it is what
   * it is.
   */
  addressOf(
    photoUrl: string,
    { institutionId, size, audience }: { institutionId: string; size: PhotoSize; audience: Audience },
  ): string {
    const fileId = storedPhotoOf(photoUrl);
    if (fileId === undefined) return photoUrl;
    const variant = photoSizes.indexOf(size);
    const token = this.#addresses.sign({ institutionId, fileId, variant, audience });
    return `${this.#origin()}${addressPath}${token}`;
  }

  /** Whether a path is one of photos, good or not. */
  isAddress(path: string): boolean {
    return path.startsWith(addressPath);
  }

  /**
   * What a path of an address gives now; undefined where it gives nothing: its signature and its end are looked at first, then
   * whether the photo is still there and may still be shown to whom the address was given.
   */
  async open(database: Database, path: string): Promise<OpenedPhoto | undefined> {
    const grant = this.#addresses.open(path.slice(addressPath.length));
    const size = grant && photoSizes[grant.variant];
    if (!size) return undefined;
    const { institutionId, fileId, audience } = grant;
    const shownTo = await findShown(database.of(institutionId), fileId);
    if (!shownTo || !sees(audience, shownTo)) return undefined;
    return { ...grant, key: photoKey(institutionId, fileId, size) };
  }
}

/**
 * In a transaction, makes a stored file the one that is referred to.
 * @returns what to keep as the photo's address; undefined where the file has been given up, for it took too long
 */
export async function attachPhoto(tx: Scope, fileId: string): Promise<string | undefined> {
  return (await markKept(tx, fileId)) ? referenceTo(fileId) : undefined;
}

/** In a transaction, says that nothing refers to these files any more: once it has committed they are removed. */
export async function dropFiles(tx: Scope, ids: readonly string[]): Promise<void> {
  if (!ids.length) return;
  await markDropped(tx, ids);
  sweepTask.add(tx);
}

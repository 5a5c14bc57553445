import {
  createProfile,
  deleteProfile,
  deleteProfilePhoto,
  getProfile,
  listProfiles,
  putProfilePhoto,
  undeleteProfile,
  updateProfile,
} from '../generated/routes/directory';
import type { ImageBytes } from '../transport/request';
import type { Transport } from '../transport/transport';
import type {
  MakeOptions,
  Profile,
  ProfileCreate,
  ProfileUpdate,
  ReadProfileOptions,
  Reference,
  RequestOptions,
} from '../types';

/** People's profiles. Writing needs a secret key with the scope `directory:write`. */
export interface Profiles {
  /** @throws NotFoundError where there is none, or the key may not see it */
  get(id: string, options?: ReadProfileOptions): Promise<Profile>;

  /**
   * Those of these profiles that exist and that the key may see, in the order asked for. Takes any number of ids, a
   * hundred to a request; the deadline is for all of them.
   */
  list(ids: Iterable<string>, options?: ReadProfileOptions): Promise<Profile[]>;

  /** Adds a person, unclaimed. @throws ConflictError (`external_id_taken`) */
  create(profile: ProfileCreate, options?: MakeOptions): Promise<Profile | Reference>;

  /** Changes what is named; `null` clears a field. @throws NotFoundError, ConflictError (`external_id_taken`) */
  update(id: string, changes: ProfileUpdate, options?: RequestOptions): Promise<Profile | Reference>;

  /**
   * Stores a JPEG, PNG or WebP image as the photo, in place of the one that was there; up to 10 MiB.
   * @throws InvalidRequestError (`invalid_image`), NotFoundError
   */
  putPhoto(id: string, image: ImageBytes, options?: RequestOptions): Promise<Profile | Reference>;

  /** Leaves the profile without a photo. @throws NotFoundError */
  deletePhoto(id: string, options?: RequestOptions): Promise<void>;

  /** Takes it out of the directory; it can be undeleted. @throws NotFoundError */
  delete(id: string, options?: RequestOptions): Promise<void>;

  /** Brings it back as it was. @throws ConflictError (`external_id_taken`) where another has its external id now */
  undelete(id: string, options?: MakeOptions): Promise<Profile | Reference>;
}

/** What the service takes in one request. */
const idsPerRequest = 100;

/** What a page that only signs in needs of it. */
export function createProfileReading(transport: Transport): Pick<Profiles, 'get'> {
  return {
    get: (profileId, options) =>
      transport.call(getProfile, { profileId, query: { audience: options?.audience } }, options),
  };
}

export function createProfiles(transport: Transport): Profiles {
  return {
    ...createProfileReading(transport),

    async list(ids, options) {
      const wanted = [...ids];
      const call = transport.begin(options);
      const found: Profile[] = [];
      for (let start = 0; start < wanted.length; start += idsPerRequest) {
        const query = { ids: wanted.slice(start, start + idsPerRequest), audience: options?.audience };
        found.push(...(await transport.send(listProfiles, { query }, call)).data);
      }
      return found;
    },

    create: (body, options) => transport.call(createProfile, { body }, options),

    update: (profileId, body, options) => transport.call(updateProfile, { profileId, body }, options),

    putPhoto: (profileId, bytes, options) => transport.call(putProfilePhoto, { profileId, bytes }, options),

    deletePhoto: (profileId, options) => transport.call(deleteProfilePhoto, { profileId }, options),

    delete: (profileId, options) => transport.call(deleteProfile, { profileId }, options),

    undelete: (profileId, options) => transport.call(undeleteProfile, { profileId }, options),
  };
}

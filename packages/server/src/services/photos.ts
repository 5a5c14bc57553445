import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../config';
import { FolderStorage, Photos, S3Storage } from '../platform/files';

export interface PhotoParts {
  readonly config: Pick<Config, 's3' | 'publicUrl' | 'dataFolder' | 'databaseUrl'>;
  readonly secret: string;
  readonly clock: () => Date;
  /** Where the service listens: for photo addresses if PUBLIC_URL isn't set. */
  readonly origin: () => string;
  /** Warned if photos stay on this machine though the database doesn't. */
  readonly log: Logger | undefined;
}

/** Photos as configured: over S3, or in the data folder. */
export function openPhotos({ config, secret, clock, origin, log }: PhotoParts): Photos {
  const { s3, publicUrl, dataFolder, databaseUrl } = config;
  const folder = new FolderStorage(join(dataFolder, 'files'));
  if (!s3 && databaseUrl)
    log?.warn(
      { folder: folder.path },
      'S3_ENDPOINT is not set: photos are stored in this folder on this machine',
    );
  const storage = s3 ? new S3Storage(s3) : folder;
  return new Photos({ storage, secret, clock, origin: () => publicUrl ?? origin() });
}

import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config';
import { FolderStorage, Photos, S3Storage } from './platform/files';

export interface PhotoParts {
  readonly config: Config;
  readonly secret: string;
  readonly clock: () => Date;
  readonly log: Logger;
  /** Where the service listens: for photo addresses where no public one is set. */
  readonly origin: () => string;
}

/** Photos as configured: over S3, else in the data folder. */
export function openPhotos({ config, secret, clock, log, origin }: PhotoParts): Photos {
  const { s3, publicUrl, dataFolder, databaseUrl } = config;
  const folder = new FolderStorage(join(dataFolder, 'files'));
  if (!s3 && databaseUrl)
    log.warn(
      { folder: folder.path },
      'S3_ENDPOINT is not set: photos are kept in this folder of this machine',
    );
  const storage = s3 ? new S3Storage(s3) : folder;
  return new Photos({ storage, secret, clock, origin: () => publicUrl ?? origin() });
}

/** Where this machine finds the service. */
export function listensAt({ host, port }: Pick<Config, 'host' | 'port'>): string {
  return `http://${host === '127.0.0.1' || host === '0.0.0.0' ? 'localhost' : host}:${port}`;
}

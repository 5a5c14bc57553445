import S3rver from 's3rver';
import { type S3Settings, S3Storage } from '../platform/files';
import { atEnd } from './at-end';
import { testFolder } from './photos';

/** An S3-compatible service of a test file's own, spoken to over HTTP, with one bucket. */
export async function startObjectStorage(): Promise<{ storage: S3Storage; settings: S3Settings }> {
  const bucket = 'homecoming';
  const service = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: await testFolder(),
    configureBuckets: [{ name: bucket }],
  });
  const { port } = await service.run();
  atEnd(() => service.close());
  const settings = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    bucket,
    // The credentials that this stand-in knows.
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
  };
  return { storage: new S3Storage(settings), settings };
}

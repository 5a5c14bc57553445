import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import { checkedKey, type FileStorage, StorageUnavailable } from './storage';

export interface S3Settings {
  /** Origin of the service, such as `https://s3.eu-central-1.amazonaws.com`. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Of one try; a file is small. */
const timeoutMs = 10_000;
const retries = 2;

/** Keeps files in a bucket of an S3-compatible service, addressed by path; calls are signed (AWS Signature Version 4). */
export class S3Storage implements FileStorage {
  readonly #client: AwsClient;
  readonly #address: string;

  constructor({ endpoint, bucket, region, accessKeyId, secretAccessKey }: S3Settings) {
    this.#address = `${endpoint}/${bucket}`;
    this.#client = new AwsClient({ service: 's3', region, accessKeyId, secretAccessKey, retries: 0 });
  }

  async put(key: string, bytes: Buffer, type: string): Promise<void> {
    const headers = {
      'Content-Type': type,
      // Signed with the call, so that what arrives is what was sent.
      'X-Amz-Content-Sha256': createHash('sha256').update(bytes).digest('hex'),
    };
    await this.#call(key, { method: 'PUT', headers, body: new Uint8Array(bytes) }, [200]);
  }

  async get(key: string): Promise<Buffer | undefined> {
    const { status, bytes } = await this.#call(key, { method: 'GET' }, [200, 404]);
    return status === 404 ? undefined : bytes;
  }

  async remove(key: string): Promise<void> {
    await this.#call(key, { method: 'DELETE' }, [200, 204, 404]);
  }

  /** Every call can be sent again without harm. */
  async #call(
    key: string,
    init: RequestInit,
    good: readonly number[],
  ): Promise<{ status: number; bytes: Buffer }> {
    const url = `${this.#address}/${checkedKey(key)}`;
    for (let attempt = 0; ; attempt++) {
      try {
        const answer = await this.#client.fetch(url, {
          ...init,
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        });
        const bytes = Buffer.from(await answer.arrayBuffer());
        if (good.includes(answer.status)) return { status: answer.status, bytes };
        throw new Error(`${init.method} was answered with ${answer.status} ${codeIn(bytes)}`.trimEnd());
      } catch (cause) {
        if (attempt === retries)
          throw new StorageUnavailable('The file storage cannot be used just now.', { cause });
        await delay((attempt + 1) * 200);
      }
    }
  }
}

/** What S3 calls the fault: its name only, for the text around it may hold anything. */
const codeIn = (body: Buffer) => /<Code>(\w{1,60})<\/Code>/.exec(body.toString('utf8', 0, 2_000))?.[1] ?? '';

import { createHash, createHmac, randomBytes } from 'node:crypto';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { atEnd } from '../../testing/at-end';
import { startObjectStorage } from '../../testing/object-storage';
import { testFolder } from '../../testing/photos';
import { FolderStorage } from './folder-storage';
import { type S3Settings, S3Storage } from './s3-storage';
import { type FileStorage, StorageUnavailable } from './storage';

let folder: string;
let settings: S3Settings;
const storages: Record<string, FileStorage> = {};

beforeAll(async () => {
  folder = join(await testFolder(), 'made when it is needed');
  storages.folder = new FolderStorage(folder);
  ({ storage: storages.S3, settings } = await startObjectStorage());
});

const key = 'photos/0193a1b2-0000-7000-8000-000000000001/0193a1b2-0000-7000-8000-000000000002/list.webp';

describe.each(['folder', 'S3'])('a storage in %s', (name) => {
  it('gives back what was put, byte for byte, until it is removed', async () => {
    const storage = storages[name]!;
    const bytes = randomBytes(100_000);
    expect(await storage.get(key)).toBeUndefined();
    await storage.put(key, bytes, 'image/webp');
    expect((await storage.get(key))?.equals(bytes)).toBe(true);
    expect(await storage.get(key.replace('list', 'page'))).toBeUndefined();
    await storage.remove(key);
    expect(await storage.get(key)).toBeUndefined();
    await storage.remove(key);
  });

  it('refuses keys that lead elsewhere', async () => {
    const storage = storages[name]!;
    for (const wrong of [
      '../secret.txt',
      'photos/../../secret.txt',
      '/etc/passwd',
      'photos//a.webp',
      'photos/./a.webp',
      'photos/%2e%2e/a.webp',
      'photos\\..\\a.webp',
      'photos/a\0.webp',
      'photos/a.webp?acl',
      'photos/a.webp#',
      'photos/a',
      '',
      'photos/.webp',
      `photos/${'a'.repeat(300)}.webp`,
    ]) {
      // prettier-ignore
      await expect(storage.get(wrong), wrong).rejects.toThrow('Not a key');
      await expect(storage.put(wrong, Buffer.of(1), 'image/webp'), wrong).rejects.toThrow('Not a key');
      await expect(storage.remove(wrong), wrong).rejects.toThrow('Not a key');
    }
  });
});

describe('the folder', () => {
  it('is for its owner only, and leaves nothing behind of what was removed or broken off', async () => {
    const storage = storages.folder!;
    await storage.put(key, Buffer.from('a'), 'image/webp');
    expect((await stat(join(folder, key))).mode & 0o077).toBe(0);
    await writeFile(join(folder, `${key}.new`), 'half of it');
    await storage.remove(key);
    expect(await readdir(join(folder, key, '../..'))).toEqual([]);
  });

  it('says that it cannot be used where it cannot', async () => {
    const file = join(await testFolder(), 'file');
    await writeFile(file, '');
    const storage = new FolderStorage(file);
    await expect(storage.put(key, Buffer.of(1))).rejects.toBeInstanceOf(StorageUnavailable);
  });
});

describe('S3', () => {
  it('refuses who is not known, and tells no secret', async () => {
    const storage = new S3Storage({ ...settings, accessKeyId: 'NOBODY', secretAccessKey: 'canary' });
    const error: unknown = await storage.put(key, Buffer.of(1), 'image/webp').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(StorageUnavailable);
    const { message, cause } = error as StorageUnavailable;
    expect((cause as Error).message).toBe('PUT was answered with 403 InvalidAccessKeyId');
    expect(`${message} ${String(cause)}`).not.toContain('canary');
  });

  it('signs calls as AWS Signature Version 4 says, the body included', async () => {
    const calls: { method: string; path: string; headers: IncomingHttpHeaders; body: Buffer }[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method, url, headers } = request;
        calls.push({ method: method!, path: url!, headers, body: Buffer.concat(chunks) });
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    atEnd(() => server.close());
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const storage = new S3Storage({ ...settings, endpoint, region: 'eu-north-1' });
    await storage.put(key, Buffer.from('bytes'), 'image/webp');
    await storage.get(key);
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `PUT /homecoming/${key}`,
      `GET /homecoming/${key}`,
    ]);
    expect(calls[0]!.headers['x-amz-content-sha256']).toBe(sha256(calls[0]!.body));
    for (const call of calls) {
      const authorization = String(call.headers.authorization);
      const [, signed, signature] = /SignedHeaders=([^,]+), Signature=(\w{64})$/.exec(authorization)!;
      expect(signed).toContain('x-amz-content-sha256');
      expect(signature).toBe(signatureOf(call, signed!, settings.secretAccessKey));
    }
  });

  it('tries again, three times in all, and follows no redirect', async () => {
    const statuses = [503, 500, 200];
    const elsewhere: string[] = [];
    const server = createServer((request, response) => {
      if (request.url === '/elsewhere') elsewhere.push(request.url);
      request.resume();
      const status = statuses.shift() ?? 307;
      response.writeHead(status, status === 307 ? { location: '/elsewhere' } : {});
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    atEnd(() => server.close());
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const storage = new S3Storage({ ...settings, endpoint });
    await storage.put(key, Buffer.of(1), 'image/webp');
    expect(statuses).toEqual([]);
    await expect(storage.get(key)).rejects.toBeInstanceOf(StorageUnavailable);
    expect(elsewhere).toEqual([]);
  });
});

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

/** The signature that a call as it arrived must have, worked out from AWS's description of it. */
function signatureOf(
  { method, path, headers }: { method: string; path: string; headers: IncomingHttpHeaders },
  signed: string,
  secret: string,
): string {
  const lines = signed.split(';').map((name) => `${name}:${String(headers[name])}\n`);
  const payload = String(headers['x-amz-content-sha256']);
  const canonical = [method, path, '', lines.join(''), signed, payload].join('\n');
  const at = String(headers['x-amz-date']);
  const scope = `${at.slice(0, 8)}/eu-north-1/s3/aws4_request`;
  const hmac = (by: string | Buffer, text: string) => createHmac('sha256', by).update(text).digest();
  const signingKey = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(signingKey, ['AWS4-HMAC-SHA256', at, scope, sha256(canonical)].join('\n')).toString('hex');
}
